/** Samples that share rows: windows that were cut from one recording before they came here. */
import type { Dataset } from '../types.js';

/** So many rows in a row are the same, and so many of them differ from each other, before it is no coincidence. */
const least = 8;
/** Samples that begin alike, looked at for one place: data in which many do have another reason for it. */
const mostHeads = 4;

/** Pairs of samples of which the one begins with rows that stand, in order, in the other, up to the end of one of them. */
export function overlappingPairs(dataset: Dataset): [number, number][] {
  const { rowStart, sampleIds, sampleHashes } = dataset;
  const row = rowHashes(dataset);
  const heads = new Map<number, number[]>();
  sampleIds.forEach((_, i) => {
    if (rowStart[i + 1] - rowStart[i] < least || !varies(row, rowStart[i])) return;
    const key = keyOf(row, rowStart[i]);
    const known = heads.get(key);
    if (known) known.push(i);
    else heads.set(key, [i]);
  });
  const pairs: [number, number][] = [];
  sampleIds.forEach((_, i) => {
    for (let at = rowStart[i]; at + least <= rowStart[i + 1]; at++) {
      const candidates = heads.get(keyOf(row, at));
      if (!candidates || candidates.length > mostHeads) continue;
      for (const j of candidates) {
        // Whole copies are another finding; those that begin at the same row are looked at once.
        if (j === i || sampleHashes[i] === sampleHashes[j] || (at === rowStart[i] && j < i)) continue;
        if (runsToAnEnd(row, at, rowStart[i + 1], rowStart[j], rowStart[j + 1])) pairs.push([i, j]);
      }
    }
  });
  return pairs;
}

function runsToAnEnd(row: Int32Array, a: number, endA: number, b: number, endB: number): boolean {
  let n = 0;
  while (a + n < endA && b + n < endB && row[a + n] === row[b + n]) n++;
  if (a + n < endA && b + n < endB) return false;
  return new Set(row.subarray(a, a + n)).size >= least;
}

/** A 32-bit hash of each row over all columns. */
function rowHashes({ rowStart, sampleIds, continuous, categorical }: Dataset): Int32Array {
  const hashes = new Int32Array(rowStart[sampleIds.length]).fill(0x2545f491);
  const mix = (values: Int32Array | Uint16Array): void => {
    for (let r = 0; r < hashes.length; r++) {
      const x = Math.imul(hashes[r] ^ values[r], 0x9e3779b1);
      hashes[r] = x ^ (x >>> 15);
    }
  };
  for (const { values } of continuous) mix(new Int32Array(values.buffer, values.byteOffset, values.length));
  for (const { codes } of categorical) mix(codes);
  return hashes;
}

function keyOf(row: Int32Array, at: number): number {
  let key = 0;
  for (let t = 0; t < least; t++) key = Math.imul(key ^ row[at + t], 0x85ebca6b) + t;
  return key;
}

/** A head of equal rows (zeros before a signal begins) tells nothing. */
function varies(row: Int32Array, at: number): boolean {
  return new Set(row.subarray(at, at + least)).size > least / 2;
}
