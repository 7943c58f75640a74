/** Reading and writing `result.json`; its presence means that the run is finished. */
import { UserError } from '../base/errors.js';
import { readTextIfAny, writeJson } from './atomic.js';
import { runPaths } from './paths.js';
import { formatVersion, type RunResult } from './types.js';

export async function writeResult(runDirectory: string, result: RunResult): Promise<void> {
  await writeJson(runPaths(runDirectory).result, result);
}

/**
 * The result of a run, or null where it is not finished.
 * @throws UserError (state) where the file is damaged or of a newer format
 */
export async function readResult(runDirectory: string): Promise<RunResult | null> {
  const file = runPaths(runDirectory).result;
  const text = await readTextIfAny(file);
  if (text === null) return null;
  let result: RunResult;
  try {
    result = JSON.parse(text) as RunResult;
  } catch (cause) {
    throw new UserError('The result of the run is damaged: it is not JSON.', {
      kind: 'state',
      place: { file },
      cure: 'Delete the file and resume the run: it is derived anew from the folds.',
      cause,
    });
  }
  if (result.formatVersion > formatVersion)
    throw new UserError(`This result was written by a newer Foldboard (format ${result.formatVersion}).`, {
      kind: 'state',
      place: { file },
      cure: 'Update Foldboard to read it.',
    });
  return result;
}
