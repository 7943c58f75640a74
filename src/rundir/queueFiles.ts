/**
 * `.foldboard/queue/`: a waiting request is a file that names a planned run. Only who has the claim on a request (a lock beside it)
 * may change or remove its file, so nothing is run twice and nothing that was cancelled comes back.
 */
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isMissing, readTextIfAny, writeJson } from './atomic.js';
import { foldboardName, runsDirectory } from './find.js';
import { createExclusively } from './lockFile.js';
import { runPaths } from './paths.js';
import { formatVersion } from './types.js';

/** `<id>.request.json`. */
export interface QueueRequest {
  readonly formatVersion: number;
  /** The run's directory, relative to `.foldboard`, with forward slashes. */
  readonly run: string;
  /** Worker threads; null leaves it to the trainer. */
  readonly workers: number | null;
  /** Niceness of its trainer, 0 (as any program) to 19; null: the default of trainers in the background. */
  readonly nice: number | null;
  /** When it was queued (ISO 8601, UTC). */
  readonly enqueued: string;
  /** How far the run was (bytes of its event logs) when a trainer took it; null where none has, or it gave it back. */
  readonly begun: number | null;
  /** Trainers that died at it, one after the other, without getting further. */
  readonly deaths: number;
}

/** A request whose trainer dies so often without getting further is set aside, lest it hold up the others for ever. */
export const mostDeaths = 2;

/** The queue's files. */
export function queuePaths(foldboardDirectory: string) {
  const directory = join(foldboardDirectory, 'queue');
  return {
    directory,
    /** Ids in the order they were put in by hand; others come after, by the time they were queued. */
    order: join(directory, 'order.json'),
    orderLock: join(directory, 'order.lock.json'),
    /** Lock of the process that works the queue off. */
    drainer: join(directory, 'drainer.json'),
    /** What that process said. */
    log: join(directory, 'drainer.log'),
    request: (id: string) => join(directory, `${id}.request.json`),
    claim: (id: string) => join(directory, `${id}.claim.json`),
  } as const;
}

const requestName = /^(.+)\.request\.json$/;
/** Locks, and what writers leave who were killed. */
const ownName = /^(order|drainer)\.json$|^drainer\.log$|\.claim\.json$|\.lock\.json$|\.tmp$|\.claim$|\.json\.\d+$/;

/** Ids of all requests (unordered), and names of files that do not belong there. */
export async function readQueueNames(foldboardDirectory: string): Promise<{ ids: string[]; foreign: string[] }> {
  let names: string[];
  try {
    names = await readdir(queuePaths(foldboardDirectory).directory);
  } catch (error) {
    if (isMissing(error)) return { ids: [], foreign: [] };
    throw error;
  }
  const ids = names.flatMap((name) => requestName.exec(name)?.[1] ?? []);
  const foreign = names.filter((name) => !requestName.test(name) && !ownName.test(name)).sort();
  return { ids, foreign };
}

/** A request, or why it cannot be read; null where there is none. */
export async function readRequest(
  foldboardDirectory: string,
  id: string,
): Promise<{ readonly request: QueueRequest } | { readonly request: null; readonly reason: string } | null> {
  const text = await readTextIfAny(queuePaths(foldboardDirectory).request(id));
  return text === null ? null : parseRequest(text);
}

/** As readRequest, from text. */
export function parseRequest(
  text: string,
): { readonly request: QueueRequest } | { readonly request: null; readonly reason: string } {
  const wrong = (reason: string): { request: null; reason: string } => ({ request: null, reason });
  let value: Partial<QueueRequest> | null;
  try {
    value = JSON.parse(text) as Partial<QueueRequest> | null;
  } catch {
    return wrong('it is not whole JSON');
  }
  if (typeof value !== 'object' || value === null || !Number.isInteger(value.formatVersion))
    return wrong('it is not a request');
  if (value.formatVersion! > formatVersion)
    return wrong(`it was written by a newer Foldboard (format ${value.formatVersion})`);
  if (typeof value.run !== 'string' || value.run === '') return wrong('it names no run');
  const whole = (number: unknown, least: number): number | null =>
    Number.isInteger(number) && (number as number) >= least ? (number as number) : null;
  return {
    request: {
      formatVersion: value.formatVersion!,
      run: value.run,
      workers: whole(value.workers, 1),
      nice: whole(value.nice, 0),
      enqueued: typeof value.enqueued === 'string' ? value.enqueued : '',
      begun: whole(value.begun, 0),
      deaths: whole(value.deaths, 0) ?? 0,
    },
  };
}

