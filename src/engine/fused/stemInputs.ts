/** The input vectors that the stem reads, item after item, and the way of their gradient back to embeddings and time. */
import { inputLayout } from '../../model/parameters.js';
import type { PlanSizes } from './batchPlan.js';
import type { StemSurroundings } from './stem.js';

/** A table of which each input vector holds a row. */
interface Table {
  /** Index into parameters and gradients. */
  readonly offset: number;
  readonly size: number;
  /** First column it takes; more than one table may add to the same. */
  readonly column: number;
  readonly row: (raw: number, place: number, step: number) => number;
  /** The same of the item that is mixed in. */
  readonly second: (raw: number, place: number, step: number) => number;
}

export interface InputRows {
  /** Rows x width, in the order of the staged rows. Without embeddings and time these are the staged rows themselves. */
  gather(plan: PlanSizes, lengths: Int32Array): Float32Array;
  /** Of the same shape, for the caller to add to. */
  zeroGradients(): Float32Array;
  /** Adds the gradient of the rows to those of the tables, row after row. */
  scatter(plan: PlanSizes, lengths: Int32Array): void;
}

export function createInputRows({ options, layout, views }: StemSurroundings, width: number): InputRows {
  const { spec, maxBatch, maxSteps } = options;
  const { continuous, codes, rawRow, firstStep, mixCodes, mixFirstStep, mixShare } = views.staging;
  const tables = tablesOf();
  const own = tables.length > 0;
  const rows = own ? new Float32Array(maxBatch * maxSteps * width) : continuous;
  const gradients = new Float32Array(own ? rows.length : 0);

  function tablesOf(): Table[] {
    const columns = inputLayout(spec);
    const offsetOf = (name: string): number => layout.offset.get(name)!;
    const count = spec.embeddings.length;
    const found: Table[] = spec.embeddings.map(({ size }, i) => ({
      offset: offsetOf(`embeddings.${i}.weight`),
      size,
      column: columns.embeddings[i],
      row: (raw) => codes[raw * count + i],
      second: (raw) => mixCodes[raw * count + i],
    }));
    const { time } = spec;
    if (!time) return found;
    const places = time.combine === 'add' ? time.after.map((i) => columns.embeddings[i]) : [columns.time ?? 0];
    for (const column of places) {
      found.push({
        offset: offsetOf('time_embedding.weight'),
        size: time.size,
        column,
        row: (_, place, step) => Math.min(firstStep[place] + step, time.rows - 1),
        second: (_, place, step) => Math.min(mixFirstStep[place] + step, time.rows - 1),
      });
    }
    return found;
  }

  function eachStep(
    { items }: PlanSizes,
    lengths: Int32Array,
    visit: (raw: number, place: number, step: number) => void,
  ): void {
    for (let place = 0; place < items; place++) {
      const steps = lengths[views.plan.item[place]];
      for (let step = 0; step < steps; step++) visit(rawRow[place] + step, place, step);
    }
  }

  return {
    gather(plan, lengths) {
      if (!own) return rows;
      const channels = spec.continuous;
      eachStep(plan, lengths, (raw, place, step) => {
        const at = raw * width;
        for (let c = 0; c < channels; c++) rows[at + c] = continuous[raw * channels + c];
        rows.fill(0, at + channels, at + width);
        const share = mixShare[place];
        for (const { offset, size, column, row, second } of tables) {
          const from = offset + row(raw, place, step) * size;
          const other = share > 0 ? offset + second(raw, place, step) * size : from;
          for (let j = 0; j < size; j++)
            rows[at + column + j] +=
              share > 0
                ? (1 - share) * views.parameters[from + j] + share * views.parameters[other + j]
                : views.parameters[from + j];
        }
      });
      return rows;
    },
    zeroGradients: () => gradients.fill(0),
    scatter(plan, lengths) {
      eachStep(plan, lengths, (raw, place, step) => {
        const share = mixShare[place];
        for (const { offset, size, column, row, second } of tables) {
          const to = offset + row(raw, place, step) * size;
          const at = raw * width + column;
          for (let j = 0; j < size; j++) views.gradients[to + j] += (1 - share) * gradients[at + j];
          if (share === 0) continue;
          const other = offset + second(raw, place, step) * size;
          for (let j = 0; j < size; j++) views.gradients[other + j] += share * gradients[at + j];
        }
      });
    },
  };
}
