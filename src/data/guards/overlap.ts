/** Samples that share rows, of one dataset or of two: windows that were cut from one recording before they came here. */
import type { Dataset } from '../types.js';

/** So many rows in a row are the same, and so many of them differ from each other, before it is no coincidence. */
const least = 8;
/** Samples that begin alike, looked at for one place: data in which many do have another reason for it. */
const mostHeads = 4;

/** Samples one after the other, by the hashes of their rows. */
interface HashedRows {
  readonly row: Int32Array;
  readonly rowStart: Uint32Array;
  readonly sampleHashes: readonly string[];
}

/** Pairs of samples of which the one begins with rows that stand, in order, in the other, up to the end of one of them. */
export function overlappingPairs(dataset: Dataset): [number, number][] {
  return pairsOf({ ...dataset, row: rowHashes(dataset) });
}

function pairsOf({ row, rowStart, sampleHashes }: HashedRows): [number, number][] {
  const samples = Array.from(rowStart.subarray(1), (_, i) => i);
  const heads = new Map<number, number[]>();
  samples.forEach((i) => {
    if (rowStart[i + 1] - rowStart[i] < least || !varies(row, rowStart[i])) return;
    const key = keyOf(row, rowStart[i]);
    const known = heads.get(key);
    if (known) known.push(i);
    else heads.set(key, [i]);
  });
  const pairs: [number, number][] = [];
  samples.forEach((i) => {
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

/** Whether a sample has so many different rows that another with the same ones is a copy of it. */
export function isNoCoincidence(dataset: Dataset, sample: number): boolean {
  const { rowStart, continuous, categorical } = dataset;
  const columns = [...continuous.map(({ values }) => values), ...categorical.map(({ codes }) => codes)];
  const rows = new Set<string>();
  for (let r = rowStart[sample]; r < rowStart[sample + 1] && rows.size < least; r++)
    rows.add(columns.map((column) => column[r]).join());
  return rows.size >= least;
}

/** Test samples that overlap samples of the training data, whose columns they have. */
export function overlappingTest(train: Dataset, test: Dataset): number[] {
  const count = train.sampleIds.length;
  const rows = train.rowStart[count];
  const more = rowHashes(withLevelsOf(train, test));
  const row = new Int32Array(rows + more.length);
  row.set(rowHashes(train));
  row.set(more, rows);
  const rowStart = new Uint32Array(count + test.rowStart.length);
  rowStart.set(train.rowStart);
  test.rowStart.forEach((start, i) => (rowStart[count + i] = rows + start));
  const sampleHashes = [...train.sampleHashes, ...test.sampleHashes];
  const found = new Set<number>();
  for (const [a, b] of pairsOf({ row, rowStart, sampleHashes }))
    if (a < count !== b < count) found.add(Math.max(a, b) - count);
  return [...found].sort((a, b) => a - b);
}

/** The columns of `other` as those of `train` stand and are coded. A level that `train` lacks gets a code of none of its rows. */
function withLevelsOf(train: Dataset, other: Dataset): Dataset {
  return {
    ...other,
    continuous: train.continuous.map(({ name }) => other.continuous.find((column) => column.name === name)!),
    categorical: train.categorical.map(({ name, levels }) => {
      const own = other.categorical.find((column) => column.name === name)!;
      const code = own.levels.map((level) => levels.indexOf(level));
      return { name, levels, codes: own.codes.map((c) => (code[c] < 0 ? levels.length : code[c])) };
    }),
  };
}

function runsToAnEnd(row: Int32Array, a: number, endA: number, b: number, endB: number): boolean {
  let n = 0;
  while (a + n < endA && b + n < endB && row[a + n] === row[b + n]) n++;
  if (a + n < endA && b + n < endB) return false;
  return new Set(row.subarray(a, a + n)).size >= least;
}

/** Both the training data's splits and their test data are looked at: what is hashed once is kept as long as its dataset. */
const kept = new WeakMap<Dataset, Int32Array>();

/** A 32-bit hash of each row over all columns. */
function rowHashes(dataset: Dataset): Int32Array {
  const known = kept.get(dataset) ?? hashRows(dataset);
  kept.set(dataset, known);
  return known;
}

function hashRows({ rowStart, sampleIds, continuous, categorical }: Dataset): Int32Array {
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
