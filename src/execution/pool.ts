/** Tasks in worker threads. A thread that dies fails its fold only: another takes its place, and the others go on. */
import { SHARE_ENV, Worker, type ResourceLimits } from 'node:worker_threads';
import { createSpareThreads, type SpareThreads } from '../engine/fused/helpers.js';
import { recordFailure } from '../training/trainFold.js';
import { runPaths } from '../rundir/paths.js';
import type { TaskOptions, TaskOutcome } from './executeRun.js';
import { fromPlain, type FromWorker, type ToWorker, type WorkerSetup } from './messages.js';
import { loadProgram } from './program.js';

/** What the threads run, and how much memory they may take; the built program and Node's own limits where left out. */
export interface ThreadOptions {
  readonly file?: string;
  readonly resourceLimits?: ResourceLimits;
}

/**
 * An executor with `count` threads at most: one a task, and where tasks are fewer than threads, at the start or at the end, those left
 * over help with the tasks at work (a fold uses two at most).
 */
export function runInWorkers(
  count: number,
  threads: ThreadOptions = {},
): (options: TaskOptions) => Promise<TaskOutcome> {
  return async (options) => {
    const stopFlag = new Int32Array(new SharedArrayBuffer(4));
    const raise = (): void => {
      Atomics.store(stopFlag, 0, 1);
    };
    if (options.stop.aborted) raise();
    options.stop.addEventListener('abort', raise);
    // Before the first task: a thread that takes a dead one's place must not need files that an update has removed since.
    const script = threads.file === undefined ? (await loadProgram()).script(options.plan.engine) : null;
    const size = Math.min(count, options.tasks.length);
    const state: PoolState = {
      options,
      threads,
      script,
      stopFlag,
      spare: createSpareThreads(count - size),
      waiting: [...options.tasks],
      failures: new Map(),
      stopped: false,
      refused: null,
    };
    try {
      await Promise.all(Array.from({ length: size }, () => serve(state)));
    } finally {
      options.stop.removeEventListener('abort', raise);
    }
    if (state.refused) throw state.refused;
    // Also where it was to stop before a thread took the first task.
    const stopped = state.stopped || (state.waiting.length > 0 && Atomics.load(stopFlag, 0) === 1);
    return { stopped, failures: state.failures };
  };
}

interface PoolState {
  readonly options: TaskOptions;
  readonly threads: ThreadOptions;
  /** What the threads run; null where it is a file. */
  readonly script: string | null;
  readonly stopFlag: Int32Array;
  readonly spare: SpareThreads;
  /** Tasks nobody has taken yet. */
  readonly waiting: number[];
  readonly failures: Map<number, unknown>;
  stopped: boolean;
  refused: Error | null;
}

/** Keeps one thread at work until no task is left; starts another where one dies at its task. */
async function serve(state: PoolState): Promise<void> {
  while (mayGoOn(state)) {
    const died = await runThread(state);
    if (!died) break;
  }
  Atomics.add(state.spare, 0, 1);
}

function mayGoOn(state: PoolState): boolean {
  return state.waiting.length > 0 && state.refused === null && !state.stopped && Atomics.load(state.stopFlag, 0) === 0;
}

/** One thread, from its start to its end. @returns true where it died at a task */
function runThread(state: PoolState): Promise<boolean> {
  const { options, threads } = state;
  const setup: WorkerSetup = {
    runDirectory: options.runDirectory,
    plan: options.plan,
    data: options.data,
    force: options.force,
    stopFlag: state.stopFlag,
    spare: state.spare,
  };
  return new Promise((resolve) => {
    const worker = new Worker(state.script ?? threads.file!, {
      eval: state.script !== null,
      workerData: setup,
      name: 'foldboard fold',
      // Native libraries see what a thread sets only so.
      env: SHARE_ENV,
      ...(threads.resourceLimits ? { resourceLimits: threads.resourceLimits } : {}),
    });
    let current: number | null = null;
    let reason: unknown = null;
    let ready = false;

    const next = (): void => {
      const task = mayGoOn(state) ? state.waiting.shift() : undefined;
      current = task ?? null;
      if (task === undefined) {
        void worker.terminate();
      } else worker.postMessage({ task } satisfies ToWorker);
    };

    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          ready = true;
          options.onReady();
          next();
          break;
        case 'refused':
          state.refused ??= fromPlain(message.error);
          break;
        case 'event':
          options.onEvent(message.event);
          break;
        case 'done':
          if (message.outcome === 'stopped') state.stopped = true;
          else options.log.write(`fold ${message.task + 1} finished`);
          next();
          break;
        case 'failed': {
          const error = fromPlain(message.error);
          options.log.error(`fold ${message.task + 1} failed`, error);
          state.failures.set(message.task, error);
          next();
        }
      }
    });
    worker.on('error', (error) => {
      reason = error;
    });
    worker.on('exit', (code) => {
      if (current !== null) {
        const error = reason ?? new Error(`the worker thread ended with code ${code}`);
        buryTask(state, current, explainDeath(error));
        resolve(true);
        return;
      }
      // A thread that dies before its first task would die again: the run cannot go on.
      if (!ready)
        state.refused ??= reason instanceof Error ? reason : new Error(`a worker thread ended with code ${code}`);
      resolve(false);
    });
  });
}

function buryTask(state: PoolState, task: number, error: Error): void {
  const { options } = state;
  recordFailure(runPaths(options.runDirectory).fold(task), task, error, options.onEvent);
  options.log.error(`fold ${task + 1} failed`, error);
  state.failures.set(task, error);
}

function explainDeath(error: unknown): Error {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new Error('The worker thread ran out of memory. Use fewer workers, smaller batches or shorter windows.', {
      cause: error,
    });
  return error instanceof Error ? error : new Error(String(error));
}
