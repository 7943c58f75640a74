/** The queue in words, one row a run: what is at work, whoever began it, and what waits. Pure. */
import { dirname } from 'node:path';
import type { Queue, QueueEntry } from '../../rundir/queue.js';
import type { Move } from '../../rundir/queueOrder.js';
import { progressText, statusLook, type Row } from './describe.js';
import { runName, type RunRecord } from './record.js';

export interface QueueNode {
  readonly kind: 'queued';
  readonly foldboard: string;
  readonly directory: string;
  /** Its name in the queue; null of a run that was started beside it. */
  readonly id: string | null;
  readonly state: QueueEntry['state'];
  /** Place among those that wait, from 1; null of those that do not. */
  readonly place: number | null;
  /** Whether nothing waits behind it. */
  readonly last: boolean;
  /** As the store knows the run. */
  readonly record: RunRecord | undefined;
  readonly name: string;
}

/** The rows of one `.foldboard`: running ones first, then those that wait in their order, then those that were set aside. */
export function queueNodes(foldboard: string, queue: Queue, runs: readonly RunRecord[]): QueueNode[] {
  const records = new Map(runs.map((record) => [record.directory, record]));
  const all = queue.entries.filter(({ state }) => state === 'waiting').length;
  let waiting = 0;
  const queued = queue.entries.map((entry): QueueNode => {
    const record = records.get(entry.runDirectory);
    const place = entry.state === 'waiting' ? ++waiting : null;
    const name = record ? runName(record) : entry.name;
    const { id, state, runDirectory: directory } = entry;
    return { kind: 'queued', foldboard, directory, id, state, place, last: place === all, record, name };
  });
  const own = new Set(queued.map(({ directory }) => directory));
  const beside = runs
    .filter(({ status, directory }) => status === 'running' && !own.has(directory))
    .filter(({ directory }) => dirname(dirname(directory)) === foldboard)
    .map((record): QueueNode => {
      const state = { id: null, state: 'running', place: null, last: false } as const;
      return { kind: 'queued', foldboard, directory: record.directory, ...state, record, name: runName(record) };
    });
  return [...beside.reverse(), ...queued];
}

/** The state is the label and the name stands behind it: names are long, and VS Code cuts at the end. */
export function queueRow({ state, place, record, name }: QueueNode): Row {
  if (state === 'running') {
    const progress = record?.status === 'running' ? progressText(record) : '';
    return { label: progress || 'Starting', description: name, look: statusLook('running') };
  }
  if (state === 'crashed')
    return { label: 'Set aside', description: `${name} · its trainer died twice`, look: statusLook('failed') };
  return { label: place === 1 ? 'Next' : `${ordinal(place!)} in line`, description: name, look: statusLook('queued') };
}

/** `viewItem` behind the kind: what a menu offers of a run that waits depends on its place, for the first cannot move up. */
export function queueState({ state, place, last }: Pick<QueueNode, 'state' | 'place' | 'last'>): string {
  return [state, place === 1 ? 'first' : '', state === 'waiting' && last ? 'last' : ''].filter(Boolean).join('.');
}

/** Whether a run that waits can be moved so. */
export function canMove({ place, last }: Pick<QueueNode, 'place' | 'last'>, move: Move): boolean {
  return move === 'down' || move === 'last' ? !last : place !== 1;
}

function ordinal(place: number): string {
  const tens = place % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${ending}`;
}

/** What stands above the queue where it does not move by itself; undefined where all is well. */
export function queueMessage(queues: readonly Queue[]): string | undefined {
  const stuck = queues.some((queue) => !queue.drainer && queue.entries.some(({ state }) => state === 'waiting'));
  const problems = queues.flatMap((queue) => queue.problems);
  const said = [
    stuck ? 'Nobody works the queue off: its process was ended. “Work Off the Queue” goes on with it.' : '',
    ...problems.map(({ file, reason }) => `${file} is passed over: ${reason}.`),
  ];
  return said.filter(Boolean).join(' ') || undefined;
}
