/**
 * The stem around the kernels' product: gathers what each output of the convolution reads into a row, so that the product does the
 * rest, and spreads the gradient of those rows back. Copying is a small part of a step, and is done here.
 */
import { inputLayout } from '../../model/parameters.js';
import { recurrentSteps } from '../../model/stem.js';
import type { Batch, NetworkOptions } from '../contract.js';
import type { PlanLists, PlanSizes } from './batchPlan.js';
import type { Kernels } from './instance.js';
import type { ParameterLayout } from './layout.js';
import type { Regions } from './memory.js';
import { roundUp, TILE_ROWS, type Shape } from './shape.js';
import type { Staging } from './staging.js';
import { createInputRows } from './stemInputs.js';

export interface StemSurroundings {
  readonly options: NetworkOptions;
  readonly shape: Shape;
  readonly layout: ParameterLayout;
  readonly regions: Regions;
  readonly views: {
    readonly parameters: Float32Array;
    readonly gradients: Float32Array;
    readonly plan: PlanLists;
    readonly staging: Staging;
  };
  readonly kernels: Kernels;
  readonly floatsAt: (address: number, count: number) => Float32Array;
}

export interface Stem {
  /** The batch as the recurrence sees it: the same items with fewer steps. Remembers how long they really are. */
  shortened(batch: Batch): Batch;
  /** From the staged rows to the recurrence's input. */
  forward(plan: PlanSizes): void;
  /** From the gradient of the recurrence's input to those of filters, tables and time. */
  backward(plan: PlanSizes): void;
}

/** Null where the network has no stem. */
export function createStem(surroundings: StemSurroundings): Stem | null {
  const { options, shape, regions, views, kernels, floatsAt } = surroundings;
  const { spec } = options;
  if (!spec.stem || !shape.stem || !regions.stem) return null;
  const { kernel, stride } = spec.stem;
  const { depth, filters } = shape.stem;
  const { record } = regions.stem;
  const { active, offset, item } = views.plan;
  const before = (kernel - 1) / 2;
  const { size: width } = inputLayout(spec);
  const most = roundUp(options.maxBatch, TILE_ROWS) * recurrentSteps(spec, options.maxSteps);
  const columns = floatsAt(regions.stem.columns, most * depth);
  const columnsGradient = floatsAt(regions.stem.columnsGradient, most * depth);
  const outputs = floatsAt(regions.x, most * filters);
  const inputs = createInputRows(surroundings, width);
  let lengths: Int32Array = new Int32Array();

  /** Every row of the product with the input rows it reads: `from` to `end - 1`, of which the first goes to `column`. */
  function eachRow(
    { steps }: PlanSizes,
    visit: (row: number, from: number, end: number, column: number) => void,
    pad?: (row: number) => void,
  ): void {
    for (let s = 0; s < steps; s++) {
      const first = s * stride - before;
      const begin = Math.max(first, 0);
      for (let place = 0; place < active[s]; place++) {
        const raw = views.staging.rawRow[place];
        const end = Math.min(first + kernel, lengths[item[place]]);
        visit(offset[s] + place, raw + begin, raw + end, (begin - first) * width);
      }
      for (let row = offset[s] + active[s]; pad && row < offset[s + 1]; row++) pad(row);
    }
  }

  return {
    shortened(batch) {
      lengths = batch.length;
      return { ...batch, length: batch.length.map((steps) => recurrentSteps(spec, steps)) };
    },
    forward(plan) {
      const rows = inputs.gather(plan, lengths);
      columns.fill(0, 0, plan.rows * depth);
      eachRow(plan, (row, from, end, column) => {
        columns.set(rows.subarray(from * width, end * width), row * depth + column);
      });
      kernels.linearForward(record, plan.rows);
      for (let i = 0; i < plan.rows * filters; i++) if (!(outputs[i] > 0)) outputs[i] = 0;
      // Rows that pad hold the bias now; zeros are what all else expects of them, and what keeps them out of the gradients.
      eachRow(
        plan,
        () => undefined,
        (row) => outputs.fill(0, row * filters, (row + 1) * filters),
      );
    },
    backward(plan) {
      kernels.reluDropBackward(regions.x, regions.dx, plan.rows, filters, 1);
      kernels.linearBackward(record, plan.rows);
      if (shape.embedded === 0) return;
      const gradients = inputs.zeroGradients();
      eachRow(plan, (row, from, end, column) => {
        let at = row * depth + column;
        for (let i = from * width; i < end * width; i++) gradients[i] += columnsGradient[at++];
      });
      inputs.scatter(plan, lengths);
    },
  };
}
