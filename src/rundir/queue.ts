/** The queue of a `.foldboard`: runs that wait for their turn, whoever put them there, whoever looks. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../base/errors.js';
import { ensureFoldboard } from './find.js';
import { lockFile, lockOwner } from './lockFile.js';
import { describe } from './owner.js';
import { runPaths } from './paths.js';
import { readPlan } from './plan.js';
import { changeOrder, inOrder, moved, readOrder, type Move } from './queueOrder.js';
import {
  createRequest,
  deathsOf,
  foldboardOf,
  mostDeaths,
  progressOf,
  queueId,
  queuePaths,
  readQueueNames,
  readRequest,
  requestedRun,
  runReference,
  writeRequest,
  type QueueRequest,
} from './queueFiles.js';
import { formatVersion, type Owner } from './types.js';

export interface QueueEntry {
  /** What moves and cancels it: the name of the run's directory, where that stands in `.foldboard/runs`. */
  readonly id: string;
  readonly runDirectory: string;
  /** Name of that directory. */
  readonly name: string;
  readonly workers: number | null;
  readonly nice: number | null;
  /** ISO 8601, UTC. */
  readonly enqueued: string;
  /** `crashed`: trainers died at it without getting further; it is not tried again until it is queued or resumed anew. */
  readonly state: 'waiting' | 'running' | 'crashed';
  /** Who runs it (or is about to); null unless it is running. */
  readonly owner: Owner | null;
  /** Trainers that died at it. */
  readonly deaths: number;
}

export interface Queue {
  /** Running ones first, then the waiting in their order, then the crashed. */
  readonly entries: readonly QueueEntry[];
  /** Files in the queue's folder that are no request, or a damaged one. They are passed over. */
  readonly problems: readonly { readonly file: string; readonly reason: string }[];
  /** The living process that works the queue off; null where none does. */
  readonly drainer: Owner | null;
}

export interface EnqueueRequest {
  /** A planned run (see startRun): what was queued is what will run, whatever becomes of the experiment file. */
  readonly runDirectory: string;
  readonly workers?: number;
  readonly nice?: number;
}

/**
 * Puts a planned run at the end of the queue. Starts nobody who works it off.
 * @returns its id
 * @throws UserError where it is no run, is finished, is being computed, or waits already
 */
export async function enqueue(foldboardDirectory: string, request: EnqueueRequest): Promise<string> {
  const { runDirectory } = request;
  await readPlan(runDirectory);
  const paths = runPaths(runDirectory);
  const name = basename(runDirectory);
  const refuse = (message: string, cure: string): UserError => new UserError(message, { kind: 'state', cure });
  if (existsSync(paths.result)) throw refuse(`${name} is finished.`, 'Train its experiment again for another run.');
  const owner = await lockOwner(paths.owner);
  if (owner) throw refuse(`${name} is being computed by ${describe(owner)}.`, 'It needs no place in the queue.');

  await ensureFoldboard(foldboardDirectory);
  await mkdir(queuePaths(foldboardDirectory).directory, { recursive: true });
  const id = queueId(foldboardDirectory, runDirectory);
  const entry: QueueRequest = {
    formatVersion,
    run: runReference(foldboardDirectory, runDirectory),
    workers: request.workers ?? null,
    nice: request.nice ?? null,
    enqueued: new Date().toISOString(),
    begun: null,
    deaths: 0,
  };
  if (await createRequest(foldboardDirectory, id, entry)) return id;
  if (await renewCrashed(foldboardDirectory, id, entry)) return id;
  throw refuse(`${name} is in the queue already.`, '`foldboard queue` shows its place.');
}

/** A request that was set aside gets another try, at the end. */
async function renewCrashed(foldboardDirectory: string, id: string, entry: QueueRequest): Promise<boolean> {
  return withClaim(foldboardDirectory, id, async (request) => {
    if (!request) return false;
    const run = requestedRun(foldboardDirectory, request);
    if (deathsOf(request, await progressOf(run)) < mostDeaths) return false;
    await writeRequest(foldboardDirectory, id, entry);
    return true;
  });
}

