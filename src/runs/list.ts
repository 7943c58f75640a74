/** All runs of a folder, for the terminal's `list` and the extension's trees. */
import { join } from 'node:path';
import { scalarMetrics, type ScalarMetric } from '../metrics/types.js';
import { runNames, runsDirectory } from '../rundir/find.js';
import { mapBounded } from './pool.js';
import { summariseRun, type RunSummary } from './summary.js';

/** Enough to keep the disk busy; more gains nothing. */
const readAtOnce = 16;

/** Summaries of all runs, oldest first; none where the folder does not exist. Damaged ones are among them, and say so. */
export async function listRuns(foldboardDirectory: string): Promise<RunSummary[]> {
  const directory = runsDirectory(foldboardDirectory);
  return mapBounded(await runNames(foldboardDirectory), readAtOnce, (name) => summariseRun(join(directory, name)));
}

export type SortKey = 'created' | ScalarMetric;
export const sortKeys: readonly SortKey[] = ['created', ...scalarMetrics];

/** Newest first, or best first (runs without a score at the end, newest first). A new array. */
export function sortRuns(runs: readonly RunSummary[], key: SortKey): RunSummary[] {
  const newest = [...runs].sort((a, b) => compare(b.created ?? '', a.created ?? '') || compare(b.name, a.name));
  if (key === 'created') return newest;
  const sign = key === 'logLoss' ? 1 : -1;
  const value = (run: RunSummary): number => (run.mean ? sign * run.mean[key] : Infinity);
  return newest.sort((a, b) => compare(value(a), value(b)));
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
