/** The queue: whether a run goes there, moving and taking out, and going on with it where its process was ended. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors.js';
import { lockOwner } from '../../rundir/lockFile.js';
import { runPaths } from '../../rundir/paths.js';
import { cancelQueued, listQueue, moveInQueue } from '../../rundir/queue.js';
import type { Move } from '../../rundir/queueOrder.js';
import { settings } from '../ids.js';
import { canMove, queueRow, type QueueNode } from '../model/queueRows.js';
import { lastWords } from '../train/launch.js';
import { runCli } from '../train/runCli.js';
import type { Services } from './services.js';

/**
 * When a run of a `.foldboard` is to be trained: at once where nothing there is at work or waits, else as the setting says.
 * Undefined: the user thought better of it.
 */
export async function whenBusy(services: Services, foldboard: string): Promise<'start' | 'queue' | undefined> {
  const { entries } = await listQueue(foldboard);
  const shown = services.store
    .runs()
    .filter(({ status, directory }) => status === 'running' && dirname(dirname(directory)) === foldboard);
  const running = (await Promise.all(shown.map(({ directory }) => isBusy(directory)))).some(Boolean);
  if (!running && entries.every(({ state }) => state === 'crashed')) return 'start';
  const set = vscode.workspace.getConfiguration().get<string>(settings.whenBusy, 'ask');
  if (set === 'queue' || set === 'start') return set;
  const choices = [
    { label: '$(list-ordered) Queue', detail: 'It begins by itself when what runs and waits is done', what: 'queue' },
    { label: '$(play) Start Now', detail: 'It shares the machine: both take longer', what: 'start' },
  ] as const;
  const title = running ? 'Another run is being trained' : 'Other runs wait in the queue';
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: 'When is this one to be trained?' }))?.what;
}

/** The store knows a moment later that a run has ended. */
async function isBusy(directory: string): Promise<boolean> {
  const { result, owner } = runPaths(directory);
  return !existsSync(result) && (await lockOwner(owner)) !== null;
}

/** Says where in the queue a run stands now. */
export async function tellQueued(services: Services, directory: string): Promise<void> {
  await services.store.refresh();
  await services.queueView.refresh();
  const node = services.queueView.nodes().find((one) => one.directory === directory);
  if (!node || node.place === null) return; // its turn has come already
  const message = `${node.name} is queued: ${queueRow(node).label.toLowerCase()}.`;
  void vscode.window.showInformationMessage(message, 'Show Queue').then((answer) => {
    if (answer !== undefined) services.queueView.focus();
  });
}

export async function moveQueued(services: Services, argument: unknown, move: Move): Promise<void> {
  const offered = (node: QueueNode): boolean => canMove(node, move);
  const node = await chooseQueued(services, argument, ['waiting'], 'Move in Queue', offered);
  if (node?.id) await moveInQueue(node.foldboard, node.id, move);
  await services.queueView.refresh();
}

/** Takes a run out of the queue; it stays, and can be resumed. */
export async function cancelInQueue(services: Services, argument: unknown): Promise<void> {
  const node = await chooseQueued(services, argument, ['waiting', 'crashed'], 'Cancel Queued Run');
  if (node?.id) await cancelQueued(node.foldboard, node.id);
  await services.store.refresh();
  await services.queueView.refresh();
}

/** After a power cut or a killed process: a new one works the queue off. */
export async function drainQueue(services: Services): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error('Training needs a trusted folder.');
  await services.queueView.refresh();
  const waiting = services.queueView.nodes().filter(({ state }) => state === 'waiting');
  for (const foldboard of new Set(waiting.map((node) => node.foldboard))) await startDrainer(services, foldboard);
  await services.queueView.refresh();
}

/** Sees to it that a process works off the queue of a `.foldboard`; harmless where one does. */
export async function startDrainer(services: Services, foldboard: string): Promise<void> {
  const request = { args: ['queue', 'drain', '--detach'], cwd: dirname(foldboard) };
  const { code, said } = await runCli(services.host(), request);
  if (code !== 0) throw new UserError(lastWords(said), { kind: 'state' });
  services.log.info(`the queue of ${foldboard} is worked off`);
}

async function chooseQueued(
  services: Services,
  argument: unknown,
  states: readonly QueueNode['state'][],
  title: string,
  offered: (node: QueueNode) => boolean = () => true,
): Promise<QueueNode | undefined> {
  await services.queueView.refresh();
  const fitting = services.queueView.nodes().filter(({ state }) => states.includes(state));
  const directory = typeof argument === 'object' && argument !== null && 'directory' in argument && argument.directory;
  if (typeof directory === 'string') {
    const given = fitting.find((node) => node.directory === directory);
    if (!given) throw new Error(`${title}: this run does not wait any more.`);
    return given;
  }
  if (fitting.length === 0) throw new Error(`${title}: nothing waits.`);
  const choices = fitting.filter(offered);
  if (choices.length === 0) throw new Error(`${title}: the only run that waits stands there already.`);
  const items = choices.map((node) => {
    const { label, description } = queueRow(node);
    return { label, description, detail: basename(node.directory), node };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Run' }))?.node;
}
