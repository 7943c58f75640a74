/** Computing a run: whatever of its folds is not done, then the finish. The same bytes for any number of workers. */
import { existsSync, rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { UserError } from '../base/errors.js';
import { removeTemporaries } from '../rundir/atomic.js';
import { lockRun } from '../rundir/lock.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import type { FoldEvent, RunPlan } from '../rundir/types.js';
import { removeCheckpoint } from '../training/checkpoint.js';
import { explainRunError } from '../training/runErrors.js';
import { finishRun } from '../training/finishRun.js';
import type { RunData } from '../training/foldTask.js';
import { isFoldComplete } from '../training/trainFold.js';
import { checkData, reloadRunData } from './data.js';
import { openTrainerLog, type TrainerLog } from './trainerLog.js';
import { runInProcess } from './inProcess.js';
import { runInWorkers } from './pool.js';

export type RunOutcome = 'finished' | 'stopped' | 'failed';

export interface ExecuteOptions {
  /**
   * Threads; default: cores less one, at least 1. As many folds are trained at a time; where fewer are left, a fold may use two.
   * 0: in this thread.
   */
  readonly workers?: number;
  /** Every event of every fold, after it is in the fold's log. */
  readonly onEvent?: (event: FoldEvent) => void;
  /** Aborting stops the run cleanly, as `stop.request` does. */
  readonly signal?: AbortSignal;
  /** Go on although this machine computes other bits than the plan's; marks the run. */
  readonly force?: boolean;
  /** The run's data, where the caller has loaded them already. */
  readonly data?: RunData;
  /** Where its tasks run instead of in worker threads of its own: a queue that several runs share. */
  readonly execute?: (options: TaskOptions) => Promise<TaskOutcome>;
}

/** What the executors in this folder need; they decide only where tasks run. */
export interface TaskOptions {
  readonly runDirectory: string;
  readonly plan: RunPlan;
  readonly tasks: readonly number[];
  readonly data: RunData;
  readonly force: boolean;
  /** Called when it is certain that tasks can be computed here, before the first of them begins; maybe more than once. */
  readonly onReady: () => void;
  readonly onEvent: (event: FoldEvent) => void;
  readonly log: TrainerLog;
  readonly stop: AbortSignal;
}

/** What became of the tasks. */
export interface TaskOutcome {
  readonly stopped: boolean;
  /** Why each failed fold failed. */
  readonly failures: ReadonlyMap<number, unknown>;
}

/** Threads a run gets where nobody says otherwise. */
function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Folds that are then trained at a time. */
export function defaultWorkers(tasks: number): number {
  return Math.min(defaultThreads(), tasks);
}

/**
 * Trains what is missing of a run and finishes it. A run that is finished stays as it is.
 * @returns 'failed' where a fold failed (the others are trained); their events say why
 * @throws UserError where another process computes the run, the data or the machine are not the plan's, or the disk is full
 */
export async function executeRun(runDirectory: string, options: ExecuteOptions = {}): Promise<RunOutcome> {
  const plan = await readPlan(runDirectory);
  const paths = runPaths(runDirectory);
  const tasks = Array.from({ length: plan.tasks }, (_, k) => k);
  const isOpen = (k: number): boolean => !isFoldComplete(runDirectory, plan, k);
  if (existsSync(paths.result) && !tasks.some(isOpen)) return 'finished';

  const threads = options.workers ?? defaultThreads();
  const workers = Math.min(threads, plan.tasks);
  // A request that is here before the lock was meant for somebody else; one that comes after it is for this process.
  const stale = await requestTime(paths.stopRequest);
  const lock = await lockRun(runDirectory, workers).catch((error: unknown) => {
    throw explainRunError(error, runDirectory);
  });
  const log = openTrainerLog(paths.log);
  try {
    if (stale !== null && stale === (await requestTime(paths.stopRequest))) await rm(paths.stopRequest);
    await removeTemporaries(runDirectory);
    const open = tasks.filter(isOpen);
    // Of a fold that was done, but whose process was killed before it could tidy up.
    for (const k of tasks) if (!open.includes(k)) await removeCheckpoint(paths.fold(k).checkpoint);
    log.write(`started by process ${process.pid}: ${open.length} of ${plan.tasks} folds to train, ${workers} workers`);
    // All folds trained: the finish needs them alone.
    if (open.length === 0) return await finish(runDirectory, log);
    const data = options.data ?? (await reloadRunData(runDirectory, plan));
    checkData(plan, data);
    const signals = [lock.lost, ...(options.signal ? [options.signal] : [])];
    const execute = options.execute ?? (workers === 0 ? runInProcess : runInWorkers(threads));
    const outcome = await execute({
      runDirectory,
      plan,
      tasks: open,
      data,
      force: options.force ?? false,
      // Not before: a resume that is refused leaves the run as it is.
      onReady: () => {
        rmSync(paths.result, { force: true });
      },
      onEvent: options.onEvent ?? (() => undefined),
      log,
      stop: AbortSignal.any(signals),
    });
    if (lock.lost.aborted)
      throw new UserError('Another process took this run over, because this one gave no sign of life for a minute.', {
        kind: 'state',
        place: { file: paths.owner },
        cure: 'Nothing is lost. `foldboard show` tells how far the other one is.',
      });
    return await conclude(runDirectory, outcome, log);
  } catch (error) {
    const explained = explainRunError(error, runDirectory);
    log.error('the run cannot go on', explained);
    throw explained;
  } finally {
    log.close();
    await rm(paths.stopRequest, { force: true });
    await lock.release();
  }
}

async function conclude(runDirectory: string, outcome: TaskOutcome, log: TrainerLog): Promise<RunOutcome> {
  for (const error of outcome.failures.values()) if (error instanceof UserError && error.kind === 'system') throw error;
  if (outcome.failures.size > 0) {
    log.write(`failed: folds ${[...outcome.failures.keys()].map((k) => k + 1).join(', ')}`);
    return 'failed';
  }
  if (outcome.stopped) {
    log.write('stopped on request');
    return 'stopped';
  }
  return finish(runDirectory, log);
}

async function finish(runDirectory: string, log: TrainerLog): Promise<'finished'> {
  await finishRun(runDirectory);
  log.write('finished');
  return 'finished';
}

async function requestTime(file: string): Promise<bigint | null> {
  return (await stat(file, { bigint: true }).catch(() => null))?.mtimeNs ?? null;
}
