/**
 * The built terminal and its queue: several who use it at once, drainers and trainers that are killed, and an update that removes
 * the program in mid-run.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockOwner } from '../../src/rundir/lockFile.js';
import { runNames, runsDirectory } from '../../src/rundir/find.js';
import { runPaths } from '../../src/rundir/paths.js';
import { listQueue } from '../../src/rundir/queue.js';
import { queuePaths } from '../../src/rundir/queueFiles.js';
import { readStatus } from '../../src/rundir/status.js';
import { scratch } from '../unit/scratch.js';
import { tinyCsv } from '../unit/training/tinyRun.js';

const dist = join(import.meta.dirname, '../../dist');
const limit = { timeout: 120_000 };

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let foldboard: string;
/** Where the program is that the test uses. */
let program: string;

beforeEach(async () => {
  folder = await scratch();
  foldboard = join(folder, '.foldboard');
  program = dist;
  await writeFile(join(folder, 'train.csv'), tinyCsv(90, 1));
  const data = { train: 'train.csv', sampleId: 'id', time: 't', categorical: { kind: { embedding: 2 } } };
  const validation = { folds: 3 };
  // About a second a fold, so that there is time to disturb it.
  await writeFile(
    join(folder, 'long.experiment.json'),
    JSON.stringify({
      ...{ name: 'Long', data, validation, model: { hiddenUnits: 16, layers: 1 } },
      training: { epochs: 100, batchSize: 8, earlyStopping: null },
    }),
  );
  await writeFile(
    join(folder, 'quick.experiment.json'),
    JSON.stringify({ name: 'Quick', data, validation, model: { kind: 'majority' } }),
  );
});