/** Creates a request in one step. @returns false where there is one with that id */
export async function createRequest(foldboardDirectory: string, id: string, request: QueueRequest): Promise<boolean> {
  return createExclusively(queuePaths(foldboardDirectory).request(id), `${JSON.stringify(request, null, 2)}\n`);
}

/** Changes a request; only for who has the claim on it. */
export async function writeRequest(foldboardDirectory: string, id: string, request: QueueRequest): Promise<void> {
  await writeJson(queuePaths(foldboardDirectory).request(id), request);
}

/** The run directory that a request names. */
export function requestedRun(foldboardDirectory: string, request: QueueRequest): string {
  return resolve(foldboardDirectory, request.run);
}

/** The `run` of a request. */
export function runReference(foldboardDirectory: string, runDirectory: string): string {
  const path = relative(real(foldboardDirectory), real(runDirectory));
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** The id of a run in the queue: its name; of a run outside of `.foldboard/runs` with a hash of its place. */
export function queueId(foldboardDirectory: string, runDirectory: string): string {
  const run = real(runDirectory);
  if (dirname(run) === real(runsDirectory(foldboardDirectory))) return basename(run);
  const hash = createHash('sha256').update(runReference(foldboardDirectory, run)).digest('hex').slice(0, 8);
  return `${basename(run).slice(0, 100)}-${hash}`;
}

/** The `.foldboard` whose queue a run may stand in. @param root of its plan */
export function foldboardOf(runDirectory: string, root: string | undefined): string {
  const run = resolve(runDirectory);
  const above = dirname(dirname(run));
  const inside = dirname(run) === runsDirectory(above);
  if (inside && (basename(above) === foldboardName || existsSync(queuePaths(above).directory))) return above;
  return join(resolve(run, root ?? '../../..'), foldboardName);
}

/** How far a run is: the bytes of its folds' logs. More of them than before means that its trainer got further. */
export async function progressOf(runDirectory: string): Promise<number> {
  const paths = runPaths(runDirectory);
  const folds = await readdir(paths.folds).catch(() => [] as string[]);
  const sizes = folds
    .filter((name) => /^\d+$/.test(name))
    .map(async (name) => (await stat(paths.fold(Number(name)).events).catch(() => null))?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Deaths of a request that no living process has claimed: that of the trainer that took it last counts, unless it got further. */
export function deathsOf(request: QueueRequest, progress: number): number {
  if (request.begun === null) return request.deaths;
  return progress > request.begun ? 0 : request.deaths + 1;
}

/** True while the run waits in the queue of its `.foldboard` (and was not set aside there). @param root of its plan */
export async function isQueued(runDirectory: string, root: string | undefined): Promise<boolean> {
  const foldboard = foldboardOf(runDirectory, root);
  if (!existsSync(queuePaths(foldboard).directory)) return false;
  const read = await readRequest(foldboard, queueId(foldboard, runDirectory));
  if (!read?.request) return false;
  return deathsOf(read.request, await progressOf(runDirectory)) < mostDeaths;
}

/** Removes what killed processes left behind: temporary files, and locks of requests that are gone. For the drainer. */
export async function sweepQueue(foldboardDirectory: string, olderThanMs = 600_000): Promise<void> {
  const { directory, request } = queuePaths(foldboardDirectory);
  const names = await readdir(directory).catch(() => [] as string[]);
  for (const name of names) {
    const orphan = /^(.+)\.claim\.json$/.exec(name)?.[1];
    const litter = /\.tmp$|\.claim$|\.json\.\d+$/.test(name) || (orphan !== undefined && !existsSync(request(orphan)));
    if (!litter) continue;
    const file = join(directory, name);
    const changed = (await stat(file).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - changed > olderThanMs) await rm(file, { force: true });
  }
}

/** A path as the system names it, so that one run has one id however it was reached. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
