/** A finished, scored run as a comparison reads it. */
import { basename } from 'node:path';
import { UserError } from '../base/errors.js';
import { readNotes } from '../rundir/notes.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import type { RunPlan } from '../rundir/types.js';
import type { ScoredRun } from './pairing.js';

export interface ComparableRun extends ScoredRun {
  readonly directory: string;
  /** Name of its directory. */
  readonly name: string;
  /** What it is called: as the user renamed it, else as its experiment. */
  readonly title: string;
  readonly plan: RunPlan;
}

/** @throws UserError where the run is not finished, or was not scored */
export async function readComparable(directory: string): Promise<ComparableRun> {
  const [plan, notes] = await Promise.all([readPlan(directory), readNotes(directory)]);
  const name = basename(directory);
  const result = await readResult(directory);
  if (!result)
    throw new UserError(`${name} is not finished: it has no score to compare.`, {
      kind: 'state',
      cure: `\`foldboard resume ${name}\` goes on with it.`,
    });
  if (!result.mean)
    throw new UserError(`${name} was trained on every sample: it has no score to compare.`, {
      kind: 'state',
      cure: 'Compare runs whose validation.scheme is kFold or holdout.',
    });
  const predictions = await readPredictions(runPaths(directory).predictions);
  return { directory, name, title: notes.name ?? plan.name, plan, result, predictions };
}
