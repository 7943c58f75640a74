/** What version control says about an experiment when its run is started: commit, and what is not committed. */
import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitState {
  readonly commit: string;
  /** A tracked file has changed, or the experiment is not tracked. Other untracked files are nobody's business. */
  readonly dirty: boolean;
  /** Present and true where the experiment is not tracked. */
  readonly untracked?: true;
  /** Difference of tracked files to the commit, or null where there is none. */
  readonly changes: string | null;
}

/** Larger differences are data, not code; the patch then says so instead. */
const largestPatch = 8 * 1024 * 1024;
const everything = [
  // What a submodule has changed inside is for its own repository to say, whose settings would have to be trusted too.
  '--ignore-submodules=dirty',
  '--',
  ':(top)',
  ':(top,exclude,glob)**/.foldboard/**',
];

/**
 * The state of the repository that holds a file, or null where there is none (or no git, or no commit yet). Nothing that the
 * repository configures is run: no hooks, filters, external diff, file system monitor.
 * @param experimentFile its folder must exist
 */
export async function gitState(experimentFile: string): Promise<GitState | null> {
  const folder = dirname(experimentFile);
  try {
    const [head, filters] = await Promise.all([git(folder, ['rev-parse', 'HEAD']), configuredFilters(folder)]);
    const env = withoutFilters(filters);
    const [status, tracked, changes] = await Promise.all([
      git(folder, ['status', '--porcelain', '--untracked-files=no', ...everything], env),
      git(folder, ['ls-files', '--', `:(literal)${basename(experimentFile)}`]),
      patch(folder, env),
    ]);
    return {
      commit: head.trim(),
      dirty: status !== '' || tracked === '',
      ...(tracked === '' ? { untracked: true } : {}),
      changes: changes === '' ? null : changes,
    };
  } catch {
    return null;
  }
}

async function patch(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const difference = (form: string): string[] => [
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    form,
    'HEAD',
    ...everything,
  ];
  try {
    return await git(folder, difference('--binary'), env);
  } catch {
    return `# The difference is too large to keep; what it changes:\n${await git(folder, difference('--stat'), env)}`;
  }
}

/** Settings of filters (`filter.<name>.clean` …) that are the repository's; those of the user, such as git-lfs', are trusted. */
async function configuredFilters(folder: string): Promise<string[]> {
  const list = ['config', '--null', '--show-scope', '--name-only', '--includes', '--get-regexp', '^filter\\.'];
  // Git ends with 1 where there is none.
  const entries = (await git(folder, list).catch(() => '')).split('\0');
  const names = entries.flatMap((scope, i) =>
    i % 2 === 0 && (scope === 'local' || scope === 'worktree') ? [entries[i + 1]] : [],
  );
  return [...new Set(names)];
}

/** An environment in which these filters do nothing; what the user has set in the same way stays. */
function withoutFilters(names: readonly string[]): NodeJS.ProcessEnv {
  if (names.length === 0) return {};
  const first = Number(process.env['GIT_CONFIG_COUNT'] ?? 0);
  const entries = names.flatMap((name, i) => [
    [`GIT_CONFIG_KEY_${first + i}`, name],
    [`GIT_CONFIG_VALUE_${first + i}`, name.endsWith('.required') ? 'false' : ''],
  ]);
  return Object.fromEntries([...entries, ['GIT_CONFIG_COUNT', String(first + names.length)]]) as NodeJS.ProcessEnv;
}

async function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...args], {
    cwd: folder,
    maxBuffer: largestPatch,
    timeout: 20_000,
    windowsHide: true,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env },
  });
  return stdout;
}
