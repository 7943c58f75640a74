/** Scaling and category tables: fitted on a fold's fit part only, then applied to any dataset. */
import { UserError } from '../base/errors.js';
import type { ColumnRoles } from '../config/columns.js';
import type { Experiment } from '../config/schema.js';
import { canonicalOrder } from './order.js';
import { medianAndRange, spreadOf } from './quantiles.js';
import type { CategoricalColumn, ContinuousColumn, Dataset, PreparedData, Preprocessing } from './types.js';

type ColumnScaling = Preprocessing['continuous'][number];

/** A spread below this times the column's largest magnitude is rounding noise of a constant column. */
const constantTolerance = 1e-12;
/** Rows prepared at a time: their part of the output stays in the processor's cache while columns are written into it. */
const rowBlock = 256;

/**
 * What `experiment.preprocessing` asks for, fitted on all time steps of `samples` in float64.
 * @param samples indices of the fit part
 */
export function fitPreprocessing(
  dataset: Dataset,
  samples: Int32Array,
  experiment: Experiment,
  roles: Pick<ColumnRoles, 'categorical' | 'transform'>,
): Preprocessing {
  if (samples.length === 0) throw new Error('nothing to fit on');
  const rows = samples.reduce((sum, i) => sum + dataset.rowStart[i + 1] - dataset.rowStart[i], 0);
  const gathered = new Float64Array(rows);
  return {
    continuous: dataset.continuous.map((column) => {
      gather(dataset, samples, column.values, gathered);
      return fitColumn(column.name, gathered, roles.transform[column.name] ?? 'none', experiment.preprocessing.scaling);
    }),
    categorical: dataset.categorical.map((column) => ({
      name: column.name,
      levels: seenLevels(dataset, samples, column),
      size: roles.categorical.find(({ name }) => name === column.name)!.size,
    })),
    timeSteps: timeStepsOf(dataset, samples),
  };
}

/** Steps that a time embedding of `samples` knows: the longest of them, or as far as windows of longer ones reach. */
export function timeStepsOf({ rowStart, firstStep }: Dataset, samples: Int32Array): number {
  return samples.reduce((most, i) => Math.max(most, rowStart[i + 1] - rowStart[i] + (firstStep?.[i] ?? 0)), 0);
}

/**
 * The dataset as a fold's network sees it. Columns are found by name, categories by their text, so `dataset` may come from
 * another file than the one fitted on, and may have columns besides.
 * @throws UserError where a column of `preprocessing` is missing
 */
export function applyPreprocessing(dataset: Dataset, preprocessing: Preprocessing): PreparedData {
  const rows = dataset.rowStart[dataset.rowStart.length - 1];
  const channels = preprocessing.continuous.length;
  const codeColumns = preprocessing.categorical.length;
  const continuous = new Float32Array(rows * channels);
  const codes = new Uint16Array(rows * codeColumns);
  const sources = preprocessing.continuous.map(({ name }) => columnNamed(dataset.continuous, name));
  const coded = preprocessing.categorical.map(({ name }) => columnNamed(dataset.categorical, name));
  const tables = preprocessing.categorical.map((table, i) => codeTable(table, coded[i].levels));
  for (let start = 0; start < rows; start += rowBlock) {
    const end = Math.min(start + rowBlock, rows);
    for (let channel = 0; channel < channels; channel++) {
      scaleRows(sources[channel].values, start, end, preprocessing.continuous[channel], continuous, channel, channels);
    }
    for (let column = 0; column < codeColumns; column++) {
      const from = coded[column].codes;
      const table = tables[column];
      for (let row = start, at = start * codeColumns + column; row < end; row++, at += codeColumns) {
        codes[at] = table[from[row]];
      }
    }
  }
  return { continuous, codes, channels, codeColumns };
}

function fitColumn(
  name: string,
  values: Float64Array,
  transform: ColumnScaling['transform'],
  scaling: Experiment['preprocessing']['scaling'],
): ColumnScaling {
  let transformScale = 1;
  if (transform === 'asinh') {
    transformScale = medianAndRange(values).range;
    if (!(transformScale > 0)) transformScale = spreadOf(values).deviation;
    if (!(transformScale > 0)) transformScale = 1;
    for (let i = 0; i < values.length; i++) values[i] = Math.asinh(values[i] / transformScale);
  }
  return { name, transform, transformScale, ...fitScaling(values, scaling) };
}

/** A constant column gets scale 1, so that it becomes 0 and not noise divided by noise. */
function fitScaling(values: Float64Array, scaling: Experiment['preprocessing']['scaling']) {
  if (scaling === 'none') return { center: 0, scale: 1 };
  const { mean, deviation, minimum, maximum } = spreadOf(values);
  const tolerance = constantTolerance * Math.max(Math.abs(minimum), Math.abs(maximum));
  const scaleOf = (spread: number): number => (spread > tolerance ? spread : 1);
  switch (scaling) {
    case 'standard':
      return { center: mean, scale: scaleOf(deviation) };
    case 'minmax':
      return { center: minimum, scale: scaleOf(maximum - minimum) };
    case 'robust': {
      // A column that mostly rests has range 0 without being constant.
      const { median, range } = medianAndRange(values);
      return { center: median, scale: range > tolerance ? range : scaleOf(deviation) };
    }
  }
}

function scaleRows(
  values: Float32Array,
  start: number,
  end: number,
  { transform, transformScale, center, scale }: ColumnScaling,
  out: Float32Array,
  channel: number,
  channels: number,
): void {
  let at = start * channels + channel;
  if (transform === 'asinh') {
    for (let row = start; row < end; row++, at += channels) {
      out[at] = (Math.asinh(values[row] / transformScale) - center) / scale;
    }
  } else {
    for (let row = start; row < end; row++, at += channels) out[at] = (values[row] - center) / scale;
  }
}

/** All time steps of `samples`, one sample after the other, as float64. */
function gather(dataset: Dataset, samples: Int32Array, values: Float32Array, out: Float64Array): void {
  let at = 0;
  for (const sample of samples) {
    const end = dataset.rowStart[sample + 1];
    for (let row = dataset.rowStart[sample]; row < end; row++) out[at++] = values[row];
  }
}

/** Levels of other samples get no row and no say in the order: else what the rest is initialised with would depend on them. */
function seenLevels(dataset: Dataset, samples: Int32Array, column: CategoricalColumn): string[] {
  const seen = new Array<boolean>(column.levels.length).fill(false);
  for (const sample of samples) {
    const end = dataset.rowStart[sample + 1];
    for (let row = dataset.rowStart[sample]; row < end; row++) seen[column.codes[row]] = true;
  }
  const levels = column.levels.filter((_, i) => seen[i]);
  return Array.from(canonicalOrder(levels), (i) => levels[i]);
}

/** From a dataset's codes to rows of the embedding table: 0 for levels that the fit part never showed. */
function codeTable(table: Preprocessing['categorical'][number], levels: readonly string[]): Uint16Array {
  const position = new Map(table.levels.map((level, i) => [level, i + 1]));
  return Uint16Array.from(levels, (level) => position.get(level) ?? 0);
}

function columnNamed<T extends ContinuousColumn | CategoricalColumn>(columns: readonly T[], name: string): T {
  const column = columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw new UserError(`the data has no column "${name}", which the model was trained on`, {
    cure: 'Give data with the columns of the training data.',
  });
}
