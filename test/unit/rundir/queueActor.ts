/**
 * A process of the stress test: queues runs and takes runs from the queue, until it is killed, or nothing waits. What it does
 * stands in a journal, one line each, appended in one piece.
 */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { appendEvent } from '../../../src/rundir/events.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { enqueue, moveInQueue } from '../../../src/rundir/queue.js';
import { claimNext, releaseClaim, type QueueClaim } from '../../../src/rundir/queueClaim.js';
import { plannedRun } from './queueRuns.js';

const [foldboard, name, seed, count] = process.argv.slice(2);
const random = new RandomStream(deriveKey(Number(seed), 'selfTest'));
const journal = (what: string, id: string): void => {
  appendFileSync(join(foldboard, 'journal'), `${what} ${id} ${name}\n`);
};

/** A training in small: under the run's lock, in steps that are kept, finished once. */
async function train({ runDirectory, id }: QueueClaim): Promise<void> {
  const paths = runPaths(runDirectory);
  if (existsSync(paths.result)) return;
  const lock = await lockRun(runDirectory, 1);
  journal('begin', id);
  for (let step = 0; step < 3; step++) {
    appendEvent(paths.fold(0).events, { type: 'warning', fold: 0, message: `step ${step}` });
    await wait(random.integer(6));
  }
  // A second one that finishes it would fail here.
  writeFileSync(paths.result, '{}', { flag: 'wx' });
  journal('end', id);
  await lock.release();
}

for (let i = 0; i < Number(count); i++) {
  const id = `${name}-${i}`;
  const runDirectory = await plannedRun(foldboard, id);
  await enqueue(foldboard, { runDirectory });
  journal('queued', id);
  if (random.integer(3) === 0) await moveInQueue(foldboard, id, random.integer(2) === 0 ? 'first' : 'up');
  const claim = random.integer(4) === 0 ? null : await claimNext(foldboard);
  if (!claim) continue;
  await train(claim);
  await releaseClaim(claim, 'done');
}
for (let claim = await claimNext(foldboard); claim; claim = await claimNext(foldboard)) {
  await train(claim);
  await releaseClaim(claim, 'done');
}
