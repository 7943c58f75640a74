/** The queue as rows, from the queue's own files. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { queueMessage, queueNodes, queueRow } from '../../../src/extension/model/queueRows.js';
import { cancelQueued, enqueue, listQueue, moveInQueue } from '../../../src/rundir/queue.js';
import { fakePlan, temporary } from '../runs/fakeRun.js';

let foldboard = '';
beforeAll(async () => {
  foldboard = await temporary();
});
afterAll(() => rm(foldboard, { recursive: true }));

it('shows who is next, in the order of the files, and says where nobody works', async () => {
  for (const name of ['one', 'two', 'three']) {
    await fakePlan(foldboard, name);
    await enqueue(foldboard, { runDirectory: join(foldboard, 'runs', name) });
  }
  const rows = async () =>
    queueNodes(foldboard, await listQueue(foldboard), () => undefined).map((node) => {
      const { label, description } = queueRow(node);
      return `${label}: ${description}`;
    });
  expect(await rows()).toEqual(['one: Next', 'two: Waiting, 2 in line', 'three: Waiting, 3 in line']);
  expect(queueMessage([await listQueue(foldboard)])).toContain('Nobody works the queue off');
  await moveInQueue(foldboard, 'three', 'first');
  await cancelQueued(foldboard, 'one');
  expect(await rows()).toEqual(['three: Next', 'two: Waiting, 2 in line']);
});
