import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { executeRun } from '../../../src/execution/executeRun.js';
import { startRun } from '../../../src/execution/startRun.js';
import { stopRun } from '../../../src/execution/stopRun.js';
import { lockRun } from '../../../src/rundir/lock.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan, writePlan } from '../../../src/rundir/plan.js';
import { readResult } from '../../../src/rundir/result.js';
import { readStatus } from '../../../src/rundir/status.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { finishRun } from '../../../src/training/finishRun.js';
import { resultFiles, tinyExperiment, tinyRun } from '../training/tinyRun.js';

const here = { workers: 0 } as const;

describe('executing a run', () => {
  test('trains every fold, finishes, and forwards every event after it is in the log', async () => {
    const run = await tinyRun(await tinyExperiment());
    const events: FoldEvent[] = [];
    const onEvent = (event: FoldEvent): void => void events.push(event);
    expect(await executeRun(run, { ...here, onEvent })).toBe('finished');
    expect(await readStatus(run)).toBe('finished');
    const logged = [];
    for (const k of [0, 1, 2]) logged.push(await readFile(runPaths(run).fold(k).events, 'utf8'));
    expect(events.map((event) => `${JSON.stringify(event)}\n`).join('')).toBe(logged.join(''));
    expect(existsSync(runPaths(run).owner)).toBe(false);
    expect(await readFile(runPaths(run).log, 'utf8')).toMatch(/started by process[^]*fold 3 finished[^]*finished/);

    const before = await resultFiles(run);
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(before);
  });

  test('stops on a signal and on stop.request, and goes on to the same bytes', async () => {
    const experiment = await tinyExperiment();
    const undisturbed = await tinyRun(experiment);
    await executeRun(undisturbed, here);

    const run = await tinyRun(experiment);
    const abort = new AbortController();
    const onEpoch = (n: number, act: () => void) => (event: FoldEvent) => {
      if (event.type === 'epoch' && event.epoch === n) act();
    };
    const stopping = onEpoch(2, () => {
      abort.abort();
    });
    expect(await executeRun(run, { ...here, signal: abort.signal, onEvent: stopping })).toBe('stopped');
    expect(await readStatus(run)).toBe('stopped');
    let requested: Promise<string> | undefined;
    const asking = onEpoch(3, () => {
      requested ??= stopRun(run, { waitMs: 20_000 });
      writeFileSync(runPaths(run).stopRequest, '');
      // Longer than the interval at which a task looks for the request.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80);
    });
    expect(await executeRun(run, { ...here, onEvent: asking })).toBe('stopped');
    expect(await requested).toBe('stopped');
    expect(existsSync(runPaths(run).stopRequest)).toBe(false);
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(await resultFiles(undisturbed));
    expect(await stopRun(run)).toBe('notRunning');
  });

  test('trains a deleted fold again, and derives a deleted result anew', async () => {
    const run = await tinyRun(await tinyExperiment({}, { test: 'labelled' }));
    await executeRun(run, here);
    const before = await resultFiles(run);
    await rm(runPaths(run).fold(1).directory, { recursive: true });
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(before);
    for (const file of [runPaths(run).result, runPaths(run).predictions, runPaths(run).submission]) await rm(file);
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(before);
  });

  test('a checkpoint that a killed process left beside a fold that was done is removed: same bytes', async () => {
    const run = await tinyRun(await tinyExperiment());
    await executeRun(run, here);
    const before = await resultFiles(run);
    await rm(runPaths(run).result);
    await rm(runPaths(run).fold(2).directory, { recursive: true });
    await writeFile(runPaths(run).fold(0).checkpoint, 'left behind');
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(before);
  });

  test('a resume that is refused leaves a finished run finished', async () => {
    const experiment = await tinyExperiment();
    const run = await tinyRun(experiment);
    await executeRun(run, here);
    const { fold, result } = runPaths(run);
    const finished = await readFile(result, 'utf8');
    await rm(fold(1).directory, { recursive: true });
    const data = join(dirname(experiment.file), 'data/train.csv');
    const csv = await readFile(data, 'utf8');
    await writeFile(data, csv.replace('0.', '1.'));
    await expect(executeRun(run, here)).rejects.toThrow('have changed');
    await rm(data);
    await expect(executeRun(run, here)).rejects.toThrow('there is no file');
    await writeFile(data, csv);
    await writePlan(run, { ...(await readPlan(run)), numericFingerprint: 'of another machine' });
    await expect(executeRun(run, here)).rejects.toThrow('other bits');
    expect(await readFile(result, 'utf8')).toBe(finished);
  });

  test('a run whose folds are all trained is finished without its data', async () => {
    const experiment = await tinyExperiment();
    const run = await tinyRun(experiment);
    await executeRun(run, here);
    const before = await resultFiles(run);
    await rm(runPaths(run).result);
    await rm(join(dirname(experiment.file), 'data'), { recursive: true });
    expect(await executeRun(run, here)).toBe('finished');
    expect(await resultFiles(run)).toEqual(before);
  });

  test('a request to stop that was left behind does not stop the next process', async () => {
    const run = await tinyRun(await tinyExperiment());
    await writeFile(runPaths(run).stopRequest, 'yesterday');
    expect(await executeRun(run, here)).toBe('finished');
  });

  test('a half-written line is repaired, a damaged checkpoint starts the fold anew: same bytes', async () => {
    const experiment = await tinyExperiment();
    const undisturbed = await tinyRun(experiment);
    await executeRun(undisturbed, here);
    for (const damage of ['log', 'checkpoint', 'lost log'] as const) {
      const run = await tinyRun(experiment);
      const abort = new AbortController();
      const onEvent = (event: FoldEvent): void => {
        if (event.type === 'epoch' && event.epoch === 2) abort.abort();
      };
      await executeRun(run, { ...here, signal: abort.signal, onEvent });
      const { events, checkpoint } = runPaths(run).fold(0);
      expect(existsSync(checkpoint)).toBe(true);
      if (damage === 'log') await appendFile(events, '{"type":"epo');
      if (damage === 'lost log') await writeFile(events, '{"type"');
      if (damage === 'checkpoint') await writeFile(checkpoint, (await readFile(checkpoint)).subarray(0, -3));
      expect(await executeRun(run, here)).toBe('finished');
      expect(await resultFiles(run)).toEqual(await resultFiles(undisturbed));
    }
  });

  test('refuses a run that another process computes', async () => {
    const run = await tinyRun(await tinyExperiment());
    const lock = await lockRun(run, 1);
    await expect(executeRun(run, here)).rejects.toThrow(/is being computed by process/);
    expect(await readStatus(run)).toBe('running');
    await lock.release();
  });

  test('refuses changed data, and says which file', async () => {
    const experiment = await tinyExperiment();
    const run = await tinyRun(experiment);
    const file = join(dirname(experiment.file), 'data/train.csv');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/0\.\d\d/, '0.99'));
    await expect(executeRun(run, here)).rejects.toThrow('The data in data/train.csv have changed');
    await writeFile(file, text);
    expect(await executeRun(run, here)).toBe('finished');
  });

  test('refuses a machine that computes other bits, unless forced: then the run is marked', async () => {
    const run = await tinyRun(await tinyExperiment());
    const plan = await readPlan(run);
    await writePlan(run, { ...plan, numericFingerprint: 'another', numericClass: 'fma' });
    const refused = await executeRun(run, here).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ kind: 'state', cure: expect.stringContaining('--force') as string });
    expect(await readStatus(run)).toBe('stopped');
    expect(await executeRun(run, { ...here, force: true })).toBe('finished');
    expect(await readResult(run)).toMatchObject({ mixedNumerics: true });
  });

  test('a run of the portable class is computed in that class, also where there is a faster one', async () => {
    const run = await tinyRun(await tinyExperiment(), await createFusedEngine({ kernels: 'portable' }));
    expect(await readPlan(run)).toMatchObject({ engine: 'fused', numericClass: 'portable' });
    expect(await executeRun(run, here)).toBe('finished');
    expect(await readResult(run)).not.toHaveProperty('mixedNumerics');
  });

  test('a fold that fails says so; the others are trained, and a later resume mends it', async () => {
    const run = await tinyRun(await tinyExperiment());
    // A file where the fold's directory must be.
    await rm(runPaths(run).folds, { recursive: true, force: true });
    await mkdir(runPaths(run).folds);
    await writeFile(runPaths(run).fold(1).directory, '');
    const events: FoldEvent[] = [];
    expect(await executeRun(run, { ...here, onEvent: (event) => void events.push(event) })).toBe('failed');
    expect(events.filter(({ type }) => type === 'failed').map(({ fold }) => fold)).toEqual([1]);
    expect(events.filter(({ type }) => type === 'finished').map(({ fold }) => fold)).toEqual([0, 2]);
    await expect(finishRun(run)).rejects.toThrow('The run cannot be finished: fold 2 of 3 is not trained.');
    await rm(runPaths(run).fold(1).directory);
    expect(await executeRun(run, here)).toBe('finished');
  });
});

