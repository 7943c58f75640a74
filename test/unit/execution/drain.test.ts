import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { LoadedExperiment } from '../../../src/config/load.js';
import { drainQueue, type DrainedOutcome } from '../../../src/execution/drain.js';
import { startRun } from '../../../src/execution/startRun.js';
import { stopRun } from '../../../src/execution/stopRun.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { lockOwner } from '../../../src/rundir/lockFile.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { enqueue, listQueue } from '../../../src/rundir/queue.js';
import { queuePaths } from '../../../src/rundir/queueFiles.js';
import { readPlan, writePlan } from '../../../src/rundir/plan.js';
import { readStatus } from '../../../src/rundir/status.js';
import { tinyExperiment } from '../training/tinyRun.js';
import { deadOwner, livingOwner, plannedRun } from '../rundir/queueRuns.js';
import { scratch } from '../scratch.js';

let experiment: LoadedExperiment;
beforeAll(async () => {
  experiment = await tinyExperiment();
});

/** Real runs of a tiny experiment, queued in a `.foldboard` of their own. */
async function realRuns(count: number): Promise<{ foldboard: string; runs: string[] }> {
  const foldboard = join(await scratch(), '.foldboard');
  const runs: string[] = [];
  for (let i = 0; i < count; i++) {
    const runDirectory = await startRun({ experiment, foldboardDirectory: foldboard, engine: referenceEngine });
    await enqueue(foldboard, { runDirectory, workers: 0 });
    runs.push(runDirectory);
  }
  return { foldboard, runs };
}

/** Runs that are planned and never computed for real: `outcomes` says what becomes of each. */
async function fakeRuns(...names: string[]): Promise<string> {
  const foldboard = join(await scratch(), '.foldboard');
  for (const name of names) await enqueue(foldboard, { runDirectory: await plannedRun(foldboard, name) });
  return foldboard;
}
/** An executor that notes whom it was given, and answers as told. */
function answering(
  seen: string[],
  answers: Record<string, DrainedOutcome | Error | (() => Promise<DrainedOutcome>)> = {},
) {
  return async ({ name }: { name: string }): Promise<DrainedOutcome> => {
    seen.push(name);
    const answer = answers[name] ?? 'finished';
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : answer;
  };
}
const waiting = async (foldboard: string): Promise<string[]> =>
  (await listQueue(foldboard)).entries.map(({ id, state }) => `${id} ${state}`);

