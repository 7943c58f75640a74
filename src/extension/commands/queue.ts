/** The queue: putting a run there, moving and taking out, and going on with it where its process was ended. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/errors.js';
import { cancelQueued, moveInQueue } from '../../rundir/queue.js';
import type { Move } from '../../rundir/queueOrder.js';
import { settings } from '../ids.js';
import { queueRow, type QueueNode } from '../model/queueRows.js';
import { lastWords } from '../train/launch.js';
import { runCli } from '../train/runCli.js';
import type { Services } from './services.js';

/** What Train does now: at once where nothing runs, else as the setting says. Undefined: the user thought better of it. */
export async function whenBusy(services: Services): Promise<'start' | 'queue' | undefined> {
  await services.queueView.refresh();
  const running = services.store.runs().some((record) => record.status === 'running');
  if (!running && services.queueView.nodes().every(({ entry }) => entry.state === 'crashed')) return 'start';
  const set = vscode.workspace.getConfiguration().get<string>(settings.whenBusy, 'ask');
  if (set === 'queue' || set === 'start') return set;
  const choices = [
    { label: 'Queue', detail: 'Train it when what runs and waits now is done', what: 'queue' as const },
    { label: 'Start Now', detail: 'Share the machine: both take longer', what: 'start' as const },
  ];
  const title = 'Another run is being trained';
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: 'Train this one when?' }))?.what;
}

export async function moveQueued(services: Services, argument: unknown, move: Move): Promise<void> {
  const node = await chooseQueued(services, argument, ['waiting'], 'Move in Queue');
  if (node) await moveInQueue(node.foldboard, node.entry.id, move);
  await services.queueView.refresh();
}

/** Takes a run out of the queue; it stays, and can be resumed. */
export async function cancelInQueue(services: Services, argument: unknown): Promise<void> {
  const node = await chooseQueued(services, argument, ['waiting', 'crashed'], 'Cancel Queued Run');
  if (node) await cancelQueued(node.foldboard, node.entry.id);
  await services.queueView.refresh();
  await services.store.refresh();
}

/** After a power cut or a killed process: a new one works the queue off. */
export async function drainQueue(services: Services): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error('Training needs a trusted folder.');
  const waiting = services.queueView.nodes().filter(({ entry }) => entry.state === 'waiting');
  for (const foldboard of new Set(waiting.map((node) => node.foldboard))) {
    const { code, said } = await runCli(services.host(), {
      args: ['queue', 'drain', '--detach'],
      cwd: dirname(foldboard),
    });
    if (code !== 0) throw new UserError(lastWords(said), { kind: 'state' });
  }
  await services.queueView.refresh();
}

async function chooseQueued(
  services: Services,
  argument: unknown,
  states: readonly QueueNode['entry']['state'][],
  title: string,
): Promise<QueueNode | undefined> {
  await services.queueView.refresh();
  const fitting = services.queueView.nodes().filter(({ entry }) => states.includes(entry.state));
  const id = typeof argument === 'object' && argument !== null && 'entry' in argument ? argument.entry : undefined;
  const given = fitting.find(({ entry }) => entry.id === (id as { id?: unknown } | undefined)?.id);
  if (given) return given;
  if (fitting.length === 0) throw new Error(`${title}: nothing waits.`);
  const items = fitting.map((node) => {
    const { label, description } = queueRow(node);
    return { label, description, detail: node.entry.id, node };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Run' }))?.node;
}
