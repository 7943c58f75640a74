/** The queue in words, one row a run: what is at work, whoever began it, and what waits. Pure. */
import { dirname } from 'node:path';
import type { Queue, QueueEntry } from '../../rundir/queue.js';
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
  /** As the store knows the run. */
  readonly record: RunRecord | undefined;
  readonly name: string;
}

/** The rows of one `.foldboard`: running ones first, then those that wait in their order, then those that were set aside. */
export function queueNodes(foldboard: string, queue: Queue, runs: readonly RunRecord[]): QueueNode[] {
  const records = new Map(runs.map((record) => [record.directory, record]));
  let waiting = 0;
  const queued = queue.entries.map((entry): QueueNode => {
    const record = records.get(entry.runDirectory);
    const place = entry.state === 'waiting' ? ++waiting : null;
    const name = record ? runName(record) : entry.name;
    const { id, state, runDirectory: directory } = entry;
    return { kind: 'queued', foldboard, directory, id, state, place, record, name };
  });
  const own = new Set(queued.map(({ directory }) => directory));
  const beside = runs
    .filter(({ status, directory }) => status === 'running' && !own.has(directory))
    .filter(({ directory }) => dirname(dirname(directory)) === foldboard)
    .map((record): QueueNode => {
      const state = { id: null, state: 'running', place: null } as const;
      return { kind: 'queued', foldboard, directory: record.directory, ...state, record, name: runName(record) };
    });
  return [...beside.reverse(), ...queued];
}

export function queueRow({ state, place, record, name }: QueueNode): Row {
  if (state === 'running') {
    const progress = record?.status === 'running' ? progressText(record) : '';
    return { label: name, description: progress || 'Starting', look: statusLook('running') };
  }
  if (state === 'crashed')
    return { label: name, description: 'Set aside: its trainer died twice', look: statusLook('failed') };
  return { label: name, description: place === 1 ? 'Next' : `Waits, number ${place}`, look: statusLook('queued') };
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