describe('draining', () => {
  test('trains one run after the other, those that are queued meanwhile included, and ends', async () => {
    const { foldboard, runs } = await realRuns(2);
    const order: string[] = [];
    const outcome = await drainQueue(foldboard, {
      onRunStart: ({ runDirectory }) => {
        order.push(`begin ${runs.indexOf(runDirectory)}`);
      },
      onRunEnd: ({ runDirectory }, how) => {
        order.push(`${how} ${runs.indexOf(runDirectory)}`);
      },
    });
    expect(outcome).toBe('empty');
    expect(order).toEqual(['begin 0', 'finished 0', 'begin 1', 'finished 1']);
    for (const run of runs) expect(await readStatus(run)).toBe('finished');
    expect(await readdir(queuePaths(foldboard).directory)).toEqual([]);

    const third = await startRun({ experiment, foldboardDirectory: foldboard, engine: referenceEngine });
    const fourth = await startRun({ experiment, foldboardDirectory: foldboard, engine: referenceEngine });
    await enqueue(foldboard, { runDirectory: third, workers: 0 });
    let queued: Promise<string> | undefined;
    await drainQueue(foldboard, {
      onRunStart: () => {
        queued ??= enqueue(foldboard, { runDirectory: fourth, workers: 0 });
      },
    });
    await queued;
    for (const run of [third, fourth]) expect(await readStatus(run)).toBe('finished');
  });

  test('is done by one process at a time, and taken over from a dead one', async () => {
    const foldboard = await fakeRuns('one');
    const seen: string[] = [];
    let second: string | undefined;
    await drainQueue(foldboard, {
      execute: answering(seen, {
        one: async () => {
          expect((await listQueue(foldboard)).drainer).toMatchObject({ pid: process.pid });
          second = await drainQueue(foldboard, { execute: answering(seen) });
          return 'finished';
        },
      }),
    });
    expect(second).toBe('busy');
    expect(seen).toEqual(['one']);
    await enqueue(foldboard, { runDirectory: await plannedRun(foldboard, 'two') });
    await writeFile(queuePaths(foldboard).drainer, JSON.stringify(await deadOwner()));
    expect(await drainQueue(foldboard, { execute: answering(seen) })).toBe('empty');
    expect(seen).toEqual(['one', 'two']);
  });

  test('misses nobody who comes while it ends', async () => {
    // Many times over: somebody queues a run and, if a drainer lives then, starts none.
    const foldboard = await fakeRuns();
    const seen: string[] = [];
    for (let round = 0; round < 15; round++) {
      const first = `first-${round}`;
      const late = `late-${round}`;
      await enqueue(foldboard, { runDirectory: await plannedRun(foldboard, first) });
      await plannedRun(foldboard, late);
      const draining = drainQueue(foldboard, { execute: answering(seen) });
      await wait(round % 9);
      await enqueue(foldboard, { runDirectory: join(foldboard, 'runs', late) });
      if (!(await lockOwner(queuePaths(foldboard).drainer))) await drainQueue(foldboard, { execute: answering(seen) });
      await draining;
      expect(await waiting(foldboard)).toEqual([]);
      expect(seen.splice(0)).toEqual(expect.arrayContaining([first, late]));
    }
  });

  test('goes on after runs that fail, are refused, or are stopped for themselves', async () => {
    const { foldboard, runs } = await realRuns(3);
    // The first cannot be computed here, the second is stopped by somebody.
    await writePlan(runs[0], { ...(await readPlan(runs[0])), numericFingerprint: 'another' });
    const ends: string[] = [];
    const reasons: unknown[] = [];
    await drainQueue(foldboard, {
      onRunStart: ({ runDirectory }) => {
        if (runDirectory !== runs[1]) return;
        void vi.waitFor(async () => {
          expect(await stopRun(runDirectory)).not.toBe('notRunning');
        });
      },
      onRunEnd: (_, outcome, error) => {
        ends.push(outcome);
        reasons.push(error);
      },
    });
    expect(ends[0]).toBe('refused');
    expect(reasons[0]).toMatchObject({ name: 'UserError', message: expect.stringContaining('other bits') as string });
    // It may have been quicker than the request.
    expect(ends[1]).toMatch(/stopped|finished/);
    expect(ends[2]).toBe('finished');
    expect(await waiting(foldboard)).toEqual([]);
    expect(await readStatus(runs[0])).toBe('stopped');
  });

  test('stopped itself, it leaves the run at hand and all others in the queue', async () => {
    const { foldboard, runs } = await realRuns(2);
    const abort = new AbortController();
    const outcome = await drainQueue(foldboard, {
      signal: abort.signal,
      onRunStart: () => {
        abort.abort();
      },
    });
    expect(outcome).toBe('stopped');
    expect(await waiting(foldboard)).toEqual(runs.map((run) => `${run.split('/').at(-1)} waiting`));
    expect(await readStatus(runs[0])).toBe('queued');
    expect((await listQueue(foldboard)).entries[0]).toMatchObject({ deaths: 0 });
    expect(await drainQueue(foldboard)).toBe('empty');
    for (const run of runs) expect(await readStatus(run)).toBe('finished');
  });

  test('tries a run whose trainer died once more after the others, then sets it aside', async () => {
    const foldboard = await fakeRuns('bad', 'good', 'better');
    const seen: string[] = [];
    expect(await drainQueue(foldboard, { execute: answering(seen, { bad: 'died' }) })).toBe('empty');
    expect(seen).toEqual(['bad', 'good', 'better', 'bad']);
    expect(await waiting(foldboard)).toEqual(['bad crashed']);
    expect(await drainQueue(foldboard, { execute: answering(seen) })).toBe('empty');
    expect(seen).toHaveLength(4);
  });

  test('ends where the disk is full; everything waits', async () => {
    const foldboard = await fakeRuns('one', 'two');
    const seen: string[] = [];
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(await drainQueue(foldboard, { execute: answering(seen, { one: full }) })).toBe('noRoom');
    expect(seen).toEqual(['one']);
    expect(await waiting(foldboard)).toEqual(['one waiting', 'two waiting']);
  });

  test('a bug ends it; the run waits for another try', async () => {
    const foldboard = await fakeRuns('one');
    await expect(drainQueue(foldboard, { execute: answering([], { one: new TypeError('bug') }) })).rejects.toThrow(
      'bug',
    );
    expect((await listQueue(foldboard)).entries).toMatchObject([{ id: 'one', state: 'waiting', deaths: 1 }]);
    expect(existsSync(queuePaths(foldboard).drainer)).toBe(false);
  });

  test('waits while a run is computed that was started past the queue', async () => {
    const foldboard = await fakeRuns('one');
    const direct = await plannedRun(foldboard, 'direct');
    const { owner, kill } = await livingOwner();
    await writeFile(runPaths(direct).owner, JSON.stringify(owner));
    const seen: string[] = [];
    let told: string[] = [];
    const draining = drainQueue(foldboard, {
      pollMs: 10,
      execute: answering(seen),
      onWait: (runs) => {
        told = runs.map(({ name }) => name);
      },
    });
    await vi.waitFor(() => {
      expect(told).toEqual(['direct']);
    });
    await wait(50);
    expect(seen).toEqual([]);
    expect(await waiting(foldboard)).toEqual(['one waiting']);
    await kill();
    expect(await draining).toBe('empty');
    expect(seen).toEqual(['one']);
  });

  test('a run that is deleted is passed over; one that is finished already just leaves', async () => {
    const { foldboard, runs } = await realRuns(2);
    await rm(runs[0], { recursive: true });
    const ends: string[] = [];
    await drainQueue(foldboard, { onRunEnd: (_, outcome) => void ends.push(outcome) });
    expect(ends).toEqual(['finished']);
    expect(await listQueue(foldboard)).toMatchObject({ entries: [], problems: [{ reason: /is gone$/ }] });
  });

  test('a lock on its run that this process has itself does not stop it for ever', async () => {
    const foldboard = await fakeRuns('one');
    const lock = await lockRun(join(foldboard, 'runs/one'), 1);
    expect(await drainQueue(foldboard, { execute: answering([]) })).toBe('empty');
    await lock.release();
    expect(await waiting(foldboard)).toEqual(['one waiting']);
  });
});
