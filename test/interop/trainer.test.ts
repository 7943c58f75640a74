/** Trainers as processes of their own, from memory: what they compute, how they stand back, and what is known of their deaths. */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LoadedExperiment } from '../../src/config/load.js';
import { createFusedEngine } from '../../src/engine/fused/index.js';
import type { Engine } from '../../src/engine/contract.js';
import { executeRun } from '../../src/execution/executeRun.js';
import { loadProgram, type Program } from '../../src/execution/program.js';
import { trainInChild, type ChildOptions } from '../../src/execution/trainerChild.js';
import { crashReport } from '../../src/rundir/crash.js';
import { readOwner } from '../../src/rundir/owner.js';
import { runPaths } from '../../src/rundir/paths.js';
import { readStatus } from '../../src/rundir/status.js';
import { resultFiles, tinyExperiment, tinyRun } from '../unit/training/tinyRun.js';

let program: Program;
let engine: Engine;
let undisturbed: ReadonlyMap<string, string>;
let experiment: LoadedExperiment;
beforeAll(async () => {
  program = await loadProgram();
  engine = await createFusedEngine();
  experiment = await tinyExperiment({ training: { epochs: 30, earlyStopping: null } }, { test: 'labelled' });
  const run = await tinyRun(experiment, engine);
  await executeRun(run, { workers: 0 });
  undisturbed = await resultFiles(run);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const train = (run: string, more: Partial<ChildOptions> = {}): ReturnType<typeof trainInChild> =>
  trainInChild(run, { program, workers: 1, nice: null, signal: new AbortController().signal, ...more });

/** The process that computes a run, once an epoch of it is written. */
async function trainerOf(run: string): Promise<number> {
  return vi.waitFor(
    async () => {
      expect(await readFile(runPaths(run).fold(0).events, 'utf8')).toContain('"epoch"');
      const owner = await readOwner(run);
      expect(owner).not.toBeNull();
      return owner!.pid;
    },
    { timeout: 20_000, interval: 5 },
  );
}

describe('a trainer in a process of its own', () => {
  test('gives the same bytes as in this one, with the kernels that it carries', async () => {
    const run = await tinyRun(experiment, engine);
    expect(await train(run, { workers: 2 })).toBe('finished');
    expect(await resultFiles(run)).toEqual(undisturbed);
    expect(await readFile(runPaths(run).log, 'utf8')).toMatch(
      /^\S+ started by process \d+: 3 of 3 folds to train, 2 workers\n/,
    );
    expect(await train(run)).toBe('finished');
  });

  test('stands back behind other programs, with all its threads', async () => {
    const run = await tinyRun(experiment, engine);
    const trained = train(run, { nice: 13 });
    const pid = await trainerOf(run);
    expect(getPriority(pid)).toBe(process.platform === 'win32' ? 10 : 13);
    if (process.platform === 'linux') {
      const nice: number[] = [];
      for (const thread of await readdir(`/proc/${pid}/task`)) {
        const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => null);
        if (stat !== null) nice.push(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
      }
      expect(nice.length).toBeGreaterThan(2);
      expect(new Set(nice)).toEqual(new Set([13]));
    }
    expect(await trained).toBe('finished');
  });

  test('that is killed is known to have been; the run goes on to the same bytes', async () => {
    const run = await tinyRun(experiment, engine);
    const trained = train(run);
    const pid = await trainerOf(run);
    process.kill(pid, 'SIGKILL');
    expect(await trained).toBe('died');
    expect(await readStatus(run)).toBe('stopped');
    const report = await crashReport(run);
    expect(report?.reason).toBe('The trainer was killed (SIGKILL): by hand, or by the system for want of memory.');
    expect(report?.lastLogLines.at(-1)).toMatch(new RegExp(`Z the trainer, process ${pid}, was ended by SIGKILL$`));
    expect(await train(run)).toBe('finished');
    expect(await crashReport(run)).toBeNull();
    expect(await resultFiles(run)).toEqual(undisturbed);
  });

  test('is stopped by a signal and by the one who started it', async () => {
    const run = await tinyRun(experiment, engine);
    const first = train(run);
    process.kill(await trainerOf(run), 'SIGTERM');
    expect(await first).toBe('stopped');
    const abort = new AbortController();
    const second = train(run, { signal: abort.signal });
    abort.abort();
    expect(await second).toBe('stopped');
    expect(existsSync(runPaths(run).stopRequest)).toBe(false);
    expect(await crashReport(run)).toBeNull();
    expect(await train(run)).toBe('finished');
    expect(await resultFiles(run)).toEqual(undisturbed);
  });

  test('that runs out of memory says so', async () => {
    const run = await tinyRun(experiment, engine);
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=6');
    expect(await train(run)).toBe('died');
    expect((await crashReport(run))?.reason).toMatch(/^The trainer ran out of memory\./);
  });

  test('is done without where no process can be started', async () => {
    const run = await tinyRun(experiment, engine);
    expect(await train(run, { node: join(dirname(run), 'no-node') })).toBe('finished');
    expect(await resultFiles(run)).toEqual(undisturbed);
    expect(await readFile(runPaths(run).log, 'utf8')).toMatch(/Z no process can be started for it, .*ENOENT/);
  });

  test('that has a bug says which', async () => {
    const run = await tinyRun(experiment, engine);
    const broken: Program = { script: () => "setTimeout(() => { throw new TypeError('a bug'); }, 10);" };
    expect(await train(run, { program: broken })).toBe('died');
    expect((await crashReport(run))?.reason).toBe('The trainer ended by an error in Foldboard: TypeError: a bug');
  });

  test('refuses what cannot be computed, with the reason in the log', async () => {
    const run = await tinyRun(experiment, engine);
    const file = join(dirname(experiment.file), 'data/train.csv');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/0\.\d\d/, '0.99'));
    expect(await train(run)).toBe('refused');
    await writeFile(file, text);
    expect((await crashReport(run))?.reason).toMatch(/^The data in data\/train.csv have changed/);
    await expect(train(dirname(run))).rejects.toThrow(/is not a run/);
  });
});
