import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitState } from '../../../src/execution/git.js';
import type { RunPlan } from '../../../src/rundir/types.js';
import { uncommittedText } from '../../../src/rundir/uncommitted.js';
import type { ReportTable } from '../../../src/study/report/blocks.js';
import { versionBlocks } from '../../../src/study/report/runBlocks.js';
import { scratch } from '../scratch.js';

const hasGit = (() => {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

async function repository(): Promise<{ root: string; git: (...args: string[]) => string }> {
  const root = await scratch();
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: root }).toString();
  git('init', '-q');
  await writeFile(join(root, 'a.txt'), 'one\n');
  await mkdir(join(root, 'sub'));
  await writeFile(join(root, 'sub/b.txt'), 'two\n');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  return { root, git };
}

describe.skipIf(!hasGit)('what git says of a folder', () => {
  test('no repository, no commit yet: nothing', async () => {
    const folder = await scratch();
    expect(await gitState(join(folder, 'a.txt'))).toBeNull();
    execFileSync('git', ['init', '-q'], { cwd: folder });
    expect(await gitState(join(folder, 'a.txt'))).toBeNull();
  });

  test('a clean folder, and one with runs and other files in it that are not tracked', async () => {
    const { root, git } = await repository();
    const commit = git('rev-parse', 'HEAD').trim();
    expect(await gitState(join(root, 'sub/b.txt'))).toEqual({ commit, dirty: false, changes: null });
    await mkdir(join(root, 'sub/.foldboard'));
    await writeFile(join(root, 'sub/.foldboard/.gitignore'), 'runs/\n');
    await writeFile(join(root, 'sub/predictions.csv'), 'left here\n');
    expect(await gitState(join(root, 'a.txt'))).toEqual({ commit, dirty: false, changes: null });
  });

  test('an experiment that is not tracked, whatever is written in its name', async () => {
    const { root } = await repository();
    const file = join(root, 'sub/*.txt');
    await writeFile(file, 'b.txt is tracked, this is not\n');
    expect(await gitState(file)).toMatchObject({ dirty: true, untracked: true, changes: null });
  });

  test('changes of the whole repository, as a patch that applies', async () => {
    const { root, git } = await repository();
    await writeFile(join(root, 'a.txt'), 'uno\n');
    const state = await gitState(join(root, 'sub/b.txt'));
    expect(state).toMatchObject({ dirty: true });
    git('checkout', '-q', '--', 'a.txt');
    await writeFile(join(root, 'p.patch'), state!.changes!);
    git('apply', 'p.patch');
    expect(git('diff')).toContain('+uno');
  });

  test('nothing that the repository configures is run', async () => {
    const { root, git } = await repository();
    const trap = join(root, 'trap');
    for (const key of ['core.fsmonitor', 'diff.external', 'filter.trap.clean', 'filter.trap.process'])
      git('config', key, `touch ${trap}; false`);
    git('config', 'filter.trap.required', 'true');
    await writeFile(join(root, '.git/info/attributes'), '*.txt filter=trap\n');
    await writeFile(join(root, 'a.txt'), 'uno\n');
    expect((await gitState(join(root, 'a.txt')))?.changes).toContain('+uno');
    expect(existsSync(trap)).toBe(false);
  });
});

test('a run says what its commit does not hold, and names a patch only where there is one', () => {
  const git = { commit: 'c0ffee', dirty: true };
  const said = [
    { ...git, dirty: false, patch: false },
    { ...git, patch: true },
    { ...git, patch: false, untracked: true },
    { ...git, patch: true, untracked: true },
    git, // of before the two were told apart
  ];
  expect(said.map(uncommittedText)).toEqual([
    'clean',
    'with changes',
    'experiment file not in git',
    'experiment file not in git, with changes',
    'with changes',
  ]);
  const versions = { foldboard: '1', node: '20', v8: '11', platform: 'linux' };
  const cell = (one: (typeof said)[number]): string => {
    const plan = { git: one, versions, created: '', engine: 'fused', numericClass: 'fma' } as unknown as RunPlan;
    return (versionBlocks([plan])[1] as ReportTable).rows.find(([name]) => name === 'commit')![1];
  };
  expect(said.map(cell)).toEqual([
    'c0ffee',
    'c0ffee, with changes (changes.patch in the run)',
    'c0ffee, experiment file not in git',
    'c0ffee, experiment file not in git, with changes (changes.patch in the run)',
    'c0ffee, with changes',
  ]);
});
