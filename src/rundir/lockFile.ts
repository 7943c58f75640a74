/** Locks that are files and outlive nobody: had by at most one living process, taken over only from a dead one. */
import { createHash, randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { UserError } from '../base/errors.js';
import { readTextIfAny, writeJson } from './atomic.js';
import { describeOwner, heartbeatIntervalMs, heartbeatLimitMs, isAlive, parseOwner } from './owner.js';
import type { Owner } from './types.js';

export interface FileLock {
  readonly owner: Owner;
  /** Aborted when another process took it over (this one was asleep longer than a heartbeat may be old). */
  readonly lost: AbortSignal;
  /** True while the file names this process. */
  isOurs(): Promise<boolean>;
  /** Ends the heartbeat and removes the file if it is still ours. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** Kept in the file, for those who look. */
  readonly workers?: number;
  readonly intervalMs?: number;
}

/**
 * Makes this process the owner of `file` and keeps the heartbeat in it.
 * @param refusal what is thrown where a living process has it (null: one that is writing its name this moment)
 */
export async function lockFile(
  file: string,
  refusal: (owner: Owner | null) => UserError,
  options: LockOptions = {},
): Promise<FileLock> {
  const owner = await describeOwner(options.workers ?? 0);
  const other = await acquire(file, owner);
  if (other) throw refusal(other.owner);
  return keep(file, owner, options.intervalMs ?? heartbeatIntervalMs);
}

/** As lockFile; null where a living process has it. */
export async function tryLockFile(file: string, options: LockOptions = {}): Promise<FileLock | null> {
  const owner = await describeOwner(options.workers ?? 0);
  if (await acquire(file, owner)) return null;
  return keep(file, owner, options.intervalMs ?? heartbeatIntervalMs);
}

/**
 * Does something that takes a moment while nobody else who asks for the same lock does; waits for its turn.
 * @param refusal what is thrown where it has not come within ten seconds
 */
export async function withLock<T>(
  file: string,
  refusal: (owner: Owner | null) => UserError,
  act: () => Promise<T>,
): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const lock = await (Date.now() < end ? tryLockFile(file) : lockFile(file, refusal));
    if (!lock) {
      await wait(15);
      continue;
    }
    try {
      return await act();
    } finally {
      await lock.release();
    }
  }
}

/** The living process that has a lock; null where none has. */
export async function lockOwner(file: string): Promise<Owner | null> {
  const text = await readTextIfAny(file);
  const owner = text === null ? null : parseOwner(text);
  return owner && (await isAlive(owner)) ? owner : null;
}

function keep(file: string, owner: Owner, intervalMs: number): FileLock {
  const lost = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let ended = false;
  const isOurs = async (): Promise<boolean> => {
    const text = await readTextIfAny(file);
    const found = text === null ? null : parseOwner(text);
    return found?.host === owner.host && found.pid === owner.pid && found.processStart === owner.processStart;
  };
  const timer = setInterval(() => {
    last = last.then(beat).catch(() => undefined);
  }, intervalMs);
  timer.unref();

  async function beat(): Promise<void> {
    if (ended) return;
    if (!(await isOurs())) {
      lost.abort();
      clearInterval(timer);
      return;
    }
    await writeJson(file, { ...owner, heartbeat: new Date().toISOString() });
  }

  return {
    owner,
    lost: lost.signal,
    isOurs,
    async release() {
      ended = true;
      clearInterval(timer);
      await last;
      if (await isOurs()) await rm(file, { force: true });
    },
  };
}

/**
 * Creates `file` with our name in it, or takes it over from a dead process. Of several that find the same dead one, only the
 * process that creates the claim on it (a lock of the same kind, named by the dead one's content) may replace it.
 * @returns null where it is ours now; else who has it
 */
async function acquire(file: string, owner: Owner): Promise<{ readonly owner: Owner | null } | null> {
  for (;;) {
    const text = `${JSON.stringify(owner, null, 2)}\n`;
    if (await createExclusively(file, text)) return null;
    const found = await readTextIfAny(file);
    if (found === null) continue;
    const living = await whoLives(file, found);
    if (living) return living;
    const claim = `${file}.${createHash('sha256').update(found).digest('hex').slice(0, 12)}.claim`;
    const other = await acquire(claim, owner);
    if (other) return other;
    try {
      if ((await readTextIfAny(file)) !== found) continue;
      const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
      await writeFile(temporary, text);
      await rename(temporary, file);
      return null;
    } finally {
      await rm(claim, { force: true });
    }
  }
}

/** Who of the living wrote this text; null where nobody. */
async function whoLives(file: string, text: string): Promise<{ readonly owner: Owner | null } | null> {
  const owner = parseOwner(text);
  if (owner) return (await isAlive(owner)) ? { owner } : null;
  // Half a file can only be that of a process that is writing it this moment, or that died then.
  const age = Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? 0);
  return age < heartbeatLimitMs ? { owner: null } : null;
}

/** True if the file was created with that text in one step; false where it exists already. */
export async function createExclusively(file: string, text: string): Promise<boolean> {
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
