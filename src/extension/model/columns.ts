/** Curves of a fold: its epoch events turned into columns, one row an epoch. */
import type { CurveName, FoldColumns } from '../../protocol/run.js';
import type { FoldEvent } from '../../rundir/types.js';

export const curveNames: readonly CurveName[] = [
  'trainLoss',
  'selectLoss',
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'learningRate',
  'seconds',
];

type EpochEvent = Extract<FoldEvent, { type: 'epoch' }>;

export function emptyColumns(): FoldColumns {
  return {
    epoch: [],
    network: [],
    trainLoss: [],
    selectLoss: [],
    accuracy: [],
    balancedAccuracy: [],
    macroF1: [],
    weightedF1: [],
    learningRate: [],
    seconds: [],
  };
}

/** Numbers survive as they are; what JSON cannot hold (a loss that became infinite was written as null) stays a gap. */
function cell(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * Appends an epoch, in place. An epoch that is there already takes the place of it and of what followed: a resume computes
 * the epochs after its checkpoint anew. Returns the row it stands in.
 */
export function appendEpoch(columns: FoldColumns, event: EpochEvent): number {
  let row = columns.epoch.length;
  while (row > 0 && columns.epoch[row - 1] >= event.epoch) row--;
  truncateColumns(columns, row);
  columns.epoch.push(event.epoch);
  columns.network.push(event.network?.index ?? 0);
  columns.trainLoss.push(cell(event.trainLoss));
  columns.selectLoss.push(cell(event.selectLoss));
  columns.accuracy.push(cell(event.metrics?.accuracy));
  columns.balancedAccuracy.push(cell(event.metrics?.balancedAccuracy));
  columns.macroF1.push(cell(event.metrics?.macroF1));
  columns.weightedF1.push(cell(event.metrics?.weightedF1));
  columns.learningRate.push(cell(event.learningRate));
  columns.seconds.push(cell(event.seconds));
  return row;
}

/** Keeps the first `rows` rows, in place. */
export function truncateColumns(columns: FoldColumns, rows: number): void {
  for (const values of Object.values(columns) as unknown[][]) if (values.length > rows) values.length = rows;
}

/** Rows from `from` on, as columns of their own. */
export function sliceColumns(columns: FoldColumns, from: number): FoldColumns {
  const slice: Record<string, (number | null)[]> = {
    epoch: columns.epoch.slice(from),
    network: columns.network.slice(from),
  };
  for (const name of curveNames) slice[name] = columns[name].slice(from);
  return slice as unknown as FoldColumns;
}
