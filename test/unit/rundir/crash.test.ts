import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { crashReport } from '../../../src/rundir/crash.js';
import { lastLines } from '../../../src/rundir/lastLines.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { scratch } from '../scratch.js';
import { deadOwner } from './queueRuns.js';

let run: string;
beforeEach(async () => {
  run = join(await scratch(), 'run');
  await mkdir(run);
});
const at = '2026-11-22T10:00:00.000Z';
const begun = `${at} started by process 7: 5 of 5 folds to train, 1 workers`;
const log = (...lines: string[]): Promise<void> => appendFile(runPaths(run).log, `${lines.join('\n')}\n`);
const reason = async (): Promise<string | null> => (await crashReport(run))?.reason ?? null;

describe('no crash', () => {
  test('where nothing was begun, all was done, or somebody stopped it', async () => {
    expect(await reason()).toBeNull();
    await log(begun);
    expect(await reason()).toBeNull();
    await log(`${at} stopped on request`);
    expect(await reason()).toBeNull();
    await log(begun, `${at} fold 1 failed: Error: bad`, `${at} failed: folds 1, 3`);
    expect(await reason()).toBeNull();
    await writeFile(runPaths(run).owner, JSON.stringify(await deadOwner()));
    await writeFile(runPaths(run).result, '{}');
    expect(await reason()).toBeNull();
  });

  test('while it is at work', async () => {
    await log(begun, `${at} the run cannot go on: something before`, begun);
    const lock = await lockRun(run, 1);
    expect(await reason()).toBeNull();
    await lock.release();
    expect(await reason()).toBeNull();
  });
});

describe('a crash has its reason from what was said last', () => {
  const node = (error: string): string[] => [
    '/usr/lib/foldboard/dist/cli.js:12',
    '    throw new Error(reason)',
    '    ^',
    '',
    error,
    '    at work (/usr/lib/foldboard/dist/cli.js:12:3)',
    '',
    'Node.js v22.0.0',
  ];
  test.each([
    ['given up', [`${at} the run cannot go on: The data in a.csv have changed.`], 'The data in a.csv have changed.'],
    [
      'uncaught',
      node('TypeError: x is no function'),
      'The trainer ended by an error in Foldboard: TypeError: x is no function',
    ],
    [
      'uncaught, seen by who started it',
      [...node('Error: bad'), `${at} the trainer, process 8, was ended with code 1`],
      'The trainer ended by an error in Foldboard: Error: bad',
    ],
    [
      'heap',
      [
        '<--- Last few GCs --->',
        'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
        `${at} the trainer, process 8, was ended by SIGABRT`,
      ],
      'The trainer ran out of memory. Use fewer workers, smaller batches or shorter windows.',
    ],
    [
      'buffer',
      node('RangeError: Array buffer allocation failed'),
      'The trainer ran out of memory. Use fewer workers, smaller batches or shorter windows.',
    ],
    [
      'killed',
      [`${at} the trainer, process 8, was ended by SIGKILL`],
      'The trainer was killed (SIGKILL): by hand, or by the system for want of memory.',
    ],
    ['other signal', [`${at} the trainer, process 8, was ended by SIGSEGV`], 'The trainer was ended by SIGSEGV.'],
    ['odd code', [`${at} the trainer, process 8, was ended with code 7`], 'The trainer was ended with code 7.'],
  ])('%s', async (_, lines, expected) => {
    await log(begun, `${at} fold 1 finished`, ...lines);
    expect(await reason()).toBe(expected);
    // A later trainer that ended in order makes it history.
    await log(begun, `${at} stopped on request`);
    expect(await reason()).toBeNull();
  });

  test('also where that stands in another file', async () => {
    await log(begun);
    const said = join(run, '../launch.log');
    await writeFile(said, 'FATAL ERROR: JavaScript heap out of memory\n');
    const report = await crashReport(run, { logs: [said, join(run, 'none.log')] });
    expect(report?.reason).toMatch(/ran out of memory/);
    expect(report?.lastLogLines).toEqual([begun, 'FATAL ERROR: JavaScript heap out of memory']);
  });

  test('with the last lines of the log', async () => {
    await log(
      begun,
      ...Array.from({ length: 30 }, (_, i) => `${at} fold ${i + 1} finished`),
      `${at} the run cannot go on: no`,
    );
    const report = await crashReport(run, { lines: 3 });
    expect(report?.lastLogLines).toEqual([
      `${at} fold 29 finished`,
      `${at} fold 30 finished`,
      `${at} the run cannot go on: no`,
    ]);
  });
});

describe('a crash without a word', () => {
  test('is told by the owner that is no more', async () => {
    const owner = await deadOwner();
    const { owner: file } = runPaths(run);
    await log(begun);
    await writeFile(file, JSON.stringify(owner));
    expect(await reason()).toBe(
      `The trainer (process ${owner.pid}) ended without a word: it was killed, by hand or by the system for want of memory.`,
    );
    const beforeBoot = new Date(Date.now() - uptime() * 1000 - 60_000).toISOString();
    await writeFile(file, JSON.stringify({ ...owner, heartbeat: beforeBoot }));
    expect(await reason()).toBe('The machine was restarted while it was trained.');
    await writeFile(file, JSON.stringify({ ...owner, host: 'elsewhere', heartbeat: '2020-01-01T00:00:00.000Z' }));
    expect(await reason()).toBe(
      `There is no sign of life of process ${owner.pid} on elsewhere since 2020-01-01T00:00:00.000Z.`,
    );
    expect(hostname()).not.toBe('elsewhere');
    await rm(file);
    expect(await reason()).toBeNull();
  });
});

test('the end of a log is read, not the whole of it', async () => {
  const file = join(run, 'long.log');
  await writeFile(file, Array.from({ length: 5000 }, (_, i) => `line ${i}`).join('\r\n'));
  expect(await lastLines(file, 2)).toEqual(['line 4998', 'line 4999']);
  const all = await lastLines(file, Infinity, 100);
  expect(all.length).toBeLessThan(10);
  expect(all[0]).toMatch(/^line \d{4}$/);
  expect(await lastLines(join(run, 'none'), 3)).toEqual([]);
});
