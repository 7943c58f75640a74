// A worker thread that dies at one of its tasks, for tests of the pool. How, and at which, stands in the run's name.
import { parentPort, workerData } from 'node:worker_threads';

const [how, at] = workerData.plan.name.split(' ');
if (how === 'unborn') throw new Error('no engine here');

const deaths = {
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('a bug in a kernel');
  },
  memory: () => {
    const hoard = [];
    for (;;) hoard.push(new Array(1e4).fill(hoard.length + 0.5));
  },
};

parentPort.on('message', ({ task }) => {
  if (task === Number(at)) deaths[how]();
  parentPort.postMessage({ type: 'done', task, outcome: 'finished' });
});
parentPort.postMessage({ type: 'ready' });
