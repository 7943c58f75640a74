/** How the queue looks in the terminal. */
import { expect, test } from 'vitest';
import { createStyle } from '../../../src/cli/format/style.js';
import { ordinal, places, queueReport } from '../../../src/cli/format/queueReport.js';
import type { Queue, QueueEntry } from '../../../src/rundir/queue.js';

const owner = { host: 'here', pid: 42, processStart: '', identity: null, heartbeat: '', workers: 1 };
const entry = (name: string, more: Partial<QueueEntry> = {}): QueueEntry => ({
  ...{ id: name, runDirectory: `/w/.foldboard/runs/${name}`, name, workers: null, nice: null },
  ...{ enqueued: '2026-01-02T03:04:05.000Z', state: 'waiting', owner: null, deaths: 0 },
  ...more,
});
const queue: Queue = {
  entries: [
    entry('20260102-030405-gru', { state: 'running', owner }),
    entry('20260102-030406-lstm', { workers: 1 }),
    entry('20260102-030407-rnn', { deaths: 1, workers: 2 }),
    entry('20260102-030408-bad', { state: 'crashed', deaths: 2 }),
  ],
  problems: [],
  drainer: owner,
};

test('a table with places, states and who runs what', () => {
  const lines = queueReport(queue, { width: 120, style: createStyle(false) }).split('\n');
  expect(lines[0]).toMatch(/^place {2}run +state +queued$/);
  expect(lines.slice(2).map((line) => line.replace(/ {2,}/g, ' | ').replace(/ \| 2 Jan.*/, ''))).toEqual([
    ' | 20260102-030405-gru | running, process 42 on here',
    ' | 1 | 20260102-030406-lstm | waits, for 1 worker',
    ' | 2 | 20260102-030407-rnn | waits for another try: its trainer died, for 2 workers',
    ' | 20260102-030408-bad | set aside: its trainer died 2 times without getting further',
  ]);
  expect(queueReport({ ...queue, entries: [] }, { width: 80, style: createStyle(false) })).toBe('');
  for (const line of queueReport(queue, { width: 60, style: createStyle(false) }).split('\n'))
    expect(line.length).toBeLessThanOrEqual(60);
});

test('places count those that wait', () => {
  expect([...places(queue)]).toEqual([
    ['20260102-030406-lstm', 1],
    ['20260102-030407-rnn', 2],
  ]);
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th'.split(' '),
  );
});
