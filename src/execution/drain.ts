/** Working off the queue of a `.foldboard`: one process does it, one run after the other, until nothing waits. */
import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../base/errors.js';
import { isOutOfRoom } from '../base/systemErrors.js';
import { busyRuns, type BusyRun } from '../rundir/busy.js';
import { tryLockFile } from '../rundir/lockFile.js';
import { claimNext, releaseClaim, type QueueClaim } from '../rundir/queueClaim.js';
import { queuePaths, sweepQueue } from '../rundir/queueFiles.js';
import { listQueue } from '../rundir/queue.js';
import { executeRun } from './executeRun.js';
import type { TrainerOutcome } from './trainerProcess.js';

/** What became of a run: as its trainer says, or its trainer died. */
export type DrainedOutcome = TrainerOutcome | 'died';

export interface DrainOptions {
  /** Worker threads of runs whose request names no number. */
  readonly workers?: number;
  /** Computes a run; in this process where left out. Throws what makes the run impossible. */
  readonly execute?: (claim: QueueClaim, signal: AbortSignal) => Promise<DrainedOutcome>;
  readonly onRunStart?: (claim: QueueClaim) => void;
  /** @param error why it is refused */
  readonly onRunEnd?: (claim: QueueClaim, outcome: DrainedOutcome, error?: unknown) => void;
  /** Runs that were started past the queue are waited for; called when the first of them is met. */
  readonly onWait?: (runs: readonly BusyRun[]) => void;
  /** Aborting stops the run at hand cleanly; it and the others stay in the queue. */
  readonly signal?: AbortSignal;
  /** How often it looks whether runs started past the queue have ended. */
  readonly pollMs?: number;
}

/**
 * Runs what waits, first things first, and what is queued meanwhile. A run that fails, is refused or is stopped by somebody leaves
 * the queue and the next one begins; one whose trainer died is tried once more after the others.
 * @returns 'busy' where another process works the queue off (it will see whatever waits now); 'empty' where nothing waits any
 *   more that could be run here; 'stopped' by the signal, or because this machine lost the queue to another; 'noRoom' where the disk
 *   is full: the requests wait
 */
export async function drainQueue(
  foldboardDirectory: string,
  options: DrainOptions = {},
): Promise<'busy' | 'empty' | 'stopped' | 'noRoom'> {
  await mkdir(queuePaths(foldboardDirectory).directory, { recursive: true });
  const died = new Set<string>();
  for (;;) {
    const lock = await tryLockFile(queuePaths(foldboardDirectory).drainer);
    if (!lock) return 'busy';
    const stop = AbortSignal.any([lock.lost, ...(options.signal ? [options.signal] : [])]);
    let outcome;
    try {
      await sweepQueue(foldboardDirectory);
      outcome = await drainLocked(foldboardDirectory, options, stop, died);
    } finally {
      await lock.release();
    }
    if (outcome !== 'empty') return outcome;
    // Who queued a run between the last look and the release saw a drainer alive, and started none.
    const { entries } = await listQueue(foldboardDirectory);
    if (!entries.some(({ state }) => state === 'waiting')) return 'empty';
    await wait(100);
  }
}

async function drainLocked(
  foldboardDirectory: string,
  options: DrainOptions,
  stop: AbortSignal,
  died: Set<string>,
): Promise<'empty' | 'stopped' | 'noRoom'> {
  for (;;) {
    await untilIdle(foldboardDirectory, options, stop);
    if (stop.aborted) return 'stopped';
    const claim = await claimNext(foldboardDirectory, died);
    if (!claim) return 'empty';
    options.onRunStart?.(claim);
    const { outcome, error } = await attempt(claim, options, stop);
    await releaseClaim(claim, fateOf(outcome, stop));
    if (outcome === 'died') died.add(claim.id);
    options.onRunEnd?.(claim, outcome, error);
    if (outcome === 'noRoom') return 'noRoom';
  }
}

function fateOf(outcome: DrainedOutcome, stop: AbortSignal): 'done' | 'again' | 'died' {
  if (outcome === 'died') return 'died';
  // A run that was stopped for itself is not started again behind the back of who stopped it.
  return outcome === 'noRoom' || (outcome === 'stopped' && stop.aborted) ? 'again' : 'done';
}

/** Waits while runs are computed here that were started past the queue: two at once would take twice as long each. */
async function untilIdle(foldboardDirectory: string, options: DrainOptions, stop: AbortSignal): Promise<void> {
  for (let told = false; !stop.aborted; told = true) {
    const busy = (await busyRuns(foldboardDirectory)).filter(({ owner }) => owner.pid !== process.pid);
    if (busy.length === 0) return;
    const { entries } = await listQueue(foldboardDirectory);
    // What is running already was begun by a drainer that died: its request is settled when it ends.
    if (entries.every(({ state }) => state === 'crashed')) return;
    if (!told) options.onWait?.(busy);
    await wait(options.pollMs ?? 1000, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function attempt(
  claim: QueueClaim,
  options: DrainOptions,
  stop: AbortSignal,
): Promise<{ readonly outcome: DrainedOutcome; readonly error?: unknown }> {
  const execute = options.execute ?? inThisProcess(options.workers);
  try {
    return { outcome: await execute(claim, AbortSignal.any([stop, claim.lost])) };
  } catch (error) {
    if (isOutOfRoom(error)) return { outcome: 'noRoom', error };
    if (error instanceof UserError) return { outcome: 'refused', error };
    await releaseClaim(claim, 'died');
    throw error;
  }
}

function inThisProcess(workers: number | undefined): NonNullable<DrainOptions['execute']> {
  return async (claim, signal) => {
    const count = claim.workers ?? workers;
    return executeRun(claim.runDirectory, { signal, ...(count === undefined ? {} : { workers: count }) });
  };
}
