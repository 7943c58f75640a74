/**
 * The one arena of a network: every buffer's address is decided before the memory exists, so nothing is allocated
 * afterwards.
 */
import { UserError } from '../../base/errors.js';
import { contextSize } from '../../model/parameters.js';
import { recurrentSteps } from '../../model/stem.js';
import { momentCount } from '../../model/optimizers.js';
import type { NetworkOptions } from '../contract.js';
import type { ParameterLayout } from './layout.js';
import { recordBytes, type RecordName } from './records.js';
import { inputRowBytes, PANEL, roundUp, rowBytes, TILE_ROWS, type Shape } from './shape.js';

/** The kernels' own data lies below. */
const FIRST = 65536;
const LINE = 64;
const LIMIT = 2 ** 31;
/** Rows that are computed while they are in the cache: 8 steps of a batch of 32. */
export const GROUP_ROWS = 256;

/** Addresses of one direction of one layer; what its layers share is in `scratch`. */
export interface DirectionRegions {
  readonly record: number;
  readonly gates: number;
  readonly cells: number;
  readonly inputWeightsTransposed: number;
  readonly hiddenWeightsTransposed: number;
  readonly xPanels: number;
}

export type Regions = ReturnType<typeof planRegions>;

/**
 * Addresses of everything, in bytes.
 * @throws UserError where it would take 2 GB or more
 */
export function planRegions(options: NetworkOptions, shape: Shape, layout: ParameterLayout) {
  const { spec } = options;
  const maxSteps = recurrentSteps(spec, options.maxSteps);
  let next = FIRST;
  const take = (bytes: number): number => {
    const at = next;
    next += roundUp(bytes, LINE);
    return at;
  };
  const record = (name: RecordName): number => take(recordBytes(name));
  const items = roundUp(options.maxBatch, TILE_ROWS);
  const rows = items * maxSteps;
  const matrix = (columns: number): number => take(rows * rowBytes(columns));
  const floats = (count: number): number => take(count * 4);

  const parameters = floats(layout.count);
  const gradients = floats(layout.count);
  const moments = Array.from({ length: momentCount(options.optimizer) }, () => floats(layout.count));

  const lists = {
    active: floats(maxSteps),
    offset: floats(maxSteps + 1),
    group: floats(maxSteps + 1),
    item: floats(items),
    length: floats(items),
    rawRow: floats(items),
    firstStep: floats(items),
    mixFirstStep: floats(items),
    mixShare: floats(items),
  };
  const records = {
    plan: record('Plan'),
    inputs: record('Inputs'),
    tables: take(recordBytes('Table') * (spec.embeddings.length + 1 + (spec.time?.after.length ?? 0))),
    norm: record('Norm'),
    readout: record('Readout'),
    linear: [record('Linear'), record('Linear')],
    masks: Array.from({ length: spec.layers + 2 }, () => record('Mask')),
  };
  const raw = {
    continuous: floats(options.maxBatch * options.maxSteps * spec.continuous),
    codes: take(options.maxBatch * options.maxSteps * spec.embeddings.length * 2),
    mixCodes: take(options.maxBatch * options.maxSteps * spec.embeddings.length * 2),
  };

  const zeros = floats(Math.max(shape.hidden, PANEL));
  const real = floats(shape.columns);
  // One for each direction, used by its layers in turn: the two directions of a layer may be computed at the same time.
  const groupRows = Math.max(GROUP_ROWS, items);
  const scratch = Array.from({ length: shape.directions }, () => ({
    state: floats(items * shape.hidden),
    cellState: floats(items * shape.hidden),
    carry: floats(items * shape.hidden),
    cellCarry: floats(items * shape.hidden),
    biasRow: floats(shape.gateColumns),
    biasSums: floats(shape.gateColumns),
    previous: take(groupRows * rowBytes(shape.hidden)),
  }));
  const inputPanels = Math.ceil(shape.differentiated / PANEL);
  const layers = shape.inputs.map((inputs, layer) => {
    const xPanels = layer === 0 ? inputPanels : shape.columns / PANEL;
    const direction = (): DirectionRegions => ({
      record: record('Direction'),
      gates: matrix(shape.gateColumns),
      cells: spec.cell === 'lstm' ? take(rows * shape.hidden * 4) : 0,
      inputWeightsTransposed: floats(xPanels * PANEL * shape.inputColumns),
      hiddenWeightsTransposed: floats(shape.hidden * shape.recurrentColumns),
      xPanels,
    });
    return {
      inputs,
      directions: Array.from({ length: shape.directions }, direction),
      out: matrix(shape.columns),
      dout: matrix(shape.columns),
      /** The output after dropout, where a layer follows. */
      dropped: spec.dropout > 0 && layer < spec.layers - 1 ? matrix(shape.columns) : 0,
    };
  });
  const x = take(rows * inputRowBytes(shape, shape.inputs[0]));
  const dx = inputPanels > 0 ? take(rows * inputRowBytes(shape, inputPanels * PANEL)) : 0;
  const stem = shape.stem && {
    record: record('Linear'),
    columns: floats(rows * shape.stem.depth),
    columnsGradient: floats(rows * shape.stem.depth),
    transposed: floats(shape.stem.depth * shape.stem.filters),
  };

  // Attention reads every row after norm and dropout; without it two rows an item are enough.
  const readRows = spec.attention ? rows : 2 * items;
  const passes = !spec.attention || spec.layerNorm || spec.dropout > 0;
  const readout = {
    y: passes ? take(readRows * rowBytes(shape.columns)) : 0,
    stats: take(readRows * 8),
    scores: floats(rows),
    context: floats(items * shape.columns),
    contextGradient: floats(items * shape.columns),
  };
  const head = {
    hidden: floats(items * shape.headUnits),
    hiddenGradient: floats(items * shape.headUnits),
    logits: floats(items * shape.classes),
    logitsGradient: floats(items * shape.classes),
    transposed: floats(Math.max(shape.columns, shape.headUnits) * Math.max(shape.headUnits, shape.classes)),
  };
  if (next >= LIMIT) throw tooLarge(options, next);
  return {
    parameters,
    gradients,
    moments,
    lists,
    records,
    raw,
    zeros,
    real,
    scratch,
    layers,
    x,
    dx,
    stem,
    readout,
    head,
    bytes: next,
  };
}

function tooLarge({ spec, maxBatch, maxSteps }: NetworkOptions, bytes: number): UserError {
  return new UserError(
    `Training would take ${(bytes / 2 ** 30).toFixed(1)} GB of memory for one fold (batches of ${maxBatch}, ${maxSteps} time steps, ` +
      `${spec.layers} x ${contextSize(spec)} units); the fused engine has 2 GB.`,
    { kind: 'input', cure: 'Use a smaller training.batchSize, or cut samples into windows with data.window.' },
  );
}
