/** Entry of dist/trainer.cjs, one file that is passed on in memory: in a process it computes a run, in a thread of it folds. */
import { isMainThread } from 'node:worker_threads';
import { computeRun } from './trainerProcess.js';
import { serveTasks } from './worker.js';

void (isMainThread ? computeRun() : serveTasks());
