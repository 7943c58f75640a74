/** Taking and keeping the ownership of a run: at any time at most one process computes it. */
import { createHash, randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import { readTextIfAny, writeJson } from './atomic.js';
import { describe, describeOwner, heartbeatIntervalMs, heartbeatLimitMs, isAlive, parseOwner } from './owner.js';
import { runPaths } from './paths.js';
import type { Owner } from './types.js';

export interface RunLock {
  readonly owner: Owner;
  /** Aborted when another process took the run over (this one was asleep longer than a heartbeat may be old). */
  readonly lost: AbortSignal;
  /** Ends the heartbeat and removes `owner.json` if it is still ours. */
  release(): Promise<void>;
}

/**
 * Makes this process the owner of a run and keeps the heartbeat.
 * @throws UserError (state) where a living process owns it
 */
export async function lockRun(
  runDirectory: string,
  workers: number,
  intervalMs = heartbeatIntervalMs,
): Promise<RunLock> {
  const file = runPaths(runDirectory).owner;
  const owner = await describeOwner(workers);
  await acquire(file, owner);
  const lost = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let ended = false;
  const timer = setInterval(() => {
    last = last.then(beat).catch(() => undefined);
  }, intervalMs);
  timer.unref();

  async function beat(): Promise<void> {
    if (ended) return;
    if (!(await isOurs(file, owner))) {
      lost.abort();
      clearInterval(timer);
      return;
    }
    await writeJson(file, { ...owner, heartbeat: new Date().toISOString() });
  }

  return {
    owner,
    lost: lost.signal,
    async release() {
      ended = true;
      clearInterval(timer);
      await last;
      if (await isOurs(file, owner)) await rm(file, { force: true });
    },
  };
}

async function isOurs(file: string, owner: Owner): Promise<boolean> {
  const text = await readTextIfAny(file);
  const found = text === null ? null : parseOwner(text);
  return found?.host === owner.host && found.pid === owner.pid && found.processStart === owner.processStart;
}

/**
 * Creates `file` with our name in it, or takes it over from a dead process. Of several that find the same dead one, only the
 * process that creates the claim on it (a lock of the same kind, named by the dead one's content) may replace it.
 */
async function acquire(file: string, owner: Owner): Promise<void> {
  for (;;) {
    const text = `${JSON.stringify(owner, null, 2)}\n`;
    if (await createExclusively(file, text)) return;
    const found = await readTextIfAny(file);
    if (found === null) continue;
    await refuseIfAlive(file, found);
    const claim = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 12)}.claim`;
    await acquire(claim, owner);
    try {
      if ((await readTextIfAny(file)) !== found) continue;
      const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
      await writeFile(temporary, text);
      await rename(temporary, file);
      return;
    } finally {
      await rm(claim, { force: true });
    }
  }
}

async function refuseIfAlive(file: string, text: string): Promise<void> {
  const owner = parseOwner(text);
  // Half a file can only be that of a process that is writing it this moment, or that died then.
  const alive = owner
    ? await isAlive(owner)
    : Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? 0) < heartbeatLimitMs;
  if (!alive) return;
  throw new UserError(
    owner
      ? `This run is being computed by ${describe(owner)} (last heartbeat ${owner.heartbeat}).`
      : 'This run is just being started by another process.',
    { kind: 'state', place: { file }, cure: 'Wait for it, or stop it with `foldboard stop`, then resume.' },
  );
}

/** True if the file was created with that text in one step; false where it exists already. */
async function createExclusively(file: string, text: string): Promise<boolean> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await writeFile(temporary, text);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Else a file system without hard links (FAT, some network shares), for which each system has another code.
  } finally {
    await rm(temporary, { force: true });
  }
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    await handle.writeFile(text);
    return true;
  } catch (error) {
    // Half a name in it would keep everybody out for a minute.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
