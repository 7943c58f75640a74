/** The built terminal, killed at random moments: a resumed run ends with the bytes of an undisturbed one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deriveKey, RandomStream } from '../../src/base/random.js';
import { readOwner } from '../../src/rundir/owner.js';
import { runPaths } from '../../src/rundir/paths.js';
import { readStatus } from '../../src/rundir/status.js';
import { scratch } from '../unit/scratch.js';
import { resultFiles, tinyCsv } from '../unit/training/tinyRun.js';

const cli = join(import.meta.dirname, '../../dist/cli.js');
const minutes = 60_000;
const seed = Number(process.env['FOLDBOARD_TEST_SEED'] ?? Date.now() % 100_000);
const random = new RandomStream(deriveKey(seed, 'selfTest'));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

function start(args: readonly string[], cwd: string): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  children.add(child);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      children.delete(child);
      resolve({ code, signal, stderr });
    });
  });
  return { child, ended };
}

const run = (args: readonly string[], cwd: string): Promise<Ended> => start(args, cwd).ended;

let folder: string;
let undisturbed: ReadonlyMap<string, string>;
let longest: number;

/** Everything that a checkpoint can hold: moments, plateau, patience, weighted sampler, windows, fine-tuning, test data. */
const experiment = {
  name: 'Killed',
  data: {
    train: 'train.csv',
    test: 'test.csv',
    sampleId: 'id',
    time: 't',
    categorical: { kind: { embedding: 2 } },
    window: { length: 6, stride: 2 },
  },
  model: { hiddenUnits: 24, layers: 2 },
  training: { epochs: 24, batchSize: 8, sampler: 'weighted', schedule: 'plateau', earlyStopping: { patience: 8 } },
  validation: { folds: 4 },
  fineTune: { epochs: 5, learningRate: 1e-4 },
};

async function trainingStarted(directory: string): Promise<void> {
  while (!existsSync(runPaths(directory).fold(0).checkpoint)) await wait(10);
}

beforeAll(async () => {
  folder = await scratch();
  await writeFile(join(folder, 'train.csv'), tinyCsv(240, 1));
  await writeFile(join(folder, 'test.csv'), tinyCsv(30, 2, false));
  await writeFile(join(folder, 'killed.experiment.json'), JSON.stringify(experiment));
  const begun = performance.now();
  const ended = await run(['train', 'killed.experiment.json', '--run-dir', 'calm', '--workers', '1'], folder);
  expect(ended).toMatchObject({ code: 0 });
  longest = performance.now() - begun;
  undisturbed = await resultFiles(join(folder, 'calm'));
  expect(undisturbed.size).toBeGreaterThan(4 * 7);
}, 3 * minutes);

