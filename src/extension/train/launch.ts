/**
 * Starts the trainer: a detached child that needs nobody. It survives a reload, a closed window and an update of the
 * extension; everybody, this window included, follows its run by the run directory.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../base/errors.js';
import { ensureFoldboard, findFoldboard, runsDirectory } from '../../rundir/find.js';
import { lockOwner } from '../../rundir/lockFile.js';
import { createRunDirectory } from '../../rundir/names.js';
import { runPaths } from '../../rundir/paths.js';
import { launchLog } from '../model/record.js';
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

export interface TrainRequest {
  readonly experiment: string;
  /** The folder whose `.foldboard` takes the run where none stands nearer to the experiment. */
  readonly root: string;
  /** As `--set` takes them. */
  readonly set: readonly string[];
}

/** The `.foldboard` that takes an experiment's runs. */
export function foldboardOfExperiment({ experiment, root }: Pick<TrainRequest, 'experiment' | 'root'>): string {
  return findFoldboard(dirname(experiment), root);
}

/**
 * Starts training an experiment and waits until its run is planned (data read, splits made).
 * @throws UserError with the trainer's own words where it refuses; then no run directory is left behind
 */
export async function launchTraining(host: TrainerHost, request: TrainRequest): Promise<Launched> {
  const launched = await launchPlanned(host, request, []);
  const { plan } = runPaths(launched.directory);
  const ended = await firstOf(launched.exitCode, () => existsSync(plan));
  return ended === 'there' ? launched : refuse(launched.directory);
}

/**
 * Plans a run and puts it into the queue, with a process that works the queue off where there is none. Resolves to its directory.
 * @throws UserError with the trainer's own words where it refuses; then no run directory is left behind
 */
export async function launchQueued(host: TrainerHost, request: TrainRequest): Promise<string> {
  const launched = await launchPlanned(host, request, ['--queue']);
  return (await launched.exitCode) === 0 ? launched.directory : refuse(launched.directory);
}

async function launchPlanned(host: TrainerHost, request: TrainRequest, words: readonly string[]): Promise<Launched> {
  const foldboard = foldboardOfExperiment(request);
  await ensureFoldboard(foldboard);
  const directory = await createRunDirectory(runsDirectory(foldboard), experimentSlugName(request.experiment));
  const set = request.set.flatMap((assignment) => ['--set', assignment]);
  const args = ['train', request.experiment, '--run-dir', directory, ...words, ...set];
  return launch(host, args, { directory, cwd: dirname(foldboard), said: launchLog(directory) });
}

async function refuse(directory: string): Promise<never> {
  const error = await refusal(launchLog(directory));
  await rmdir(directory).catch(() => undefined); // refuses by itself where the trainer left something in it
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
  const { owner } = runPaths(directory);
  const ended = await firstOf(launched.exitCode, async () => (await lockOwner(owner)) !== null);
  if (ended === 'there' || ended === 0 || ended === 130) return launched;
  throw await refusal(said);
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
async function firstOf(
  exitCode: Promise<number | null>,
  isThere: () => boolean | Promise<boolean>,
): Promise<'there' | number | null> {
  const ended = exitCode.then((code) => ({ code }));
  for (;;) {
    if (await isThere()) return 'there';
    const result = await Promise.race([ended, wait(50)]);
    if (result) return (await isThere()) ? 'there' : result.code;
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
