/** Loops over whole columns of codes, compiled where there are many rows: in a first reading, JavaScript has not warmed up to them. */
import { allot, instantiateReader, readerModule, reserveBytes, type ReaderInstance } from './readerModule.js';

/** See kernels/columns.ts. */
interface Exports {
  freeFrom(): number;
  setUpColumns(codes: number, values: number, times: number, map: number, counts: number): void;
  translate(count: number): void;
  countInOrder(count: number, timed: boolean): number;
}

/** Rows that the kernel has at a time. */
const pieceRows = 1 << 13;
/** Columns of fewer rows are done before an instance is there. */
const leastRows = 1 << 14;

/**
 * out[at + i] = map[codes[i]], for all codes, which must be indices of `map`. `out` may be `codes` itself, with `at` 0.
 */
export function translate(codes: Int32Array, map: Int32Array, out: Int32Array | Uint16Array, at: number): void {
  const kernel = codes.length < leastRows ? null : startColumnKernel(map);
  if (kernel) {
    kernel.forEachPiece(codes, null, (count, row) => {
      kernel.translate(count);
      out.set(kernel.values.subarray(0, count), at + row);
    });
    return;
  }
  for (let row = 0; row < codes.length; row++) out[at + row] = map[codes[row]];
}

/**
 * How many rows have each value of `map`, and whether rows ascend by value and strictly by time within one.
 * @param times - of the rows; null where they have none
 */
export function countInOrder(
  codes: Int32Array,
  map: Int32Array,
  times: Float64Array | null,
): { counts: Uint32Array; ordered: boolean } {
  const kernel = codes.length < leastRows ? null : startColumnKernel(map);
  let ordered = true;
  if (kernel) {
    kernel.forEachPiece(codes, times, (count) => {
      ordered = kernel.countInOrder(count, times !== null) !== 0 && ordered;
    });
    return { counts: kernel.counts.slice(), ordered };
  }
  const counts = new Uint32Array(map.length);
  for (let row = 0; row < codes.length; row++) {
    const value = map[codes[row]];
    counts[value]++;
    if (row === 0) continue;
    const before = map[codes[row - 1]];
    if (value < before || (times !== null && value === before && !(times[row - 1] < times[row]))) ordered = false;
  }
  return { counts, ordered };
}

let instance: ReaderInstance<Exports> | null | undefined;

/** The kernel with a map in its memory; null where there is none. It holds one map at a time. */
function startColumnKernel(map: Int32Array) {
  if (instance === undefined) {
    const module = readerModule();
    instance = module && instantiateReader<Exports>(module);
  }
  if (!instance) return null;
  const { memory, exports } = instance;
  const { take, end } = allot(exports.freeFrom());
  const codesAt = take(4 * pieceRows);
  const valuesAt = take(4 * pieceRows);
  const timesAt = take(8 * pieceRows);
  const mapAt = take(4 * map.length);
  const countsAt = take(4 * map.length);
  if (!reserveBytes(memory, end())) return null;
  const { buffer } = memory;
  const codes = new Int32Array(buffer, codesAt, pieceRows);
  const times = new Float64Array(buffer, timesAt, pieceRows);
  const counts = new Uint32Array(buffer, countsAt, map.length);
  new Int32Array(buffer, mapAt, map.length).set(map);
  counts.fill(0);
  exports.setUpColumns(codesAt, valuesAt, timesAt, mapAt, countsAt);
  return {
    values: new Int32Array(buffer, valuesAt, pieceRows),
    counts,
    translate: exports.translate,
    countInOrder: exports.countInOrder,
    /** Copies piece after piece in and has something done with it. */
    forEachPiece(from: Int32Array, at: Float64Array | null, work: (count: number, row: number) => void): void {
      for (let row = 0; row < from.length; row += pieceRows) {
        const count = Math.min(pieceRows, from.length - row);
        codes.set(from.subarray(row, row + count));
        if (at) times.set(at.subarray(row, row + count));
        work(count, row);
      }
    },
  };
}
