/** Tasks in this thread, one after the other: for tests, and for a scheduler that starts one process a task. */
import { checkNumerics, engineOf } from '../training/numerics.js';
import { trainFold } from '../training/trainFold.js';
import type { TaskOptions, TaskOutcome } from './executeRun.js';

export async function runInProcess(options: TaskOptions): Promise<TaskOutcome> {
  const { runDirectory, plan, log } = options;
  const engine = await engineOf(plan);
  await checkNumerics(plan, engine, options.force);
  options.onReady();
  const failures = new Map<number, unknown>();
  for (const k of options.tasks) {
    if (options.stop.aborted) return { stopped: true, failures };
    try {
      const outcome = await trainFold(runDirectory, k, options.data, {
        engine,
        force: options.force,
        onEvent: options.onEvent,
        shouldStop: () => options.stop.aborted,
      });
      if (outcome === 'stopped') return { stopped: true, failures };
      log.write(`fold ${k + 1} finished`);
    } catch (error) {
      log.error(`fold ${k + 1} failed`, error);
      failures.set(k, error);
    }
  }
  return { stopped: false, failures };
}
