/** The queue as rows, from the queue's own files; which runs have ended. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endings } from '../../../src/extension/model/endings.js';
import { canMove, queueMessage, queueNodes, queueRow, queueState } from '../../../src/extension/model/queueRows.js';
import { readRecord, type RunRecord } from '../../../src/extension/model/record.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { cancelQueued, enqueue, listQueue, moveInQueue } from '../../../src/rundir/queue.js';
import { fakePlan } from '../runs/fakeRun.js';
import { scratch } from '../scratch.js';

it('shows what runs, then who is next, in the order of the files, and says where nobody works', async () => {
  const foldboard = join(await scratch(), '.foldboard');
  for (const name of ['one', 'two', 'three', 'beside', 'stopped', 'elsewhere']) {
    await fakePlan(name === 'elsewhere' ? join(foldboard, 'x/.foldboard') : foldboard, name);
    if (['one', 'two', 'three'].includes(name))
      await enqueue(foldboard, { runDirectory: join(foldboard, 'runs', name) });
  }
  const elsewhere = join(foldboard, 'x/.foldboard/runs/elsewhere');
  const locks = await Promise.all([lockRun(join(foldboard, 'runs/beside'), 1), lockRun(elsewhere, 1)]);
  const directories = ['one', 'two', 'beside', 'stopped'].map((name) => join(foldboard, 'runs', name));
  const records = await Promise.all([...directories, elsewhere].map(readRecord));
  expect(records.map(({ status }) => status)).toEqual(['queued', 'queued', 'running', 'stopped', 'running']);

  const rows = async () =>
    queueNodes(foldboard, await listQueue(foldboard), records).map((node) => {
      const { label, description, look } = queueRow(node);
      return `${look.word}: ${label}: ${description}`;
    });
  expect(await rows()).toEqual([
    'Running: Starting: experiment beside',
    'Queued: Next: experiment one',
    'Queued: 2nd in line: experiment two',
    // The store does not know it yet.
    'Queued: 3rd in line: three',
  ]);
  const nodes = queueNodes(foldboard, await listQueue(foldboard), records);
  expect(nodes.map(queueState)).toEqual(['running', 'waiting.first', 'waiting', 'waiting.last']);
  expect(nodes.slice(1).map((node) => canMove(node, 'up'))).toEqual([false, true, true]);
  expect(nodes.slice(1).map((node) => canMove(node, 'down'))).toEqual([true, true, false]);
  expect(queueMessage([await listQueue(foldboard)])).toContain('Nobody works the queue off');
  await moveInQueue(foldboard, 'three', 'first');
  await cancelQueued(foldboard, 'one');
  expect((await rows()).slice(1)).toEqual(['Queued: Next: three', 'Queued: 2nd in line: experiment two']);
  for (const lock of locks) await lock.release();
});

it('sees the end of a run once, and none where it waits in the queue again', () => {
  const run = (status: string): RunRecord[] => [{ directory: '/a', status } as RunRecord];
  const ended = endings();
  const said = ['finished', 'running', 'queued', 'running', 'stopped', 'stopped', 'running', 'finished', 'finished'];
  expect(said.map((status) => ended(run(status)).length)).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
  expect(ended([])).toEqual([]);
});
