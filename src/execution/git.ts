/** What version control says about the folder a run is started in: commit, and what is not committed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitState {
  readonly commit: string;
  readonly dirty: boolean;
  /** Difference of tracked files to the commit, or null where there is none. */
  readonly changes: string | null;
}

/** Larger differences are data, not code; the patch then says so instead. */
const largestPatch = 8 * 1024 * 1024;
const exclude = ':(top,exclude,glob)**/.foldboard/**';

/**
 * The state of the repository that holds `folder`, or null where there is none (or no git, or no commit yet). Nothing that the
 * repository configures is run: no hooks, no external diff, no file system monitor.
 */
export async function gitState(folder: string): Promise<GitState | null> {
  try {
    const commit = (await git(folder, ['rev-parse', 'HEAD'])).trim();
    const status = await git(folder, ['status', '--porcelain', '--', ':(top)', exclude]);
    const changes = await patch(folder);
    return { commit, dirty: status.trim() !== '', changes: changes === '' ? null : changes };
  } catch {
    return null;
  }
}

async function patch(folder: string): Promise<string> {
  try {
    return await git(folder, ['diff', '--no-ext-diff', '--no-textconv', '--binary', 'HEAD', '--', ':(top)', exclude]);
  } catch {
    const stat = await git(folder, [
      'diff',
      '--no-ext-diff',
      '--no-textconv',
      '--stat',
      'HEAD',
      '--',
      ':(top)',
      exclude,
    ]);
    return `# The difference is too large to keep; what it changes:\n${stat}`;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...args], {
    cwd: folder,
    maxBuffer: largestPatch,
    timeout: 20_000,
    windowsHide: true,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
  });
  return stdout;
}