describe('starting a run', () => {
  test('writes the plan, and the parts of every fold', async () => {
    const experiment = await tinyExperiment({ validation: { repeats: 2 } }, { test: 'unlabelled' });
    const run = await tinyRun(experiment);
    const plan = await readPlan(run);
    expect(plan).toMatchObject({
      formatVersion: 1,
      name: 'Tiny',
      experimentFile: 'tiny.experiment.json',
      root: '../../..',
      tasks: 6,
      repeats: 2,
      folds: 3,
      data: { samples: 24, classes: ['calm', 'rising', 'wild'], counts: [8, 8, 8], channels: 3, testSamples: 6 },
      columns: { continuous: ['a', 'b'], categorical: [{ name: 'kind', size: 2 }] },
      resolved: { epochs: 4, batchSize: 4, patience: 3 },
      engine: 'reference',
      git: null,
    });
    expect(await readFile(runPaths(run).experiment, 'utf8')).toBe(experiment.text);
    const rows = (await readFile(runPaths(run).splits, 'utf8')).trim().split('\n').slice(1);
    expect(rows).toHaveLength(6 * 24);
    expect(rows.filter((row) => row.endsWith(',score'))).toHaveLength(2 * 24);
    expect((await readFile(runPaths(run).samples, 'utf8')).trim().split('\n')).toHaveLength(25);
  });

  test('takes overrides, and a directory of its own', async () => {
    const experiment = await tinyExperiment();
    const runDirectory = join(dirname(experiment.file), 'mine');
    const options = { experiment, foldboardDirectory: join(dirname(experiment.file), '.foldboard'), runDirectory };
    const overrides = ['training.epochs=2', 'name=Other'];
    expect(await startRun({ ...options, overrides })).toBe(runDirectory);
    // The workspace may be one that cannot be written to.
    expect(existsSync(options.foldboardDirectory)).toBe(false);
    const plan = await readPlan(runDirectory);
    expect(plan).toMatchObject({ name: 'Other', root: '..', resolved: { epochs: 2 }, engine: 'fused' });
    expect(await executeRun(runDirectory, here)).toBe('finished');
    await expect(startRun(options)).rejects.toThrow(/is not empty/);
  });
});
