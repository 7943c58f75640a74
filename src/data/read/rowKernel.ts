/** The compiled row kernel (kernels/): what it needs to know, and the rows that it leaves to the careful loop. */
import { blockSize, useBuffer } from './blocks.js';
import { internHashed } from './dictionary.js';
import { allot, instantiateReader, readerModule, reserveBytes } from './readerModule.js';
import { readRows } from './rowLoop.js';
import type { Scan } from './scanState.js';
import { reserveRows, type RawTable } from './table.js';

/** See kernels/index.ts and kernels/number.ts. */
interface Exports {
  readonly POWERS: { readonly value: number };
  readonly rows: { readonly value: number };
  readonly newSlot: { readonly value: number };
  readonly newStart: { readonly value: number };
  readonly newEnd: { readonly value: number };
  readonly newHash: { readonly value: number };
  freeFrom(): number;
  setUp(plan: number, fields: number, stride: number, seen: number, missingFlags: number): void;
  scan(p: number, limit: number, plan: number, numbers: number, texts: number, times: number, most: number): number;
}

export interface RowKernel {
  /** As `readRows`. */
  read(scan: Scan, limit: number): void;
  /** To be called at the end of the file. */
  finish(): void;
}

/** Rows that the kernel reads before they are copied into the table's columns. */
const batchRows = 1024;
/**
 * Cells from one column of the kernel's to the next. Not a power of two: then the cells of a row, which are written one after
 * the other, would all compete for the same few lines of the processor's cache.
 */
const batchStride = batchRows + 16;
/** Below that a memory for the kernel is not worth its making. */
const leastBytes = 1 << 18;
/** After so many calls without a plain row the rest of a block is read by the careful loop. */
const patience = 64;
const largestPower = 290;
const powers = Float64Array.from({ length: 2 * largestPower + 1 }, (_, i) => Number(`1e${i - largestPower}`));
const places = 256;
const placeWords = 16;
const textBytes = 52;
const probes = 8;