describe('a run', () => {
  test('has the same bytes with two workers as with one', { timeout: 3 * minutes }, async () => {
    const ended = await run(['train', 'killed.experiment.json', '--run-dir', 'two', '--workers', '2'], folder);
    expect(ended).toMatchObject({ code: 0 });
    expect(await resultFiles(join(folder, 'two'))).toEqual(undisturbed);
  });

  test(
    `killed 20 times at random moments (seed ${seed}) ends with the same bytes`,
    { timeout: 8 * minutes },
    async () => {
      const directory = join(folder, 'killed');
      const workers = (): string[] => ['--workers', String(1 + random.integer(2))];
      let kills = 0;
      let args = ['train', 'killed.experiment.json', '--run-dir', 'killed', ...workers()];
      let rounds = 0;
      while (kills < 20) {
        // Should it come to its end before the twentieth kill, it begins again.
        const { child, ended } = start(args, folder);
        const moment = 100 + random.uniform() * (longest / 4);
        const first = await Promise.race([ended, wait(moment, null)]);
        if (first === null) {
          child.kill('SIGKILL');
          expect(await ended).toMatchObject({ signal: 'SIGKILL' });
          kills++;
        } else {
          expect(first).toMatchObject({ code: 0 });
          expect(await resultFiles(directory)).toEqual(undisturbed);
          await rm(directory, { recursive: true });
          rounds++;
        }
        const begun = existsSync(runPaths(directory).plan);
        if (!begun) await rm(directory, { recursive: true, force: true });
        else expect(await readStatus(directory)).toMatch(/stopped|finished/);
        args = begun
          ? ['resume', 'killed', ...workers()]
          : ['train', 'killed.experiment.json', '--run-dir', 'killed', ...workers()];
      }
      expect(await run(args, folder)).toMatchObject({ code: 0 });
      expect(await resultFiles(directory)).toEqual(undisturbed);
      expect(rounds).toBeLessThan(20);
    },
  );

  test('is not resumed by two at once: the second is told, the first goes on', { timeout: 3 * minutes }, async () => {
    const directory = join(folder, 'shared');
    const first = start(['train', 'killed.experiment.json', '--run-dir', 'shared', '--workers', '1'], folder);
    await trainingStarted(directory);
    const second = await run(['resume', 'shared'], folder);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`This run is being computed by process ${first.child.pid}`);
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await resultFiles(directory)).toEqual(undisturbed);
  });

  test('that is dead is taken up by one of two that come at once', { timeout: 3 * minutes }, async () => {
    const directory = join(folder, 'orphan');
    const first = start(['train', 'killed.experiment.json', '--run-dir', 'orphan', '--workers', '1'], folder);
    await trainingStarted(directory);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await readOwner(directory)).not.toBeNull();
    const both = await Promise.all([run(['resume', 'orphan'], folder), run(['resume', 'orphan'], folder)]);
    // Both may come through, if the second starts when the first has finished; never is anything computed twice.
    expect(both.map(({ code }) => code)).toContain(0);
    for (const { code, stderr } of both) if (code !== 0) expect(stderr).toContain('This run is being');
    expect(await resultFiles(directory)).toEqual(undisturbed);
  });

  test.skipIf(process.platform === 'win32')(
    'interrupted exits with 130, says how to resume, and lost a fold and a line since: same bytes',
    { timeout: 3 * minutes },
    async () => {
      const directory = join(folder, 'interrupted');
      const { child, ended } = start(
        ['train', 'killed.experiment.json', '--run-dir', 'interrupted', '--workers', '2'],
        folder,
      );
      while (!existsSync(runPaths(directory).fold(2).checkpoint)) await wait(10);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code).toBe(130);
      expect(stderr).toContain('resume');
      expect(await readStatus(directory)).toBe('stopped');
      await rm(runPaths(directory).fold(0).directory, { recursive: true });
      await appendFile(runPaths(directory).fold(2).events, '{"type":"epoch","fold":2,"ep');
      expect(await run(['resume', 'interrupted'], folder)).toMatchObject({ code: 0 });
      expect(await resultFiles(directory)).toEqual(undisturbed);
    },
  );
});

/** A small file system of its own needs Linux and the right to have one: root, or a user name space. */
const small = (size: string, directory: string, script: string): Promise<Ended & { readonly stdout: string }> =>
  new Promise((resolve) => {
    const mount = `mount -t tmpfs -o size=${size} none "${directory}"`;
    const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', `${mount} && ${script}`], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    let stderr = '';
    let stdout = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.on('error', () => {
      resolve({ code: null, signal: null, stderr, stdout });
    });
    child.on('close', (code, signal) => {
      resolve({ code, signal, stderr, stdout });
    });
  });

describe('a full disk', () => {
  test(
    'is named as such; with room again the run ends with the same bytes',
    { timeout: 3 * minutes },
    async (context) => {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      if ((await small('1m', disk, 'true')).code !== 0) context.skip('no file system of its own to be had here');
      const node = `"${process.execPath}" "${cli}"`;
      const copy = join(folder, 'after');
      // Fills what the disk has left but for some kilobytes; copies the run out, for the file system ends with the script.
      const script = [
        `${node} train "${folder}/killed.experiment.json" --run-dir "${disk}/run" --workers 2 & trainer=$!`,
        `while [ ! -e "${disk}/run/folds/0/checkpoint.safetensors" ]; do sleep 0.02; done`,
        `dd if=/dev/zero of="${disk}/filler" bs=1k 2>/dev/null`,
        `wait $trainer; echo "exit $?"`,
        `rm "${disk}/filler"; ${node} resume "${disk}/run" --workers 1 && cp -r "${disk}/run" "${copy}"`,
      ].join('\n');
      const { stdout, stderr, code } = await small('3m', disk, script);
      expect(stdout).toContain('exit 1');
      expect(stderr).toContain('The disk is full');
      expect(code).toBe(0);
      expect(await resultFiles(copy)).toEqual(undisturbed);
      expect((await readdir(copy)).filter((name) => /\.\d+$/.test(name))).toEqual([]);
    },
  );
});
