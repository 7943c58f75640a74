/** One queue for the tasks of many runs: as many at work as there are slots, first come, first served. */
import type { TaskOptions, TaskOutcome } from '../execution/executeRun.js';
import { runInProcess } from '../execution/inProcess.js';
import { runInWorkers } from '../execution/pool.js';

export interface TaskQueue {
  /** An executor for `executeRun`; the tasks of all runs that use it wait in one line. */
  readonly execute: (options: TaskOptions) => Promise<TaskOutcome>;
  /** How many tasks may be at work from now on. */
  setSlots(count: number): void;
}

/** @param inProcess in this thread instead of a worker for each task; then at most one slot makes sense */
export function createTaskQueue(slots: number, inProcess = false): TaskQueue {
  let free = slots;
  let size = slots;
  const waiting: (() => void)[] = [];
  const take = (): Promise<void> =>
    new Promise((go) => {
      waiting.push(go);
      serve();
    });
  function serve(): void {
    while (free > 0 && waiting.length > 0) {
      free--;
      waiting.shift()!();
    }
  }
  function release(): void {
    free++;
    serve();
  }
  const one = inProcess ? runInProcess : runInWorkers(1);
  return {
    async execute(options) {
      const failures = new Map<number, unknown>();
      let stopped = false;
      let refused: Error | null = null;
      await Promise.all(
        options.tasks.map(async (task) => {
          await take();
          try {
            if (refused === null && !stopped && !options.stop.aborted) {
              const outcome = await one({ ...options, tasks: [task] });
              stopped ||= outcome.stopped;
              for (const [k, error] of outcome.failures) failures.set(k, error);
            } else stopped ||= options.stop.aborted;
          } catch (error) {
            refused = error instanceof Error ? error : new Error(String(error));
          } finally {
            release();
          }
        }),
      );
      if (refused !== null) throw refused as Error;
      return { stopped, failures };
    },
    setSlots(count) {
      free += count - size;
      size = count;
      serve();
    },
  };
}
