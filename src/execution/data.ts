/** The data of a run: loaded for a new one, or again for one that goes on, and then checked against its plan. */
import { resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import type { LoadedExperiment } from '../config/load.js';
import { loadTestData, loadTrainData } from '../data/load.js';
import { readTextIfAny } from '../rundir/atomic.js';
import { runPaths } from '../rundir/paths.js';
import type { RunPlan } from '../rundir/types.js';
import type { RunData } from '../training/foldTask.js';

/** Training data and, where the experiment names it, test data. @throws UserError for what is wrong with the files */
export async function loadRunData(experiment: LoadedExperiment): Promise<RunData> {
  const train = await loadTrainData(experiment);
  return { train, test: await loadTestData(experiment, train) };
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
  const changed =
    data.train.hash !== plan.data.hash
      ? plan.experiment.data.train
      : (data.test?.hash ?? null) !== plan.data.testHash
        ? plan.experiment.data.test
        : null;
  if (changed === null) return;
  throw new UserError(`The data in ${changed} have changed since the run was started.`, {
    kind: 'state',
    cure: 'Put the old file back and resume; or start a new run with the new data.',
  });
}
