/** What tells that a file has changed without reading it, and when that can be trusted. */
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { csvFilesOf } from '../read/sources.js';

/** State of a file; two stamps are the same where their JSON is. Times in ns since 1970. */
export interface FileStamp {
  /** Absolute. */
  readonly path: string;
  readonly size: string;
  readonly inode: string;
  readonly modified: string;
  /** Time of the last change of content or of anything about the file; unlike `modified`, no program can set it. */
  readonly changed: string;
}

const second = 1_000_000_000n;
/** Times of files advance in ticks of up to 10 ms; two changes within one get the same. Much more, to be sure. */
const ambiguous = 200_000_000n;

/** Stamps of the files that `path` means: itself, or the CSV files in it. @throws the system's error */
export function stampsOf(path: string): FileStamp[] {
  const files = statSync(path).isDirectory() ? csvFilesOf(path) : [path];
  return files.map(stampOf);
}

/** Opened and not just looked up: network file systems ask the server then, instead of what they remember. */
function stampOf(file: string): FileStamp {
  const descriptor = openSync(file, 'r');
  try {
    const { size, ino, mtimeNs, ctimeNs } = fstatSync(descriptor, { bigint: true });
    return {
      path: resolve(file),
      size: String(size),
      inode: String(ino),
      modified: String(mtimeNs),
      changed: String(ctimeNs),
    };
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes of all files together. */
export function totalSize(stamps: readonly FileStamp[]): number {
  return stamps.reduce((sum, { size }) => sum + Number(size), 0);
}

/**
 * Whether a later change of these files must show in their stamps: each was last changed so long before `now` that another
 * change gets another time. Never so on file systems that count whole seconds, as `modified` can be put back there.
 * @param now - ns since 1970, taken before the stamps
 */
export function areTelling(stamps: readonly FileStamp[], now: bigint): boolean {
  return stamps.every(({ changed }) => {
    const time = BigInt(changed);
    return time % second !== 0n && now - time > ambiguous;
  });
}

/** Now, in ns since 1970. */
export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
