/** Whether two runs were trained on the same data: by what they read, not by the name of a file that may have changed. */
import { dirname, resolve } from 'node:path';
import type { RunPlan } from '../rundir/types.js';

export interface PlannedRun {
  readonly directory: string;
  readonly plan: RunPlan;
}

/** The file or folder with a run's training data. */
export function dataFileOf({ directory, plan: { root, experimentFile, experiment } }: PlannedRun): string {
  return resolve(directory, root, dirname(experimentFile), experiment.data.train);
}

/**
 * How the data of one run differ from those of another, to follow "the data differ: "; null where they are the same as far as both
 * read them: other columns of one file, other labels or groups are no difference here.
 */
export function dataDifference({ plan: a }: PlannedRun, { plan: b }: PlannedRun): string | null {
  if (a.data.hash === b.data.hash) return null;
  const [mine, theirs] = [a.data.identity, b.data.identity];
  if (!mine || !theirs) return readAlike(a, b) ? 'other values' : null;
  if (mine.samples !== theirs.samples) return 'other samples, or other numbers of steps';
  // Filled in another way, the same cells have other values.
  if (a.experiment.preprocessing.missing !== b.experiment.preprocessing.missing) return null;
  for (const kind of ['continuous', 'categorical'] as const) {
    const changed = Object.entries(mine[kind]).find(([name, hash]) => (theirs[kind][name] ?? hash) !== hash);
    if (changed) return `column ${changed[0]} has other values`;
  }
  return null;
}

/**
 * Whether equal data must have equal hashes: where both read the same columns in the same way. Of runs of before a hash of each
 * column was kept nothing more is known.
 */
function readAlike(a: RunPlan, b: RunPlan): boolean {
  const read = ({ columns, experiment: { data, preprocessing, validation } }: RunPlan): string =>
    JSON.stringify([
      [...columns.continuous].sort(),
      columns.categorical.map(({ name }) => name).sort(),
      [data.group, preprocessing.missing, data.window, validation.scored, validation.leaky],
    ]);
  return read(a) === read(b);
}
