/** The status of a run: derived from its files, never stored. */
import { existsSync } from 'node:fs';
import { readEvents } from './events.js';
import { foldState, type FoldState } from './foldState.js';
import { isAlive, readOwner } from './owner.js';
import { runPaths } from './paths.js';
import { tryReadPlan } from './plan.js';
import { isQueued } from './queueFiles.js';
import type { Owner, RunPlan, RunStatus } from './types.js';

export interface RunState {
  readonly status: RunStatus;
  /** Null where the run is unreadable. */
  readonly plan: RunPlan | null;
  /** Why it is unreadable. */
  readonly reason: string | null;
  /** The living owner of a running run. */
  readonly owner: Owner | null;
  /** State of each fold task, k ascending. */
  readonly folds: readonly FoldState[];
}

/**
 * The whole state of a run: finished (it has a result), running (its owner lives), queued (it waits in the queue), failed (a fold's
 * last word is "failed"), else stopped and resumable; unreadable where the plan is damaged or of a newer format.
 */
export async function readRunState(runDirectory: string): Promise<RunState> {
  const read = await tryReadPlan(runDirectory);
  if (read.plan === null) return { status: 'unreadable', plan: null, reason: read.reason, owner: null, folds: [] };
  const paths = runPaths(runDirectory);
  const owner = await readOwner(runDirectory);
  const alive = owner !== null && (await isAlive(owner));
  const folds = Array.from({ length: read.plan.tasks }, (_, k) => foldState(readEvents(paths.fold(k).events).events));
  const finished = existsSync(paths.result);
  const queued = !finished && !alive && (await isQueued(runDirectory, read.plan.root));
  return {
    status: decide(finished, alive, queued, folds),
    plan: read.plan,
    reason: null,
    owner: alive ? owner : null,
    folds,
  };
}

/** The status alone; reads no more than it needs. */
export async function readStatus(runDirectory: string): Promise<RunStatus> {
  return (await readRunState(runDirectory)).status;
}

function decide(finished: boolean, alive: boolean, queued: boolean, folds: readonly FoldState[]): RunStatus {
  if (finished) return 'finished';
  if (alive) return 'running';
  if (queued) return 'queued';
  return folds.some((fold) => fold.state === 'failed') ? 'failed' : 'stopped';
}
