/**
 * Starts the trainer: a detached child that needs nobody. It survives a reload, a closed window and an update of the
 * extension; everybody, this window included, follows its run by the run directory.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../base/errors.js';
import { ensureFoldboard, findFoldboard, runsDirectory } from '../../rundir/find.js';
import { createRunDirectory } from '../../rundir/names.js';
import { runPaths } from '../../rundir/paths.js';
import { hostEnvironment, lowerPriority } from './nodeProcess.js';

/** What the trainer is run with. */
export interface TrainerHost {
  /** The editor's Node (or Electron as Node). */
  readonly node: string;
  readonly isElectron: boolean;
  /** Path of `dist/cli.js`. */
  readonly cli: string;
  /** Folds at the same time; 0 leaves it to the trainer. */
  readonly workers: number;
  /** Folder of a copy of tfjs-node; empty or left out: the trainer looks for one itself. */
  readonly tfjsNode?: string;
}

export interface Launched {
  readonly directory: string;
  /** Null where the trainer has not come so far (it was ended first). */
  readonly exitCode: Promise<number | null>;
}

/** Name of the run directory's last part: that of the experiment file. */
export function experimentSlugName(file: string): string {
  return basename(file).replace(/\.experiment\.json$/i, '');
}

/**
 * Starts training an experiment and waits until its run is planned (data read, splits made).
 * `root` is the folder whose `.foldboard` takes the run where none stands nearer to the experiment.
 * @throws UserError with the trainer's own words where it refuses; then no run directory is left behind
 */
export async function launchTraining(
  host: TrainerHost,
  request: { readonly experiment: string; readonly root: string; readonly set: readonly string[] },
): Promise<Launched> {
  const foldboard = findFoldboard(dirname(request.experiment), request.root);
  await ensureFoldboard(foldboard);
  const directory = await createRunDirectory(runsDirectory(foldboard), experimentSlugName(request.experiment));
  const set = request.set.flatMap((assignment) => ['--set', assignment]);
  const launched = await launch(host, ['train', request.experiment, '--run-dir', directory, ...set], {
    directory,
    cwd: dirname(foldboard),
    said: launchLog(directory),
  });
  const { plan } = runPaths(directory);
  const ended = await firstOf(launched.exitCode, () => existsSync(plan));
  if (ended === 'there') return launched;
  const error = await refusal(launchLog(directory));
  await rmdir(directory).catch(() => undefined); // refuses by itself where the trainer left something in it
  await rm(launchLog(directory), { force: true });
  throw error;
}

/**
 * Plans a run and puts it into the queue, with a process that works the queue off where there is none. Resolves to its directory.
 * @throws UserError with the trainer's own words where it refuses; then no run directory is left behind
 */
export async function launchQueued(
  host: TrainerHost,
  request: { readonly experiment: string; readonly root: string; readonly set: readonly string[] },
): Promise<string> {
  const foldboard = findFoldboard(dirname(request.experiment), request.root);
  await ensureFoldboard(foldboard);
  const directory = await createRunDirectory(runsDirectory(foldboard), experimentSlugName(request.experiment));
  const set = request.set.flatMap((assignment) => ['--set', assignment]);
  const args = ['train', request.experiment, '--run-dir', directory, '--queue', ...set];
  const launched = await launch(host, args, { directory, cwd: dirname(foldboard), said: launchLog(directory) });
  if ((await launched.exitCode) === 0) return directory;
  const error = await refusal(launchLog(directory));
  await rmdir(directory).catch(() => undefined);
  await rm(launchLog(directory), { force: true });
  throw error;
}

/**
 * Starts going on with a run; resolves once the trainer owns it (or has done what was left).
 * @throws UserError with the trainer's own words where it refuses
 */
export async function launchResume(host: TrainerHost, directory: string): Promise<Launched> {
  const said = launchLog(directory);
  const launched = await launch(host, ['resume', directory], { directory, cwd: directory, said });
  const ended = await firstOf(launched.exitCode, () => existsSync(runPaths(directory).owner));
  if (ended === 'there' || ended === 0 || ended === 130) return launched;
  throw await refusal(said);
}

/** What a trainer says outside of its run's log: why it refuses, or the last words of Node where it crashes. */
export function launchLog(runDirectory: string): string {
  const foldboard = dirname(dirname(runDirectory));
  return join(foldboard, 'cache', 'launch', `${basename(runDirectory)}.log`);
}

async function launch(
  host: TrainerHost,
  args: readonly string[],
  where: { readonly directory: string; readonly cwd: string; readonly said: string },
): Promise<Launched> {
  await mkdir(dirname(where.said), { recursive: true });
  const workers = host.workers > 0 ? ['--workers', String(host.workers)] : [];
  const log = await open(where.said, 'w');
  try {
    const child = spawn(host.node, [host.cli, ...args, ...workers], {
      cwd: where.cwd,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', log.fd],
      env: { ...hostEnvironment(process.env, host), NO_COLOR: '1' },
    });
    const exitCode = new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('exit', done);
    });
    void exitCode.then(
      (code) => (code === 0 || code === 130 ? rm(where.said, { force: true }) : undefined),
      () => undefined,
    );
    if (child.pid !== undefined) lowerPriority(child.pid);
    child.unref();
    return { directory: where.directory, exitCode };
  } finally {
    await log.close();
  }
}

/** `there` as soon as `isThere`, else the exit code of a trainer that ended before. */
async function firstOf(exitCode: Promise<number | null>, isThere: () => boolean): Promise<'there' | number | null> {
  const ended = exitCode.then((code) => ({ code }));
  for (;;) {
    if (isThere()) return 'there';
    const result = await Promise.race([ended, wait(50)]);
    if (result) return isThere() ? 'there' : result.code;
  }
}

async function refusal(said: string): Promise<UserError> {
  const text = await readFile(said, 'utf8').catch(() => '');
  const words = lastWords(text);
  return new UserError(words === '' ? 'The trainer ended without a word.' : words, { kind: 'state' });
}

/** What the terminal printed last: its error, without the word before it, or else the last lines, at most twelve. */
export function lastWords(log: string): string {
  const lines = log.trimEnd().split(/\r?\n/);
  const start = lines.findLastIndex((line) => /^error\s/.test(line));
  const words = start >= 0 ? lines.slice(start) : lines.slice(-12);
  return words
    .join('\n')
    .replace(/^error\s+/, '')
    .trim();
}
