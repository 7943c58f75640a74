/** The data of a run: loaded for a new one, or again for one that goes on, and then checked against its plan. */
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { loadExperiment, type LoadedExperiment } from '../config/load.js';
import { openDataCache, type DataCache } from '../data/cache/cache.js';
import { foreseeReading } from '../data/foresee.js';
import { divisible } from '../data/scoredWindows.js';
import { loadTestData, loadTrainData } from '../data/load.js';
import { readTextIfAny } from '../rundir/atomic.js';
import { cacheDirectory, findFoldboard, foldboardName } from '../rundir/find.js';
import { runPaths } from '../rundir/paths.js';
import type { RunPlan } from '../rundir/types.js';
import type { RunData } from '../training/foldTask.js';

/**
 * Training data and, where the experiment names it, test data.
 * @param cache - the caller stores what it does not have yet, once the `.foldboard` stands
 * @throws UserError for what is wrong with the files
 */
export async function loadRunData(experiment: LoadedExperiment, cache: DataCache | null = null): Promise<RunData> {
  const train = await loadTrainData(experiment, cache);
  const test = await loadTestData(experiment, train, cache);
  return { train: divisible(train, experiment.experiment), test };
}

/**
 * The experiment in a file, its `.foldboard`, which need not be there yet, and the cache of data in it.
 * @throws UserError as `loadExperiment` does
 */
export async function openExperiment(
  file: string,
): Promise<{ experiment: LoadedExperiment; foldboardDirectory: string; cache: DataCache }> {
  const foldboardDirectory = findFoldboard(dirname(file));
  const cache = dataCache(foldboardDirectory);
  return { experiment: await loadExperiment(file, foreseeReading(file, cache)), foldboardDirectory, cache };
}

/** The cache of data in a `.foldboard`. */
export function dataCache(foldboardDirectory: string): DataCache {
  return openDataCache(cacheDirectory(foldboardDirectory));
}

/** The data of a run that is there already, from the cache of its workspace. @throws UserError as `loadRunData` does */
export async function reloadRunData(runDirectory: string, plan: RunPlan): Promise<RunData> {
  const cache = dataCache(join(resolve(runDirectory, plan.root), foldboardName));
  const data = await loadRunData(await experimentOf(runDirectory, plan), cache);
  cache.store();
  return data;
}

/** The experiment of a run as it was resolved when the run was started, at its old place, so that paths in it still hold. */
export async function experimentOf(runDirectory: string, plan: RunPlan): Promise<LoadedExperiment> {
  const file = resolve(runDirectory, plan.root, plan.experimentFile);
  const text = (await readTextIfAny(runPaths(runDirectory).experiment)) ?? '';
  return {
    file,
    text,
    experiment: plan.experiment,
    overrides: [],
    locate: () => ({ file }),
    locateKey: () => ({ file }),
  };
}

/** @throws UserError (state) where the data are not those that the plan was made with */
export function checkData(plan: RunPlan, data: RunData): void {
  const { train, labels, test, testLabels } = plan.experiment.data;
  const changed =
    data.train.hash !== plan.data.hash
      ? [train, labels]
      : (data.test?.hash ?? null) !== plan.data.testHash
        ? [test, testLabels]
        : null;
  if (changed === null) return;
  // The hash is of both: it does not tell which of them it was.
  const files = changed.filter((file) => file !== null);
  throw new UserError(`The data in ${files.join(' and ')} have changed since the run was started.`, {
    kind: 'state',
    cure: 'Put the old files back and resume; or start a new run with the new data.',
  });
}
