/** Taking requests from the queue: each by one process at a time, and back into it where that process dies. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { lockOwner, tryLockFile, type FileLock } from './lockFile.js';
import { runPaths } from './paths.js';
import { listQueue } from './queue.js';
import {
  deathsOf,
  mostDeaths,
  progressOf,
  queuePaths,
  readRequest,
  requestedRun,
  writeRequest,
  type QueueRequest,
} from './queueFiles.js';

export interface QueueClaim {
  readonly id: string;
  readonly foldboardDirectory: string;
  readonly runDirectory: string;
  /** Name of that directory. */
  readonly name: string;
  readonly workers: number | null;
  readonly nice: number | null;
  /** Aborted when another machine took it over, because this one gave no sign of life for a minute. */
  readonly lost: AbortSignal;
  readonly request: QueueRequest;
  readonly lock: FileLock;
}

/**
 * Claims the next request that waits: its file stays until releaseClaim, its claim as long as this process lives. Where the
 * process is killed, the request waits again; where that happens at it twice without its run getting further, it is set aside.
 * @param after requests that come last, whatever the order says
 * @returns null where none waits that could be run here now
 */
export async function claimNext(
  foldboardDirectory: string,
  after: ReadonlySet<string> = new Set(),
): Promise<QueueClaim | null> {
  const { entries } = await listQueue(foldboardDirectory);
  const waiting = entries.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  for (const id of [...waiting.filter((one) => !after.has(one)), ...waiting.filter((one) => after.has(one))]) {
    const claim = await claimOne(foldboardDirectory, id);
    if (claim) return claim;
  }
  return null;
}

async function claimOne(foldboardDirectory: string, id: string): Promise<QueueClaim | null> {
  const lock = await tryLockFile(queuePaths(foldboardDirectory).claim(id));
  if (!lock) return null;
  try {
    const claim = await prepare(foldboardDirectory, id, lock);
    if (claim) return claim;
  } catch (error) {
    await lock.release();
    throw error;
  }
  await lock.release();
  return null;
}

/** Looks again now that nobody else can change it: since it was listed it may have been run or cancelled. */
async function prepare(foldboardDirectory: string, id: string, lock: FileLock): Promise<QueueClaim | null> {
  const read = await readRequest(foldboardDirectory, id);
  if (!read?.request) return null;
  const runDirectory = requestedRun(foldboardDirectory, read.request);
  const paths = runPaths(runDirectory);
  if (!existsSync(paths.plan) || (await lockOwner(paths.owner))) return null;
  const progress = await progressOf(runDirectory);
  const request = { ...read.request, deaths: deathsOf(read.request, progress), begun: progress };
  if (request.deaths >= mostDeaths) return null;
  await writeRequest(foldboardDirectory, id, request);
  const { workers, nice } = request;
  return {
    ...{ id, foldboardDirectory, runDirectory, name: basename(runDirectory), workers, nice },
    ...{ lost: lock.lost, request, lock },
  };
}

/**
 * Ends a claim. `done`: the request is fulfilled, or never will be, and goes; `again`: it waits as before; `died`: it waits, and
 * it is held against it that its trainer died.
 */
export async function releaseClaim(claim: QueueClaim, as: 'done' | 'again' | 'died'): Promise<void> {
  const { foldboardDirectory, id, lock } = claim;
  if (await lock.isOurs()) {
    if (as === 'done') await rm(queuePaths(foldboardDirectory).request(id), { force: true });
    if (as === 'again') await writeRequest(foldboardDirectory, id, { ...claim.request, begun: null });
  }
  await lock.release();
}
