import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { ensureFoldboard, findFoldboard, resolveRun, runNames, runsDirectory } from '../../../src/rundir/find.js';
import { createRunDirectory, slug, stamp } from '../../../src/rundir/names.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan, tryReadPlan, writePlan } from '../../../src/rundir/plan.js';
import { scratch } from '../scratch.js';
import { samplePlan } from './plan.js';

async function foldboardWith(...names: string[]): Promise<string> {
  const foldboard = join(await scratch(), '.foldboard');
  await ensureFoldboard(foldboard);
  for (const name of names) {
    await mkdir(join(runsDirectory(foldboard), name));
    await writePlan(join(runsDirectory(foldboard), name), samplePlan());
  }
  return foldboard;
}

describe('.foldboard', () => {
  test('is found in the nearest folder above, else where one is', async () => {
    const root = await scratch();
    const deep = join(root, 'a/b/c');
    await mkdir(deep, { recursive: true });
    expect(findFoldboard(deep, root)).toBe(join(root, '.foldboard'));
    await mkdir(join(root, 'a/.foldboard'));
    expect(findFoldboard(deep, '/elsewhere')).toBe(join(root, 'a/.foldboard'));
  });

  test('gets a .gitignore of its own, which is not written over', async () => {
    const foldboard = await foldboardWith();
    const file = join(foldboard, '.gitignore');
    expect((await readFile(file, 'utf8')).split('\n')).toEqual(['runs/', 'cache/', 'queue/', 'trash/', '']);
    await writeFile(file, 'mine\n');
    await ensureFoldboard(foldboard);
    expect(await readFile(file, 'utf8')).toBe('mine\n');
  });
});

describe('names of runs', () => {
  test('are a UTC stamp and a slug', () => {
    expect(stamp(new Date('2026-11-22T23:04:05.999Z'))).toBe('20261122-230405');
    expect(slug('BiGRU 64 – with Attention!')).toBe('bigru-64-with-attention');
    expect(slug('Échelle')).toBe('echelle');
    expect(slug('好')).toBe('run');
    expect(slug(`${'x'.repeat(39)} yz`)).toBe('x'.repeat(39));
  });

  test('stay unique when many start in one second', async () => {
    const runs = join(await scratch(), 'runs');
    const date = new Date();
    const made = await Promise.all(Array.from({ length: 12 }, () => createRunDirectory(runs, 'Same', date)));
    expect(new Set(made).size).toBe(12);
    expect((await readdir(runs)).length).toBe(12);
  });
});

describe('resolving a run', () => {
  test('takes any unambiguous part, the whole name, a directory, or latest', async () => {
    const foldboard = await foldboardWith('20260101-000000-gru', '20260101-000000-gru-2', '20260102-000000-lstm');
    const run = (name: string): string => join(runsDirectory(foldboard), name);
    expect(await resolveRun(foldboard, 'lstm')).toBe(run('20260102-000000-lstm'));
    expect(await resolveRun(foldboard, '0102')).toBe(run('20260102-000000-lstm'));
    expect(await resolveRun(foldboard, 'latest')).toBe(run('20260102-000000-lstm'));
    expect(await resolveRun(foldboard, run('20260101-000000-gru'))).toBe(run('20260101-000000-gru'));
    // A whole name wins, though it is a part of another.
    expect(await resolveRun(foldboard, '20260101-000000-gru')).toBe(run('20260101-000000-gru'));
  });

  test('latest is decided by the plan among runs of one second', async () => {
    const foldboard = await foldboardWith('20260101-000000-a', '20260101-000000-b');
    const first = join(runsDirectory(foldboard), '20260101-000000-a');
    await writePlan(first, samplePlan({ created: '2026-01-02T03:04:05.900Z' }));
    expect(await resolveRun(foldboard, 'latest')).toBe(first);
  });

  test('lists the candidates where it is ambiguous, and known runs where none fits', async () => {
    const foldboard = await foldboardWith('20260101-000000-gru', '20260102-000000-gru');
    const ambiguous = await resolveRun(foldboard, 'gru').catch((error: unknown) => error);
    expect(ambiguous).toBeInstanceOf(UserError);
    expect(ambiguous).toMatchObject({
      kind: 'usage',
      message: '"gru" means more than one run: 20260101-000000-gru, 20260102-000000-gru.',
    });
    await expect(resolveRun(foldboard, 'lstm')).rejects.toMatchObject({
      message: 'No run is called "lstm".',
      cure: expect.stringContaining('20260102-000000-gru, 20260101-000000-gru') as string,
    });
    await expect(resolveRun(join(foldboard, 'none'), 'latest')).rejects.toThrow(/no run yet/);
  });

  test('a directory without a plan is no run: it is just being made', async () => {
    const foldboard = await foldboardWith('20260101-000000-gru');
    await mkdir(join(runsDirectory(foldboard), '20260103-000000-new'));
    expect(await runNames(foldboard)).toEqual(['20260101-000000-gru']);
  });
});

describe('the plan', () => {
  test('comes back as it was written', async () => {
    const run = await scratch();
    await writePlan(run, samplePlan());
    expect(await readPlan(run)).toEqual(samplePlan());
  });

  test('of a newer format is unreadable as a whole', async () => {
    const run = await scratch();
    await writeFile(runPaths(run).plan, JSON.stringify({ formatVersion: 2, name: 5 }));
    await expect(readPlan(run)).rejects.toThrow(
      'This run was written by a newer Foldboard (format 2; this one reads up to 1).',
    );
    expect(await tryReadPlan(run)).toMatchObject({ plan: null, reason: expect.stringMatching(/newer/) as string });
  });

  test.each(['', '{', '[]', '{"formatVersion":"1"}', '{"formatVersion":1}'])('damaged: %j', async (text) => {
    const run = await scratch();
    await writeFile(runPaths(run).plan, text);
    await expect(readPlan(run)).rejects.toBeInstanceOf(UserError);
  });
});
