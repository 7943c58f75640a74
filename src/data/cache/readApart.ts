/**
 * Reads a large piece of a file with several threads at once. Most of the time goes into the memory, which the system hands out
 * page by page as it is written for the first time; threads have each their own pages.
 */
import { read } from 'node:fs';
import { promisify } from 'node:util';

const readSome = promisify(read);

/** What a thread reads at a time: small enough that several have work, and below what one call can read. */
const pieceBytes = 1 << 21;

/**
 * Fills `bytes` from `position` of a file on.
 * @param seen - called with each piece once it is there, from the first to the last
 * @returns false where the file ends before `bytes` is full
 * @throws the system's error, once no thread reads any more
 */
export async function readApart(
  descriptor: number,
  bytes: Uint8Array,
  position: number,
  seen: (piece: Uint8Array) => void,
): Promise<boolean> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  const reading = pieces.map((piece, i) => readPiece(descriptor, piece, position + i * pieceBytes));
  const all = Promise.allSettled(reading);
  try {
    for (const [i, piece] of pieces.entries()) {
      if (!(await reading[i])) return false;
      seen(piece);
    }
    return true;
  } finally {
    await all;
  }
}

async function readPiece(descriptor: number, piece: Uint8Array, position: number): Promise<boolean> {
  for (let at = 0; at < piece.length;) {
    const { bytesRead } = await readSome(descriptor, piece, at, piece.length - at, position + at);
    if (bytesRead === 0) return false;
    at += bytesRead;
  }
  return true;
}
