import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TaskOptions, TaskOutcome } from '../../../src/execution/executeRun.js';
import { fromPlain, toPlain } from '../../../src/execution/messages.js';
import { runInWorkers } from '../../../src/execution/pool.js';
import { openTrainerLog } from '../../../src/execution/trainerLog.js';
import { UserError } from '../../../src/base/errors.js';
import { readEvents } from '../../../src/rundir/events.js';
import { runPaths } from '../../../src/rundir/paths.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { samplePlan } from '../rundir/plan.js';
import { scratch } from '../scratch.js';

/** Runs five tasks in two threads that die as `name` says. */
async function runDying(
  name: string,
  stop = new AbortController().signal,
): Promise<{ run: string; events: FoldEvent[]; outcome: TaskOutcome }> {
  const run = await scratch();
  for (let k = 0; k < 5; k++) await mkdir(runPaths(run).fold(k).directory, { recursive: true });
  const events: FoldEvent[] = [];
  const options: TaskOptions = {
    runDirectory: run,
    plan: samplePlan({ name, tasks: 5 }),
    tasks: [0, 1, 2, 3, 4],
    data: { train: {}, test: null } as TaskOptions['data'],
    force: false,
    onReady: () => undefined,
    onEvent: (event) => void events.push(event),
    log: openTrainerLog(runPaths(run).log),
    stop,
  };
  const execute = runInWorkers(2, {
    file: join(import.meta.dirname, 'dyingWorker.mjs'),
    resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 },
  });
  return { run, events, outcome: await execute(options) };
}

describe('a worker thread that dies', () => {
  test.each([
    ['exit 1', 'the worker thread ended with code 3'],
    ['throw 4', 'a bug in a kernel'],
    ['memory 0', 'The worker thread ran out of memory. Use fewer workers, smaller batches or shorter windows.'],
  ])('%s: fails its fold with the reason, the others go on', async (name, message) => {
    const { run, events, outcome } = await runDying(name);
    const k = Number(name.split(' ')[1]);
    const failed = { type: 'failed', fold: k, message };
    expect(events).toEqual([failed]);
    expect(readEvents(runPaths(run).fold(k).events).events).toEqual([failed]);
    expect([...outcome.failures.keys()]).toEqual([k]);
    expect(outcome.stopped).toBe(false);
    for (const other of [0, 1, 2, 3, 4].filter((one) => one !== k))
      expect(existsSync(runPaths(run).fold(other).events)).toBe(false);
  });

  test('before it can do anything: the run cannot go on', async () => {
    await expect(runDying('unborn')).rejects.toThrow('no engine here');
  });
});

test('a run that is to stop before it has begun is stopped, not finished', async () => {
  const { outcome } = await runDying('exit 9', AbortSignal.abort());
  expect(outcome).toEqual({ stopped: true, failures: new Map() });
});

test('errors for users cross the border of a thread as such', () => {
  const error = new UserError('wrong', { kind: 'state', place: { file: 'f', line: 3 }, cure: 'mend it' });
  const back = fromPlain(structuredClone(toPlain(error)));
  expect(back).toBeInstanceOf(UserError);
  expect(back).toMatchObject({ message: 'wrong', kind: 'state', place: { file: 'f', line: 3 }, cure: 'mend it' });
  expect(fromPlain(toPlain(new TypeError('bug')))).not.toBeInstanceOf(UserError);
  expect(fromPlain(toPlain('text')).message).toBe('text');
});
