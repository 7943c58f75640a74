/** Finding `.foldboard` and the runs in it. */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { isMissing, writeAtomic } from './atomic.js';
import { runPaths } from './paths.js';
import { tryReadPlan } from './plan.js';

/** Name of the folder that holds runs, queue and cache. */
export const foldboardName = '.foldboard';

/** The folder of runs in a `.foldboard`. */
export function runsDirectory(foldboardDirectory: string): string {
  return join(foldboardDirectory, 'runs');
}

/** The folder of a `.foldboard` in which data lie as they were read. */
export function cacheDirectory(foldboardDirectory: string): string {
  return join(foldboardDirectory, 'cache');
}

/**
 * The `.foldboard` that belongs to a place: in the nearest folder at or above `from` that has one, else in `otherwise`
 * (where it need not exist yet).
 */
export function findFoldboard(from: string, otherwise: string = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, foldboardName);
    if (isDirectory(candidate)) return candidate;
    if (dirname(folder) === folder) return join(resolve(otherwise), foldboardName);
  }
}

/** Creates a `.foldboard` with its own .gitignore where it does not stand yet. */
export async function ensureFoldboard(foldboardDirectory: string): Promise<void> {
  await mkdir(runsDirectory(foldboardDirectory), { recursive: true });
  const ignore = join(foldboardDirectory, '.gitignore');
  if (!existsSync(ignore)) await writeAtomic(ignore, 'runs/\ncache/\nqueue/\ntrash/\n');
}

/** Names of all runs (directories with a plan), oldest first. */
export async function runNames(foldboardDirectory: string): Promise<string[]> {
  const directory = runsDirectory(foldboardDirectory);
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isFile() && existsSync(runPaths(join(directory, entry.name)).plan))
      .map((entry) => entry.name)
      .sort(byName);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/**
 * The directory of the run that `name` means: a directory, `latest`, or any part of a run's name that fits no other run.
 * @throws UserError (usage) where none fits, or several do (they are listed)
 */
export async function resolveRun(foldboardDirectory: string, name: string): Promise<string> {
  if (name.trim() === '') throw new UserError('The name of the run is empty.', { kind: 'usage', cure: known([]) });
  const names = await runNames(foldboardDirectory);
  const inside = (run: string): string => join(runsDirectory(foldboardDirectory), run);
  if (names.includes(name)) return inside(name);
  const directory = resolve(name);
  if (existsSync(runPaths(directory).plan)) return directory;
  if (name === 'latest') {
    if (names.length === 0)
      throw new UserError(`There is no run yet in ${runsDirectory(foldboardDirectory)}.`, {
        kind: 'usage',
        cure: 'Start one with `foldboard train <experiment>`.',
      });
    return inside(await newest(names, inside));
  }
  const fitting = names.filter((run) => run.includes(name));
  if (fitting.length === 1) return inside(fitting[0]!);
  if (fitting.length === 0)
    throw new UserError(`No run is called ${JSON.stringify(name)}.`, { kind: 'usage', cure: known(names) });
  throw new UserError(
    `${JSON.stringify(name)} means more than one run: ${fitting.slice(0, 10).join(', ')}${fitting.length > 10 ? ` and ${fitting.length - 10} more` : ''}.`,
    { kind: 'usage', cure: 'Give more of the name.' },
  );
}

function known(names: readonly string[]): string {
  if (names.length === 0) return '`foldboard list` shows the runs.';
  return `Known runs: ${names.slice(-5).reverse().join(', ')}${names.length > 5 ? ' …' : ''}. \`foldboard list\` shows all.`;
}

/** Names carry seconds only: among those of the last second the plan's time decides. */
async function newest(names: readonly string[], inside: (run: string) => string): Promise<string> {
  const second = names.at(-1)!.slice(0, 15);
  const last = names.filter((run) => run.startsWith(second));
  const created = await Promise.all(
    last.map(async (run) => ({ run, time: (await tryReadPlan(inside(run))).plan?.created ?? '' })),
  );
  created.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : byName(a.run, b.run)));
  return basename(created.at(-1)!.run);
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