/** Whoever still works for the test ends with it: by the ids in its own `.foldboard` only. */
afterEach(async () => {
  const { drainer, entries } = await listQueue(foldboard);
  for (const owner of [drainer, ...entries.map((entry) => entry.owner)]) if (owner) kill(owner.pid);
  for (const name of await runNames(foldboard)) {
    const owner = await lockOwner(runPaths(join(runsDirectory(foldboard), name)).owner);
    if (owner) kill(owner.pid);
  }
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

function run(...words: string[]): Promise<Output> {
  const child = spawn(process.execPath, [join(program, 'cli.js'), ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** Queues an experiment; resolves to its run's directory. */
async function queue(experiment: string, ...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('train', `${experiment}.experiment.json`, '--queue', ...more);
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
  return join(runsDirectory(foldboard), stdout.trim());
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(20);
}
const hasEpochs = (directory: string): boolean => existsSync(runPaths(directory).fold(0).checkpoint);
const hasStatus = (directory: string, status: string) => async (): Promise<boolean> =>
  (await readStatus(directory)) === status;
/** How often trainers began with a run. */
async function begins(directory: string): Promise<number> {
  const log = await readFile(runPaths(directory).log, 'utf8');
  return log.split('\n').filter((line) => line.includes(' started by process ')).length;
}
const empty = async (): Promise<boolean> => (await listQueue(foldboard)).entries.length === 0;

describe('the queue', () => {
  test('is shared by several at once: one process works it off, each run is trained once', limit, async () => {
    const runs = await Promise.all([queue('long'), queue('quick'), queue('quick'), queue('long', '--workers', '1')]);
    expect(new Set(runs).size).toBe(4);
    await until(empty);
    for (const directory of runs) {
      expect(await readStatus(directory)).toBe('finished');
      expect(await begins(directory)).toBe(1);
    }
    const log = await readFile(queuePaths(foldboard).log, 'utf8');
    for (const directory of runs) expect(log.split(`${basename(directory)} begins`)).toHaveLength(2);
    // Their times do not overlap: begins and ends take turns.
    const turns = log.split('\n').flatMap((line) => /^\S+ \S+ (begins|ended)/.exec(line)?.[1] ?? []);
    expect(turns).toEqual(runs.flatMap(() => ['begins', 'ended']));
    await until(async () => (await lockOwner(queuePaths(foldboard).drainer)) === null);
    expect((await run('queue')).stderr).toContain('Nothing waits.');
  });

  test('is seen, ordered and left by the terminal; a direct training does not wait for it', limit, async () => {
    const first = await queue('long', '--set', 'training.epochs=100000');
    await until(() => hasEpochs(first));
    const [second, third, fourth] = [await queue('long'), await queue('quick'), await queue('quick')];
    const names = [first, second, third, fourth].map((directory) => basename(directory));
    const listed = JSON.parse((await run('queue', '--json')).stdout) as Awaited<ReturnType<typeof listQueue>>;
    expect(listed.entries.map(({ id, state }) => [id, state])).toEqual([
      [names[0], 'running'],
      ...names.slice(1).map((name) => [name, 'waiting']),
    ]);
    expect(listed.drainer).not.toBeNull();
    expect((await run('list')).stdout).toMatch(new RegExp(`${names[1]} .* queued`));
    expect((await run('show', names[1])).stdout).toContain('Long: queued');
    expect((await run('queue', 'first', names[3])).stdout).toMatch(new RegExp(`1 +${names[3]} +waits`));
    expect((await run('queue', 'cancel', names[2])).code).toBe(0);
    expect(await readStatus(third)).toBe('stopped');
    const refused = await run('queue', 'cancel', names[0]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('waits no longer');
    expect((await run('train', 'quick.experiment.json')).code).toBe(0);
    expect(await readStatus(first)).toBe('running');
    expect((await run('delete', names[1], '--yes')).code).toBe(0);
    expect((await listQueue(foldboard)).entries.map(({ id }) => id)).toEqual([names[0], names[3]]);
    // Stopped for itself, the run leaves the queue, which goes on.
    expect((await run('stop', names[0])).stdout).toContain('has stopped');
    await until(hasStatus(fourth, 'finished'));
    await until(empty);
    expect(await readStatus(first)).toBe('stopped');
    expect((await run('resume', names[0], '--queue')).stderr).toContain('Its turn has come');
    await until(hasStatus(first, 'running'));
    expect((await run('stop', names[0])).stdout).toContain('has stopped');
    expect((await run('resume', names[3], '--queue')).stderr).toContain(`${names[3]} is finished.`);
  });

  test('survives that everybody is killed: it is seen waiting, and goes on when asked', limit, async () => {
    const [first, second] = [await queue('long'), await queue('quick')];
    await until(() => hasEpochs(first));
    const { drainer, entries } = await listQueue(foldboard);
    const trainer = await lockOwner(runPaths(first).owner);
    expect(entries.map(({ state }) => state)).toEqual(['running', 'waiting']);
    expect(trainer!.pid).not.toBe(drainer!.pid);
    kill(drainer!.pid);
    kill(trainer!.pid);
    await until(async () => (await listQueue(foldboard)).entries.every(({ state }) => state === 'waiting'));
    expect(await readStatus(first)).toBe('queued');
    expect((await run('queue')).stderr).toContain('Nobody works the queue off.');
    expect((await run('queue', 'drain')).code).toBe(0);
    for (const directory of [first, second]) expect(await readStatus(directory)).toBe('finished');
    expect(await begins(first)).toBe(2);
  });

  test('goes on where its trainer is killed; a trainer goes on where its drainer is', limit, async () => {
    const [first, second] = [await queue('long'), await queue('long')];
    await until(() => hasEpochs(first));
    kill((await lockOwner(runPaths(first).owner))!.pid);
    await until(() => hasEpochs(second));
    const shown = await run('queue');
    expect(shown.stdout).toMatch(new RegExp(`1 +${basename(first)} +waits`));
    expect(shown.stderr).toBe('');
    kill((await listQueue(foldboard)).drainer!.pid);
    const third = await queue('quick');
    for (const directory of [first, second, third]) await until(hasStatus(directory, 'finished'));
    expect(await begins(first)).toBe(2);
    expect(await begins(second)).toBe(1);
    await until(empty);
  });
});

describe('an update that removes the program', () => {
  test('in mid-run disturbs neither the run nor those that wait', limit, async () => {
    program = join(folder, 'extension/dist');
    await cp(dist, program, { recursive: true });
    const [first, second] = [await queue('long', '--workers', '2'), await queue('long')];
    await until(() => hasEpochs(first));
    await rm(join(folder, 'extension'), { recursive: true });
    for (const directory of [first, second]) await until(hasStatus(directory, 'finished'));
    for (const directory of [first, second])
      expect(await readFile(runPaths(directory).log, 'utf8')).not.toMatch(/rror/);
  });

  test('does not disturb a training in the terminal either, nor its threads', limit, async () => {
    program = join(folder, 'extension/dist');
    await cp(dist, program, { recursive: true });
    const training = run('train', 'long.experiment.json', '--workers', '1', '--run-dir', 'direct');
    await until(() => hasEpochs(join(folder, 'direct')));
    await rm(join(folder, 'extension'), { recursive: true });
    const { code, stdout } = await training;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Long: finished\n/);
  });
});
