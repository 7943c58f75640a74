/**
 * Starts the trainer: a detached child that needs nobody. It survives a reload, a closed window and an update of the
 * extension; everybody, this window included, follows its run by the run directory.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm, readdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../base/errors.js';
import { ensureFoldboard, findFoldboard, runsDirectory } from '../../rundir/find.js';
import { createRunDirectory } from '../../rundir/names.js';
import { runPaths } from '../../rundir/paths.js';
import { childEnvironment } from './nodeProcess.js';

/** What the trainer is run with. */
export interface TrainerHost {
  /** The editor's Node (or Electron as Node). */
  readonly node: string;
  readonly isElectron: boolean;
  /** Path of `dist/cli.js`. */
  readonly cli: string;
  /** Folds at the same time; 0 leaves it to the trainer. */
  readonly workers: number;
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
  const args = ['train', request.experiment, '--run-dir', directory, ...set];
  const launched = await launch(host, args, directory, dirname(foldboard));
  await planned(launched);
  return launched;
}

/** Starts going on with a run; resolves once it has an owner (or has ended already). */
export async function launchResume(host: TrainerHost, directory: string): Promise<Launched> {
  const launched = await launch(host, ['resume', directory], directory, directory);
  const owner = runPaths(directory).owner;
  const ended = await firstOf(launched.exitCode, () => existsSync(owner));
  if (ended !== 'there' && ended !== 0 && ended !== 130) throw await refusal(directory);
  return launched;
}

async function launch(host: TrainerHost, args: string[], directory: string, cwd: string): Promise<Launched> {
  const workers = host.workers > 0 ? ['--workers', String(host.workers)] : [];
  const log = await open(runPaths(directory).log, 'a');
  try {
    const child = spawn(host.node, [host.cli, ...args, ...workers], {
      cwd,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...childEnvironment(process.env, host.isElectron), NO_COLOR: '1' },
    });
    const exitCode = new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('exit', done);
    });
    exitCode.catch(() => undefined);
    if (child.pid !== undefined) lowerPriority(child.pid);
    child.unref();
    return { directory, exitCode };
  } finally {
    await log.close();
  }
}

/** Training leaves the editor in front; a system that forbids it changes nothing. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // not allowed here
  }
}

async function planned(launched: Launched): Promise<void> {
  const { plan, log } = runPaths(launched.directory);
  const ended = await firstOf(launched.exitCode, () => existsSync(plan));
  if (existsSync(plan)) return;
  const error = await refusal(launched.directory);
  const left = await readdir(launched.directory).catch(() => []);
  if (left.every((name) => name === basename(log))) await rm(launched.directory, { recursive: true, force: true });
  throw ended === 'there' ? new Error('unreachable') : error;
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

/** The last words of a trainer as an error for the user. */
async function refusal(directory: string): Promise<UserError> {
  const text = await readFile(runPaths(directory).log, 'utf8').catch(() => '');
  const said = lastWords(text);
  return new UserError(said === '' ? 'The trainer ended without a word.' : said, { kind: 'state' });
}

/** The end of a log: the lines after the last one that is plain progress, at most twelve. */
export function lastWords(log: string): string {
  const lines = log.trimEnd().split(/\r?\n/);
  return lines.slice(-12).join('\n').trim();
}
