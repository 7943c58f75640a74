/** Train, stop, resume: what starts and ends the computing of a run. */
import * as vscode from 'vscode';
import { UserError } from '../../base/errors.js';
import { stopRun } from '../../execution/stopRun.js';
import { foldboardOf } from '../../rundir/queueFiles.js';
import { runName, type RunRecord } from '../model/record.js';
import { assignmentsOf, isAssignment } from '../train/assignments.js';
import {
  foldboardOfExperiment,
  lastWords,
  launchQueued,
  launchResume,
  launchTraining,
  type Launched,
} from '../train/launch.js';
import { runCli } from '../train/runCli.js';
import { chooseExperiment, chooseRun } from './choose.js';
import { tellQueued, whenBusy } from './queue.js';
import type { Services } from './services.js';

/** Trains an experiment and opens its run as soon as it is planned, or queues it. `now`: at once, whatever else runs. */
export async function train(
  services: Services,
  argument: unknown,
  { set = [], now = false }: { readonly set?: readonly string[]; readonly now?: boolean } = {},
): Promise<void> {
  requireTrust();
  const experiment = await chooseExperiment(argument, services.workspace);
  if (experiment === undefined) return;
  await saveIfDirty(experiment);
  const request = { experiment, root: services.workspace.rootOf(experiment), set };
  const when = now ? 'start' : await whenBusy(services, foldboardOfExperiment(request));
  if (when === undefined) return;
  const title = `Reading data for ${vscode.workspace.asRelativePath(experiment)}`;
  if (when === 'queue') {
    const queued = await withProgress(title, () => launchQueued(services.host(), request));
    services.log.info(`queued ${queued}`);
    return tellQueued(services, queued);
  }
  const launched = await withProgress(title, () => launchTraining(services.host(), request));
  services.log.info(`training ${experiment} in ${launched.directory}`);
  logEnd(services, launched);
  await services.store.refresh();
  services.panels.show(launched.directory);
}

/** Trains with a few settings changed for this run only; the file stays as it is. */
export async function trainWithChanges(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const experiment = await chooseExperiment(argument, services.workspace);
  if (experiment === undefined) return;
  // Loaded when it is asked for: it parses experiment files.
  const { assignmentCheck } = await import('../train/checkAssignments.js');
  const document = await vscode.workspace.openTextDocument(experiment);
  const mistakeIn = assignmentCheck(document.getText(), experiment);
  const text = await vscode.window.showInputBox({
    title: 'Train with Changes',
    prompt: 'Settings for this run only, separated by spaces',
    placeHolder: 'training.epochs=5 model.hiddenUnits=32 seed=7',
    validateInput(value) {
      const assignments = assignmentsOf(value);
      return assignments.every(isAssignment) ? mistakeIn(assignments) : 'Write each as path=value.';
    },
  });
  if (text !== undefined) await train(services, { file: experiment }, { set: assignmentsOf(text) });
}

/** Goes on with a stopped or failed run, at once or in the queue. */
export async function resume(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const record = await chooseRun(argument, services.store, { title: 'Resume', fits: isResumable, single: true });
  if (!record) return;
  const { directory, plan } = record;
  const when = await whenBusy(services, foldboardOf(directory, plan?.root));
  if (when === undefined) return;
  if (when === 'queue') {
    const request = { args: ['resume', directory, '--queue'], cwd: directory };
    const { code, said } = await withProgress(`Queueing ${runName(record)}`, () => runCli(services.host(), request));
    if (code !== 0) throw new UserError(lastWords(said), { kind: 'state' });
    return tellQueued(services, directory);
  }
  await goOn(services, record);
}

/** Trains a run that waits in the queue at once, whatever else runs. */
export async function startQueued(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const record = await chooseRun(argument, services.store, { title: 'Start Now', fits: isQueued, single: true });
  if (record) await goOn(services, record);
}

async function goOn(services: Services, record: RunRecord): Promise<void> {
  const title = `Resuming ${runName(record)}`;
  const launched = await withProgress(title, () => launchResume(services.host(), record.directory));
  logEnd(services, launched);
  services.store.hint();
  await services.store.refresh();
  services.panels.show(record.directory);
}

/** Asks the trainer to stop; it ends after the batch it is in, and the run can be resumed. */
export async function stop(services: Services, argument: unknown): Promise<void> {
  const record = await chooseRun(argument, services.store, { title: 'Stop', fits: isRunning, single: true });
  if (!record) return;
  if ((await stopRun(record.directory)) === 'notRunning') throw new Error(`${runName(record)} is not running.`);
  services.log.info(`asked ${record.directory} to stop`);
}

export const isRunning = (record: RunRecord): boolean => record.status === 'running';
export const isResumable = (record: RunRecord): boolean => record.status === 'stopped' || record.status === 'failed';
const isQueued = (record: RunRecord): boolean => record.status === 'queued';

function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new Error('Training needs a trusted folder: experiment files decide what is read and computed.');
}

async function saveIfDirty(file: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.fsPath === file && one.isDirty);
  await document?.save();
}

function withProgress<T>(title: string, task: () => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title };
  return Promise.resolve(vscode.window.withProgress(options, task));
}

/** The announcer says how it ended as soon as the store sees it, which this makes sooner. */
function logEnd(services: Services, launched: Launched): void {
  const see = (how: string): void => {
    services.log.info(`trainer of ${launched.directory} ended with ${how}`);
    services.store.hint();
  };
  launched.exitCode.then((code) => see(String(code)), see);
}
