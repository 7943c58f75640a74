/** Atomic writes: a reader sees the old file or the new one, never half of one; a kill leaves at worst a temporary file. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomically from 'write-file-atomic';

export interface AtomicOptions {
  /** Wait until the bytes are on the disk (default). Without it a loss of power may lose the file; a kill does not. */
  readonly fsync?: boolean;
}

/** Replaces or creates `file` in one step. @throws the system's error (ENOSPC …); the old file then still stands. */
export async function writeAtomic(file: string, data: string | Uint8Array, options: AtomicOptions = {}): Promise<void> {
  const bytes = typeof data === 'string' ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  await writeFileAtomically(file, bytes, { fsync: options.fsync ?? true });
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

/**
 * Removes what killed writers left in a directory: files named as one of `files` plus a dot and digits (the form of
 * write-file-atomic). Only the owner of the directory may call it.
 */
export async function removeTemporaries(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => [] as string[]);
  const leftover = names.filter((name) => /\.(json|jsonl|csv|npy|safetensors)\.\d+$/.test(name));
  await Promise.all(leftover.map((name) => rm(join(directory, name), { force: true })));
}