/** Null where the file is too small for it, or there is no compiled kernel. */
export function startRowKernel(scan: Scan): RowKernel | null {
  const { kernel = 'auto', blocks, table, plan } = scan;
  if (kernel === 'never' || (kernel === 'auto' && blocks.size < leastBytes)) return null;
  const module = scan.module ?? readerModule();
  if (!module) return null;

  const textCount = table.dictionaries.length;
  const instance = instantiateReader<Exports>(module);
  if (!instance) return null;
  const { memory, exports: kernelExports } = instance;
  const blockBytes = Math.max(blockSize, 2 * (blocks.end - blocks.position));
  const layout = layOut(kernelExports.freeFrom(), plan.kinds.length, table, blockBytes);
  if (!reserveBytes(memory, layout.end)) return null;
  const { buffer } = memory;
  const numbers = new Float32Array(buffer, layout.numbers, batchStride * table.numbers.length);
  const texts = new Int32Array(buffer, layout.texts, batchStride * textCount);
  const times = new Float64Array(buffer, layout.times, batchRows);
  const seen = new Int32Array(buffer, layout.seen, textCount * places * placeWords);
  const seenBytes = new Uint8Array(buffer, layout.seen, 4 * seen.length);
  const flags = new Uint8Array(buffer, layout.flags, table.numbers.length);
  const block = new Uint8Array(buffer, layout.block, layout.blockBytes + 1);
  new Float64Array(buffer, kernelExports.POWERS.value, powers.length).set(powers);
  new Uint32Array(buffer, layout.plan, plan.kinds.length).forEach((_, field, words) => {
    words[field] = plan.kinds[field] | (plan.slots[field] << 8);
  });
  kernelExports.setUp(
    layout.plan,
    plan.kinds.length,
    4 * batchStride,
    layout.seen,
    scan.policy === 'keep' ? layout.flags : 0,
  );
  useBuffer(blocks, block);

  /** Rows that the kernel has read and the table does not have yet. */
  let held = 0;

  /** Where the kernel puts the first of the rows it holds: shared memory is copied eight bytes at a time only where both sides begin alike. */
  const firstHeld = (): number => table.rows & 1;

  /** Copies the rows that the kernel holds behind those of the table. */
  const store = (): void => {
    if (held === 0) return;
    const first = firstHeld();
    reserveRows(table, table.rows + held);
    table.numbers.forEach((column, slot) => {
      const start = slot * batchStride + first;
      column.set(numbers.subarray(start, start + held), table.rows);
    });
    table.texts.forEach((column, slot) => {
      const start = slot * batchStride + first;
      if (slot > 0 || scan.sampleCode < 0) column.set(texts.subarray(start, start + held), table.rows);
      else column.fill(scan.sampleCode, table.rows, table.rows + held);
    });
    table.times.set(times.subarray(0, held), table.rows);
    if (scan.lastLine !== scan.line - 1) {
      table.lines.runs.push({ row: table.rows, line: scan.line, file: scan.fileIndex, step: 1 });
    }
    scan.line += held;
    scan.lastLine = scan.line - 1;
    table.rows += held;
    held = 0;
  };

  /** Lets the kernel know the text that it stopped at. @returns false where there is none, or it is too long to be kept */
  const learn = (): boolean => {
    const slot = kernelExports.newSlot.value;
    const start = kernelExports.newStart.value - layout.block;
    const end = kernelExports.newEnd.value - layout.block;
    if (slot < 0 || end - start > textBytes) return false;
    const hash = kernelExports.newHash.value | 0;
    const code = internHashed(table.dictionaries[slot], block, start, end, hash);
    let at = (hash ^ (hash >>> 15)) & (places - 1);
    let entry = (slot * places + at) * placeWords;
    // The last place to look at is given to whoever comes last.
    for (let probe = 1; probe < probes && seen[entry + 2] !== 0; probe++) {
      at = (at + 1) & (places - 1);
      entry = (slot * places + at) * placeWords;
    }
    seen[entry] = hash;
    seen[entry + 1] = end - start;
    seen[entry + 2] = code + 1;
    seenBytes.set(block.subarray(start, end), 4 * entry + 12);
    return true;
  };

  const read = (current: Scan, limit: number): void => {
    let misses = 0;
    /** Whether the row to be read next is the one that had a text it did not know. */
    let learned = false;
    // A record that outgrew the buffer has another one now.
    while (blocks.position < limit && blocks.bytes === block && misses <= patience) {
      const { plan: words, numbers: a, texts: b, times: c } = layout;
      const start = layout.block + blocks.position;
      const cell = firstHeld() + held;
      const room = batchRows - held;
      const end = kernelExports.scan(
        start,
        layout.block + limit,
        words,
        a + 4 * cell,
        b + 4 * cell,
        c + 8 * held,
        room,
      );
      const count = kernelExports.rows.value;
      held += count;
      blocks.position = end - layout.block;
      if (held === batchRows) store();
      if (blocks.position >= limit || count === room) continue;
      // A row with several new texts is read once by the careful loop, and not by the kernel from its start for each of them.
      learned = (count > 0 || !learned) && learn();
      if (learned) continue;
      store();
      misses = count > 0 ? 0 : misses + 1;
      readRows(current, limit, 1);
      if (blocks.position === end - layout.block) return;
    }
    store();
    readRows(current, limit);
  };
  const finish = (): void => {
    flags.forEach((flag, slot) => {
      if (flag) table.hasMissing[slot] = 1;
    });
  };
  return { read, finish };
}

/** Addresses of everything in the kernel's memory. */
function layOut(from: number, fields: number, table: RawTable, blockBytes: number) {
  const { take, end } = allot(from);
  return {
    plan: take(4 * fields),
    flags: take(table.numbers.length),
    seen: take(table.dictionaries.length * places * placeWords * 4),
    numbers: take(4 * batchStride * table.numbers.length),
    texts: take(4 * batchStride * table.dictionaries.length),
    times: take(8 * batchRows),
    // Words of eight bytes are read across the end.
    block: take(blockBytes + 1 + 8),
    blockBytes,
    end: end() + 64,
  };
}
