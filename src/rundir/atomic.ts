/** Atomic writes: a reader sees the old file or the new one, never half of one; a kill leaves at worst a temporary file. */
import { randomInt } from 'node:crypto';
import { open, readdir, readFile, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface AtomicOptions {
  /** Wait until the bytes are on the disk (default). Without it a loss of power may lose the file; a kill does not. */
  readonly fsync?: boolean;
}

/**
 * Replaces or creates `file` in one step; a link stays one, and what it names is replaced. The file keeps its permissions.
 * @throws the system's error (ENOSPC …); the old file then still stands
 */
export async function writeAtomic(file: string, data: string | Uint8Array, options: AtomicOptions = {}): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const mode = (await stat(target).catch(() => null))?.mode;
  const temporary = `${target}.${randomInt(2 ** 47)}`;
  try {
    const handle = await open(temporary, 'wx', mode ?? 0o666);
    try {
      if (mode !== undefined) await handle.chmod(mode).catch(() => undefined);
      await writeAll(handle, typeof data === 'string' ? Buffer.from(data) : data);
      if (options.fsync ?? true) await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    // Nobody knows the temporary file by name.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** One write may take only the first bytes: the last ones that a full disk has room for, or 2 GB. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at, at)).bytesWritten;
}

/** Windows refuses for a moment where a reader or a virus scanner has the file open. */
async function replace(temporary: string, target: string): Promise<void> {
  for (let pause = 10; ; pause *= 2) {
    try {
      await rename(temporary, target);
      return;
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (process.platform !== 'win32' || !busy || pause > 1000) throw error;
      await wait(pause);
    }
  }
}

/** Writes a value as JSON, two spaces of indentation, newline at the end: the form of all documents of a run. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** The text of a file, or null where there is none. */
export async function readTextIfAny(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** True for the errors that mean "there is no such file". */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** What a killed writer leaves: a name, a dot and digits. */
const ofWriters = /\.(json|jsonc|jsonl|csv|npy|safetensors|patch)\.\d+$/;
/** What one leaves that was killed while it asked for a lock (lockFile.ts): of no use to anybody once the lock is had. */
const ofLocks = /\.json(\.[0-9a-f]{12}\.claim)*\.[0-9a-f]{12}\.(tmp|claim)$/;

/** Removes what killed processes left in a directory. Only the owner of the directory may call it. */
export async function removeTemporaries(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => [] as string[]);
  const leftover = names.filter((name) => ofWriters.test(name) || ofLocks.test(name));
  await Promise.all(leftover.map((name) => rm(join(directory, name), { force: true })));
}
