/** Forward and backward pass of one network: the order of the kernels. */
import type { RandomKey } from '../../base/random.js';
import { dropThreshold, maskKey } from '../../model/dropout.js';
import { recurrentSteps } from '../../model/stem.js';
import type { Batch, BatchMix, NetworkOptions, PredictOutputs } from '../contract.js';
import { planBatch, type PlanSizes } from './batchPlan.js';
import { backwardAlone, backwardFirst, type Pass } from './directions.js';
import { createHelpers, type Helper, type SpareThreads } from './helpers.js';
import { createMemory, instantiate, type KernelSet } from './kernelSet.js';
import { parameterLayout } from './layout.js';
import { planRegions, type DirectionRegions } from './memory.js';
import { floatBits, writeRecord } from './records.js';
import { paddedShape, roundUp, rowBytes, TILE_ROWS } from './shape.js';
import { stageMix, stageRows } from './staging.js';
import { createStem } from './stem.js';
import { timed, type KernelTimer } from './timing.js';
import { wire } from './wiring.js';

export type Computation = ReturnType<typeof createComputation>;

const PAGE = 65536;
/** Multiply-adds of a direction's forward pass from which a second thread saves more than handing over costs. */
const WORTH_SHARING = 8e6;

/** What a network may be given besides the kernels. */
export interface Extras {
  readonly timer?: KernelTimer;
  /** Threads of which it may take one for as long as it lives; and another limit than WORTH_SHARING. */
  readonly spare?: SpareThreads;
  readonly worthSharing?: number;
}

