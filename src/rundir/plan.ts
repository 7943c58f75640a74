/** Reading and writing `run.json`. A plan of a newer format is refused as a whole, never half read. */
import { UserError } from '../base/errors.js';
import { withLaterSettings } from '../config/laterSettings.js';
import { readTextIfAny, writeJson } from './atomic.js';
import { runPaths } from './paths.js';
import { formatVersion, type RunPlan } from './types.js';

/** Writes the plan; the last file of a new run, so that a directory with a plan is a whole run. */
export async function writePlan(runDirectory: string, plan: RunPlan): Promise<void> {
  await writeJson(runPaths(runDirectory).plan, plan);
}

/**
 * The plan of a run.
 * @throws UserError (state) where there is none, it is damaged, or it was written by a newer Foldboard
 */
export async function readPlan(runDirectory: string): Promise<RunPlan> {
  const file = runPaths(runDirectory).plan;
  const text = await readTextIfAny(file);
  if (text === null)
    throw new UserError(`${runDirectory} is not a run: it has no run.json.`, {
      kind: 'state',
      place: { file },
      cure: 'Name a run as `foldboard list` shows it.',
    });
  return parsePlan(text, file);
}

/** As readPlan, from text; `file` is for messages. */
export function parsePlan(text: string, file: string): RunPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'it is not JSON', error);
  }
  if (typeof value !== 'object' || value === null) throw damaged(file, 'it is not an object');
  const version = (value as { formatVersion?: unknown }).formatVersion;
  if (typeof version !== 'number' || !Number.isInteger(version)) throw damaged(file, 'it names no format version');
  if (version > formatVersion)
    throw new UserError(
      `This run was written by a newer Foldboard (format ${version}; this one reads up to ${formatVersion}).`,
      { kind: 'state', place: { file }, cure: 'Update Foldboard to open it. Nothing was changed.' },
    );
  const plan = value as RunPlan;
  const whole =
    typeof plan.name === 'string' &&
    typeof plan.created === 'string' &&
    Number.isInteger(plan.tasks) &&
    typeof plan.experiment === 'object' &&
    typeof plan.data === 'object' &&
    Array.isArray(plan.data.classes);
  if (!whole) throw damaged(file, 'a field is missing');
  // Settings that came later than the run have their defaults: as if they had not been there.
  return { ...plan, experiment: withLaterSettings(plan.experiment) };
}

/** What is shown of a run that may be unreadable: its plan, or why there is none. */
export async function tryReadPlan(
  runDirectory: string,
): Promise<{ readonly plan: RunPlan } | { readonly plan: null; readonly reason: string }> {
  try {
    return { plan: await readPlan(runDirectory) };
  } catch (error) {
    if (error instanceof UserError) return { plan: null, reason: error.message };
    throw error;
  }
}

function damaged(file: string, why: string, cause?: unknown): UserError {
  return new UserError(`The plan of the run is damaged: ${why}.`, {
    kind: 'state',
    place: { file },
    cure: 'Restore the file from a copy, or delete the run directory.',
    cause,
  });
}