/** The whole queue, as it stands. Never throws for what is in its files. */
export async function listQueue(foldboardDirectory: string): Promise<Queue> {
  const [{ ids, foreign }, order, drainer] = await Promise.all([
    readQueueNames(foldboardDirectory),
    readOrder(foldboardDirectory),
    lockOwner(queuePaths(foldboardDirectory).drainer),
  ]);
  const problems = foreign.map((file) => ({ file, reason: 'it does not belong to the queue' }));
  const entries: QueueEntry[] = [];
  await Promise.all(
    ids.map(async (id) => {
      const read = await readEntry(foldboardDirectory, id);
      if (read && 'id' in read) entries.push(read);
      else if (read) problems.push(read);
    }),
  );
  problems.sort((a, b) => (a.file < b.file ? -1 : 1));
  const states = ['running', 'waiting', 'crashed'] as const;
  const sorted = inOrder(entries, order);
  return { entries: states.flatMap((state) => sorted.filter((entry) => entry.state === state)), problems, drainer };
}

async function readEntry(foldboard: string, id: string): Promise<QueueEntry | { file: string; reason: string } | null> {
  const file = basename(queuePaths(foldboard).request(id));
  const read = await readRequest(foldboard, id);
  if (read === null) return null; // done this moment
  if (read.request === null) return { file, reason: read.reason };
  const { request } = read;
  const runDirectory = requestedRun(foldboard, request);
  if (!existsSync(runPaths(runDirectory).plan)) return { file, reason: `its run ${request.run} is gone` };
  const owner = await computing(foldboard, id, runDirectory);
  const deaths = owner ? request.deaths : deathsOf(request, await progressOf(runDirectory));
  const { workers, nice, enqueued } = request;
  const state = owner ? 'running' : deaths >= mostDeaths ? 'crashed' : 'waiting';
  return { id, runDirectory, name: basename(runDirectory), workers, nice, enqueued, state, owner, deaths };
}

/** The living process that computes the run of a request or has claimed it. */
async function computing(foldboardDirectory: string, id: string, runDirectory: string): Promise<Owner | null> {
  return (await lockOwner(runPaths(runDirectory).owner)) ?? (await lockOwner(queuePaths(foldboardDirectory).claim(id)));
}

/**
 * Moves a waiting request among those that wait. One that is not there (any more) stays away; nothing is thrown for it.
 * @throws UserError where the order cannot be written
 */
export async function moveInQueue(foldboardDirectory: string, id: string, move: Move): Promise<void> {
  await changeOrder(foldboardDirectory, async () => {
    const { entries } = await listQueue(foldboardDirectory);
    const ids = (state: QueueEntry['state']): string[] =>
      entries.filter((entry) => entry.state === state).map((entry) => entry.id);
    return [...ids('running'), ...moved(ids('waiting'), id, move), ...ids('crashed')];
  });
}

/**
 * Takes a request out of the queue. Its run stays, and can be resumed.
 * @returns false where there is no such request
 * @throws UserError (state) where the run is being computed
 */
export async function cancelQueued(foldboardDirectory: string, id: string): Promise<boolean> {
  return withClaim(foldboardDirectory, id, async (request) => {
    const run = request && requestedRun(foldboardDirectory, request);
    const owner = run && (await lockOwner(runPaths(run).owner));
    if (owner) throw running(basename(run), owner);
    await rm(queuePaths(foldboardDirectory).request(id), { force: true });
    return true;
  });
}

/**
 * Takes a run out of the queue it may stand in: before it is deleted, or computed at once.
 * @returns false where it stands in none
 * @throws UserError (state) where its turn has come
 */
export async function dequeueRun(runDirectory: string, root: string | undefined): Promise<boolean> {
  const foldboard = foldboardOf(runDirectory, root);
  const id = queueId(foldboard, runDirectory);
  if (!existsSync(queuePaths(foldboard).request(id))) return false;
  return cancelQueued(foldboard, id);
}

/** Does something with a request (null: a damaged one) nobody else touches meanwhile; false where there is none. */
async function withClaim(
  foldboardDirectory: string,
  id: string,
  act: (request: QueueRequest | null) => Promise<boolean>,
): Promise<boolean> {
  const paths = queuePaths(foldboardDirectory);
  if (!existsSync(paths.request(id))) return false;
  const claim = await lockFile(paths.claim(id), (owner) => running(id, owner));
  try {
    const read = await readRequest(foldboardDirectory, id);
    return read !== null && (await act(read.request));
  } finally {
    await claim.release();
  }
}

function running(name: string, owner: Owner | null): UserError {
  return new UserError(`${name} waits no longer: ${owner ? describe(owner) : 'a process'} runs it.`, {
    kind: 'state',
    cure: 'Stop it with `foldboard stop`; it can be resumed.',
  });
}
