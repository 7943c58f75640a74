/** Train, stop, resume: what starts and ends the computing of a run. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { stopRun } from '../../execution/stopRun.js';
import { formatScore, metricWords } from '../../metrics/words.js';
import { lastLines } from '../../rundir/lastLines.js';
import { runPaths } from '../../rundir/paths.js';
import { commands } from '../ids.js';
import { firstLine } from '../model/describe.js';
import { mainMetric, recordScore, runName, type RunRecord } from '../model/record.js';
import { assignmentsOf, isAssignment } from '../train/assignments.js';
import { launchLog, launchQueued, launchResume, launchTraining, type Launched } from '../train/launch.js';
import { chooseExperiment, chooseRun } from './choose.js';
import { whenBusy } from './queue.js';
import type { Services } from './services.js';

/** Trains an experiment and opens its run as soon as it is planned. */
export async function train(services: Services, argument: unknown, set: readonly string[] = []): Promise<void> {
  requireTrust();
  const experiment = await chooseExperiment(argument, services.workspace);
  if (experiment === undefined) return;
  await saveIfDirty(experiment);
  const root = services.workspace.rootOf(experiment);
  const when = await whenBusy(services);
  if (when === undefined) return;
  const title = `Reading data for ${vscode.workspace.asRelativePath(experiment)}`;
  if (when === 'queue') {
    const queued = await withProgress(title, () => launchQueued(services.host(), { experiment, root, set }));
    services.log.info(`queued ${queued}`);
    await services.store.refresh();
    return services.queueView.refresh();
  }
  const launched = await withProgress(title, () => launchTraining(services.host(), { experiment, root, set }));
  services.log.info(`training ${experiment} in ${launched.directory}`);
  await services.store.refresh();
  services.panels.show(launched.directory);
  void announceEnd(services, launched);
}

/** Trains with a few settings changed for this run only; the file stays as it is. */
export async function trainWithChanges(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const experiment = await chooseExperiment(argument, services.workspace);
  if (experiment === undefined) return;
  const text = await vscode.window.showInputBox({
    title: 'Train with Changes',
    prompt: 'Settings for this run only, separated by spaces',
    placeHolder: 'training.epochs=5 model.hiddenUnits=32 seed=7',
    validateInput: (value) => (assignmentsOf(value).every(isAssignment) ? undefined : 'Write each as path=value.'),
  });
  if (text !== undefined) await train(services, { file: experiment }, assignmentsOf(text));
}

/** Goes on with a stopped or failed run. */
export async function resume(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const record = await chooseRun(argument, services.store, { title: 'Resume', fits: isResumable, single: true });
  if (!record) return;
  const launched = await withProgress(`Resuming ${runName(record)}`, () =>
    launchResume(services.host(), record.directory),
  );
  services.store.hint();
  await services.store.refresh();
  services.panels.show(record.directory);
  void announceEnd(services, launched);
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

/** Says how a run of this window ended, unless its view is being looked at anyway. */
async function announceEnd(services: Services, launched: Launched): Promise<void> {
  const code = await launched.exitCode.catch(() => null);
  services.store.hint();
  await services.store.refresh();
  const record = services.store.get(launched.directory);
  services.log.info(`trainer of ${launched.directory} ended with ${code}`);
  if (!record || services.panels.isVisible(launched.directory)) return;
  const open = (): unknown => services.panels.show(launched.directory);
  if (code === 0) {
    const score = recordScore(record);
    const said = score ? `${metricWords[mainMetric(record.plan)]} ${formatScore(score)}` : 'finished';
    if (await vscode.window.showInformationMessage(`${runName(record)}: ${said}`, 'Open Run')) open();
    return;
  }
  // A trainer that was killed leaves its name on the run: one that ended in order took it away.
  const killed = record.status === 'stopped' && existsSync(runPaths(launched.directory).owner);
  if (code === 130 || (code === null && !killed)) return;
  const log = await lastLines(runPaths(launched.directory).log, 12);
  const said = [...log, ...(await lastLines(launchLog(launched.directory), 12))].slice(-12);
  services.log.error(`${record.directory}: the trainer ended with ${code}. Its last lines:\n${said.join('\n')}`);
  const reason = record.reason ?? (code === null ? 'its trainer was killed' : `the trainer ended with ${code}`);
  const last = record.reason === null && said.length > 0 ? ` Last line: ${said[said.length - 1]}` : '';
  const message = `${runName(record)} failed: ${firstLine(reason)}.${last}`.replace(/\.\.+$/, '.');
  const answer = await vscode.window.showErrorMessage(message, 'Resume', 'Open Run', 'Show Last Lines');
  if (answer === 'Open Run') open();
  if (answer === 'Show Last Lines') services.log.show();
  if (answer === 'Resume') await vscode.commands.executeCommand(commands.resume, launched.directory);
}
