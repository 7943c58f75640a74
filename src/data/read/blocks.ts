/** Reads a file in blocks into one reused buffer, so that files larger than memory can be scanned. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UserError } from '../../base/errors.js';

/** Small enough to stay in the processor's cache between reading and parsing; larger ones were not faster. */
export const blockSize = 1 << 18;
/** A record longer than this is taken for a mistake, e.g. a quote that is never closed. */
const longestRecord = 1 << 28;

export interface Blocks {
  readonly file: string;
  /** Size of the file in bytes. */
  readonly size: number;
  readonly descriptor: number;
  /** Where in the file the next bytes are read. */
  offset: number;
  /** Where reading stops for the time being, as if the file ended there. */
  stop: number;
  /** Whether any place of it can be read: not so in pipes. */
  readonly seekable: boolean;
  bytes: Uint8Array;
  /** First byte not yet consumed. */
  position: number;
  /** End of the bytes in the buffer. There is always room for one more byte behind it. */
  end: number;
  /** Whether the file has been read to its end. */
  finished: boolean;
}

/**
 * @param firstBytes - how much is read first, at most
 * @throws UserError where the file cannot be read
 */
export function openBlocks(file: string, firstBytes = blockSize): Blocks {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) {
      closeSync(descriptor);
      throw new UserError('this is a folder, not a file', { place: { file }, cure: 'Name a file.' });
    }
    const capacity = Math.min(firstBytes, Math.max(stats.size, 4096));
    return {
      file,
      size: stats.size,
      descriptor,
      offset: 0,
      stop: Infinity,
      seekable: stats.isFile(),
      bytes: new Uint8Array(capacity + 1),
      position: 0,
      end: 0,
      finished: false,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the file cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      place: { file },
      cure: 'Check the path and the permissions.',
      cause: error,
    });
  }
}

export function closeBlocks(blocks: Blocks): void {
  closeSync(blocks.descriptor);
}

/** Lets `blocks` read into another buffer from now on, which must hold what is not yet consumed and one byte more. */
export function useBuffer(blocks: Blocks, bytes: Uint8Array): void {
  bytes.set(blocks.bytes.subarray(blocks.position, blocks.end));
  blocks.end -= blocks.position;
  blocks.position = 0;
  blocks.bytes = bytes;
}

/**
 * Moves the bytes from `position` on to the front of the buffer and reads more behind them; the buffer doubles where a
 * record fills it.
 * @returns whether any byte was added
 */
export function refill(blocks: Blocks): boolean {
  if (blocks.finished || blocks.offset >= blocks.stop) return false;
  const kept = blocks.end - blocks.position;
  const capacity = blocks.bytes.length - 1;
  if (kept > capacity / 2) {
    if (kept > longestRecord) return false;
    const larger = new Uint8Array(2 * capacity + 1);
    larger.set(blocks.bytes.subarray(blocks.position, blocks.end));
    blocks.bytes = larger;
  } else {
    blocks.bytes.copyWithin(0, blocks.position, blocks.end);
  }
  blocks.position = 0;
  blocks.end = kept;
  const room = Math.min(blocks.bytes.length - 1 - kept, blocks.stop - blocks.offset);
  const read = readSync(blocks.descriptor, blocks.bytes, kept, room, blocks.seekable ? blocks.offset : null);
  blocks.offset += read;
  blocks.end += read;
  if (read === 0) blocks.finished = true;
  return read > 0;
}
