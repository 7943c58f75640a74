/** What the buttons and links of a run view do. An error goes back to the view that asked. */
import type { RunAction } from '../../protocol/run.js';
import { runPaths } from '../../rundir/paths.js';
import { compare } from '../commands/compare.js';
import { evaluate } from '../commands/evaluate.js';
import * as files from '../commands/files.js';
import { cancelInQueue } from '../commands/queue.js';
import { star } from '../commands/notes.js';
import type { Services } from '../commands/services.js';
import { resume, startQueued, stop } from '../commands/train.js';

type Act = (services: Services, directory: string, argument: number) => Promise<void>;

/** One entry for each action that is there; a message names its action, so it is looked up only among these. */
const actions: Readonly<Partial<Record<RunAction, Act>>> = {
  stop: (services, directory) => stop(services, directory),
  resume: (services, directory) => resume(services, directory),
  startQueued: (services, directory) => startQueued(services, directory),
  cancelQueued: (services, directory) => cancelInQueue(services, { directory }),
  openLog: (services, directory) => files.openLog(services, directory),
  openExperiment: (services, directory) => files.openRunExperiment(services, directory),
  openFile: (services, directory) => files.openExperimentNow(services, directory),
  showChanges: (services, directory) => files.showChanges(services, directory),
  reveal: (services, directory) => files.revealRun(services, directory),
  star: (services, directory) => star(services, directory, undefined, true),
  unstar: (services, directory) => star(services, directory, undefined, false),
  compare: (services, directory) => compare(services, directory, undefined),
  evaluate: (services, directory) => evaluate(services, directory),
  openFoldPredictions: (_, directory, fold) => files.openRow(runPaths(directory).fold(fold).predictions, null),
  openSample: (_, directory, row) => files.openRow(runPaths(directory).predictions, row),
  openTestSample: (_, directory, row) => files.openRow(runPaths(directory).testPredictions, row),
  openSubmission: (_, directory) => files.openRow(runPaths(directory).submission, null),
};

/** The actions that can be carried out. */
export const offers = Object.keys(actions) as RunAction[];

export function runAction(
  services: () => Services,
): (action: RunAction, directory: string, argument: number | null) => Promise<void> {
  return (action, directory, argument) => {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    return act ? act(services(), directory, argument ?? 0) : Promise.reject(new Error('Unknown action.'));
  };
}