/** @throws UserError where the memory would exceed 2 GB */
export function createComputation(
  set: KernelSet,
  options: NetworkOptions,
  { timer, spare, worthSharing = WORTH_SHARING }: Extras = {},
) {
  const { spec, maxBatch } = options;
  const maxSteps = recurrentSteps(spec, options.maxSteps);
  const shape = paddedShape(spec);
  const layout = parameterLayout(spec, shape);
  const regions = planRegions(options, shape, layout);
  const pages = Math.ceil(regions.bytes / PAGE);
  const memory = createMemory(pages, set.shared);
  const untimed = instantiate(set.module, memory);
  const kernels = timer ? timed(untimed, timer) : untimed;
  kernels.setTileRows(set.tileRows);
  const helpers = createHelpers(set, memory, set.shared ? spare : undefined);

  const { lists, records, raw, head, readout } = regions;
  const words = new Int32Array(memory.buffer);
  const floatsAt = (at: number, count: number): Float32Array => new Float32Array(memory.buffer, at, count);
  const integersAt = (at: number, count: number): Int32Array => new Int32Array(memory.buffer, at, count);
  const views = {
    parameters: floatsAt(regions.parameters, layout.count),
    gradients: floatsAt(regions.gradients, layout.count),
    moments: regions.moments.map((at) => floatsAt(at, layout.count)),
    logits: floatsAt(head.logits, maxBatch * shape.classes),
    logitsGradient: floatsAt(head.logitsGradient, roundUp(maxBatch, TILE_ROWS) * shape.classes),
    context: floatsAt(readout.context, maxBatch * shape.columns),
    scores: floatsAt(readout.scores, roundUp(maxBatch, TILE_ROWS) * maxSteps),
    plan: {
      active: integersAt(lists.active, maxSteps),
      offset: integersAt(lists.offset, maxSteps + 1),
      group: integersAt(lists.group, maxSteps + 1),
      item: integersAt(lists.item, maxBatch),
      length: integersAt(lists.length, maxBatch),
    },
    staging: {
      continuous: floatsAt(raw.continuous, maxBatch * options.maxSteps * spec.continuous),
      codes: new Uint16Array(memory.buffer, raw.codes, maxBatch * options.maxSteps * spec.embeddings.length),
      rawRow: integersAt(lists.rawRow, maxBatch),
      firstStep: integersAt(lists.firstStep, maxBatch),
      mixCodes: new Uint16Array(memory.buffer, raw.mixCodes, maxBatch * options.maxSteps * spec.embeddings.length),
      mixFirstStep: integersAt(lists.mixFirstStep, maxBatch),
      mixShare: floatsAt(lists.mixShare, maxBatch),
    },
  };
  const counts = new Int32Array(maxSteps + 2);
  wire({ words, spec, shape, layout, regions });

  const stem = createStem({ options, shape, layout, regions, views, kernels, floatsAt });

  const row = rowBytes(shape.columns);
  const linearLayers = spec.headUnits === null ? 1 : 2;
  const headMask = records.masks[spec.layers + 1];
  let plan: PlanSizes = { items: 0, steps: 0, groups: 0, rows: 0 };
  /** Whether the last forward pass drew dropout masks. */
  let dropping = false;

  function writeMasks(dropout: RandomKey): void {
    const threshold = dropThreshold(spec.dropout) | 0;
    const scale = floatBits(1 / (1 - spec.dropout));
    for (let place = 0; place < spec.layers + 2; place++) {
      const { k0, k1 } = maskKey(dropout, place);
      const over =
        place <= spec.layers
          ? { units: spec.hidden, directions: shape.directions, paddedUnits: shape.hidden, steps: plan.steps }
          : { units: spec.headUnits ?? 0, directions: 1, paddedUnits: shape.headUnits, steps: 1 };
      writeRecord(words, 'Mask', records.masks[place], { k0, k1, threshold, scale, ...over });
    }
  }

  const passOf = ({ record }: DirectionRegions): Pass => ({
    direction: record,
    plan: records.plan,
    groups: plan.groups,
  });

  /** The second thread, where the layer has two directions and enough work in each. @param ask take one if there is none yet */
  function helperFor(layer: number, ask: boolean): Helper | null {
    const work = plan.rows * shape.gateColumns * (shape.inputs[layer] + shape.hidden);
    if (shape.directions === 1 || work < worthSharing) return null;
    return ask ? helpers.wanted() : helpers.present();
  }

  /** Plans and copies items `first` … `first + count - 1` of a batch. */
  function stage(batch: Batch, first: number, count: number, mix?: BatchMix): void {
    plan = planBatch(views.plan, stem ? stem.shortened(batch) : batch, first, count, counts);
    stageRows(views.staging, spec, batch, views.plan.item, count);
    if (mix) stageMix(views.staging, spec, batch, mix, views.plan.item, count);
    else views.staging.mixShare.fill(0, 0, count);
    writeRecord(words, 'Inputs', records.inputs, { mixShare: mix ? lists.mixShare : 0 });
    const { items, steps, groups } = plan;
    writeRecord(words, 'Plan', records.plan, { items, steps, groups });
  }

  /** From the staged rows to the logits. `keep`: a backward pass follows. */
  function forward(dropout: RandomKey | null, keep: boolean): void {
    dropping = dropout !== null;
    if (dropout) writeMasks(dropout);
    if (stem) stem.forward(plan);
    else kernels.gatherInputs(records.inputs, records.plan);
    regions.layers.forEach(({ directions }, layer) => {
      let { x } = regions;
      if (layer > 0) {
        const below = regions.layers[layer - 1];
        x = dropping ? below.dropped : below.out;
        if (dropping) kernels.dropRows(records.masks[layer - 1], records.plan, below.out, row, x, row);
      }
      for (const { record } of directions) writeRecord(words, 'Direction', record, { x, keepRows: keep ? 1 : 0 });
      const helper = helperFor(layer, keep);
      helper?.start('forward', passOf(directions[1]));
      kernels.forwardDirection(directions[0].record, records.plan);
      if (helper) helper.finish();
      else if (shape.directions === 2) kernels.forwardDirection(directions[1].record, records.plan);
    });
    const unchanged = spec.attention && !spec.layerNorm && !dropping;
    writeRecord(words, 'Readout', records.readout, {
      mask: dropping ? records.masks[spec.layers] : 0,
      y: unchanged ? regions.layers[spec.layers - 1].out : readout.y,
    });
    if (spec.attention) kernels.attend(records.readout, records.plan);
    else kernels.takeLast(records.readout, records.plan);

    const rows = roundUp(plan.items, TILE_ROWS);
    kernels.linearForward(records.linear[0], rows);
    if (linearLayers === 1) return;
    kernels.reluDrop(dropping ? headMask : 0, records.plan, head.hidden, shape.headUnits);
    kernels.linearForward(records.linear[1], rows);
  }

  /** From the logits' gradient to the parameters' gradients. */
  function backward(): void {
    kernels.zero(regions.gradients, layout.count);
    const rows = roundUp(plan.items, TILE_ROWS);
    if (linearLayers === 2) {
      kernels.linearBackward(records.linear[1], rows);
      const scale = dropping ? 1 / (1 - spec.dropout) : 1;
      kernels.reluDropBackward(head.hidden, head.hiddenGradient, rows, shape.headUnits, scale);
    }
    kernels.linearBackward(records.linear[0], rows);
    if (spec.attention) kernels.attendBackward(records.readout, records.plan);
    else kernels.takeLastBackward(records.readout, records.plan);

    for (let layer = spec.layers - 1; layer >= 0; layer--) {
      const [first, second] = regions.layers[layer].directions.map(passOf);
      const helper = helperFor(layer, true);
      if (helper) {
        helper.start('backward', second);
        backwardFirst(kernels, first, helper.mailbox);
        helper.finish();
      } else {
        backwardAlone(kernels, first, false);
        if (shape.directions === 2) backwardAlone(kernels, second, true);
      }
      if (layer === 0 || !dropping) continue;
      const { dout } = regions.layers[layer - 1];
      kernels.dropRows(records.masks[layer - 1], records.plan, dout, row, dout, row);
    }
    if (stem) stem.backward(plan);
    else if (shape.embedded > 0) kernels.scatterInputGradients(records.inputs, records.plan);
  }

  /** Logits of the staged items to their places in the batch's order. */
  function readLogits(target: Float32Array): void {
    const { item } = views.plan;
    for (let place = 0; place < plan.items; place++) {
      const to = item[place] * spec.classes;
      const from = place * shape.classes;
      for (let c = 0; c < spec.classes; c++) target[to + c] = views.logits[from + c];
    }
  }

  /** The way back; rows and columns that pad are zeroed, for they meet weights. */
  function writeLogitsGradient(source: Float32Array): void {
    const { item } = views.plan;
    views.logitsGradient.fill(0);
    for (let place = 0; place < plan.items; place++) {
      const from = item[place] * spec.classes;
      const to = place * shape.classes;
      for (let c = 0; c < spec.classes; c++) views.logitsGradient[to + c] = source[from + c];
    }
  }

  /** Attention and context of the staged items, in the batch's order. */
  function readOutputs({ attention, context }: PredictOutputs): void {
    const { item, length, offset } = views.plan;
    for (let place = 0; place < plan.items; place++) {
      const i = item[place];
      if (attention && spec.attention) {
        const { values, stride } = attention;
        for (let t = 0; t < length[place]; t++) values[i * stride + t] = views.scores[offset[t] + place];
        values.fill(0, i * stride + length[place], (i + 1) * stride);
      }
      if (!context) continue;
      const width = spec.hidden * shape.directions;
      for (let direction = 0; direction < shape.directions; direction++) {
        const from = place * shape.columns + direction * shape.hidden;
        const to = i * width + direction * spec.hidden;
        for (let j = 0; j < spec.hidden; j++) context[to + j] = views.context[from + j];
      }
    }
  }

  return {
    layout,
    kernels,
    regions,
    views,
    stage,
    forward,
    backward,
    readLogits,
    writeLogitsGradient,
    readOutputs,
    release: helpers.release,
  };
}
