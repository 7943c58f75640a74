/** The queue in words, one row an entry. Pure. */
import type { Queue, QueueEntry } from '../../rundir/queue.js';
import { progressText, statusLook, type Row } from './describe.js';
import { runName, type RunRecord } from './record.js';

export interface QueueNode {
  readonly kind: 'queued';
  readonly foldboard: string;
  readonly entry: QueueEntry;
  /** Place among those that wait, from 1; null of those that do not. */
  readonly place: number | null;
  /** The queue's run as the store knows it; so that commands of runs work on the row. */
  readonly directory: string;
  readonly record: RunRecord | undefined;
}

export function queueNodes(
  foldboard: string,
  queue: Queue,
  record: (directory: string) => RunRecord | undefined,
): QueueNode[] {
  let waiting = 0;
  return queue.entries.map((entry) => ({
    kind: 'queued',
    foldboard,
    entry,
    place: entry.state === 'waiting' ? ++waiting : null,
    directory: entry.runDirectory,
    record: record(entry.runDirectory),
  }));
}

export function queueRow({ entry, place, record }: QueueNode): Row {
  const label = record ? runName(record) : entry.name;
  if (entry.state === 'running') {
    const progress = record ? progressText(record) : '';
    return { label, description: ['Running', progress].filter(Boolean).join(' · '), look: statusLook('running') };
  }
  if (entry.state === 'crashed')
    return { label, description: 'Set aside: its trainer died twice. Resume tries again', look: statusLook('failed') };
  return { label, description: place === 1 ? 'Next' : `Waiting, ${place} in line`, look: statusLook('queued') };
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
