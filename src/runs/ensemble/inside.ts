/** The members inside one run: where a fold trained several networks, what each alone made of the samples it was scored on. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../../rundir/atomic.js';
import { networkPaths, runPaths } from '../../rundir/paths.js';
import { concatPredictions, readPredictions, type Predictions } from '../../rundir/predictions.js';

/** Out-of-fold predictions of each member over all folds, in their order; empty where folds have one model each. */
export async function predictionsOfMembers(runDirectory: string, folds: number): Promise<Predictions[]> {
  const first = await readdir(join(runPaths(runDirectory).fold(0).directory, 'members')).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (first.length < 2) return [];
  return await Promise.all(
    first.map(async (_, m) => {
      const sets = Array.from({ length: folds }, (_, k) =>
        readPredictions(networkPaths(runPaths(runDirectory).fold(k), `members/${m}`).predictions),
      );
      return concatPredictions(await Promise.all(sets));
    }),
  );
}
