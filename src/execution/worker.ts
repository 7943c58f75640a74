/** What a worker thread does: creates its engine once, then trains the folds it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkNumerics, engineOf } from '../training/numerics.js';
import { trainFold } from '../training/trainFold.js';
import { toPlain, type FromWorker, type ToWorker, type WorkerSetup } from './messages.js';

/** To be called in a thread that was given a WorkerSetup. */
export async function serveTasks(): Promise<void> {
  const setup = workerData as WorkerSetup;
  const port = parentPort;
  if (!port) throw new Error('tasks are served in worker threads only');
  const tell = (message: FromWorker): void => {
    port.postMessage(message);
  };
  try {
    const engine = await engineOf(setup.plan, setup.spare);
    await checkNumerics(setup.plan, engine, setup.force);
    port.on('message', ({ task }: ToWorker) => {
      trainFold(setup.runDirectory, task, setup.data, {
        engine,
        force: setup.force,
        onEvent: (event) => {
          tell({ type: 'event', event });
        },
        shouldStop: () => Atomics.load(setup.stopFlag, 0) === 1,
      }).then(
        (outcome) => {
          tell({ type: 'done', task, outcome });
        },
        (error: unknown) => {
          tell({ type: 'failed', task, error: toPlain(error) });
        },
      );
    });
    tell({ type: 'ready' });
  } catch (error) {
    tell({ type: 'refused', error: toPlain(error) });
    port.close();
  }
}
