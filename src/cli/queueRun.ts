/** Putting a run into the queue, and seeing to it that somebody works the queue off. */
import { existsSync, statSync, truncateSync } from 'node:fs';
import { basename } from 'node:path';
import { busyRuns } from '../rundir/busy.js';
import { lockOwner } from '../rundir/lockFile.js';
import { enqueue, listQueue } from '../rundir/queue.js';
import { queuePaths } from '../rundir/queueFiles.js';
import { startBackground } from './background.js';
import { ordinal, places } from './format/queueReport.js';
import { wayTo } from './program.js';
import type { Terminal } from './terminal.js';

export interface QueueRunOptions {
  readonly workers: number | undefined;
  readonly nice: number | undefined;
  readonly json: boolean;
}

/** Queues a planned run; prints its name, and its place where it has to wait. */
export async function queueRun(
  foldboard: string,
  directory: string,
  { workers, nice, json }: QueueRunOptions,
  terminal: Terminal,
): Promise<number> {
  const name = basename(directory);
  const id = await enqueue(foldboard, {
    runDirectory: directory,
    ...(workers === undefined ? {} : { workers }),
    ...(nice === undefined ? {} : { nice }),
  });
  const before = await listQueue(foldboard);
  const place = places(before).get(id) ?? null;
  // Before somebody begins with it: then this run itself would be among them.
  const now = before.entries.find(({ state }) => state === 'running') ?? (await busyRuns(foldboard)).at(0);
  const drainer = await ensureDrainer(foldboard);
  terminal.out(json ? JSON.stringify({ name, directory, id, place, drainer }) : name);
  const turn =
    place === null || (place === 1 && !now)
      ? 'Its turn has come: it trains in the background.'
      : `It waits, ${ordinal(place)} in the queue${now ? ` behind ${now.name}, which is running` : ''}.`;
  const { before: lines, line, run } = wayTo(directory);
  terminal.say([turn, ...lines, line('queue'), line('show', run)].join('\n'));
  return 0;
}

/** Larger than this the log of drainers begins anew. */
const largestLog = 1 << 20;

/** Starts a process that works the queue off where none lives. @returns the id of the one that does */
export async function ensureDrainer(foldboard: string): Promise<number | null> {
  const { drainer, log } = queuePaths(foldboard);
  const living = await lockOwner(drainer);
  if (living) return living.pid;
  if (existsSync(log) && statSync(log).size > largestLog) truncateSync(log);
  await startBackground(['queue', 'drain'], {
    log,
    what: 'The process that works the queue off',
    atWork: async () => (await lockOwner(drainer)) !== null,
  });
  // Not its own id: of two that were started at once one has the lock, and where little waited it has ended already.
  return (await lockOwner(drainer))?.pid ?? null;
}
