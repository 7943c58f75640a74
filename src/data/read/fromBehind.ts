/**
 * The partner's part of a file: it reads shares of it from the last one on, each as if a record began behind the first line end in
 * it. Whether that is so is for the first thread to tell, when it comes to the place where the partner's records begin. What is
 * not plain (a finding, a blank line, a text with a line end) is left to the first thread, with all that stands before it.
 */
import { takeShare, type Shares } from '../partner/shares.js';
import { createFindings } from '../findings.js';
import { blockSize, refill, type Blocks } from './blocks.js';
import type { MissingPolicy } from './cells.js';
import type { Dictionary } from './dictionary.js';
import { lineFeed } from './fields.js';
import { startRowKernel } from './rowKernel.js';
import { readRows } from './rowLoop.js';
import type { FieldPlan, Scan } from './scanState.js';
import { createTable, reserveRows, type RawTable } from './table.js';

export interface ReadJob {
  readonly file: string;
  readonly descriptor: number;
  readonly size: number;
  readonly plan: FieldPlan;
  readonly policy: MissingPolicy;
  readonly numbers: number;
  readonly texts: number;
  /** Rows to make room for. */
  readonly rows: number;
  readonly module: WebAssembly.Module | null;
  readonly shares: Shares;
  /** Shares of the whole file, and the bytes of one. */
  readonly shareCount: number;
  readonly shareBytes: number;
}

/** Rows of the end of a file, in shared memory. Codes of texts are the partner's own. */
export interface RowsFromBehind {
  /** Where the first of its records starts. */
  readonly start: number;
  /** Runs of rows; the last run stands first in the file. */
  readonly runs: readonly { readonly row: number; readonly count: number }[];
  readonly numbers: readonly Float32Array[];
  readonly texts: readonly Int32Array[];
  readonly times: Float64Array;
  readonly dictionaries: readonly Pick<Dictionary, 'keys' | 'offsets'>[];
  readonly hasMissing: Uint8Array;
}

/** How far behind a share the end of its last record is looked for. */
const overhang = 1 << 16;

export function readFromBehind(job: ReadJob): RowsFromBehind {
  const { size, plan, policy, shareCount } = job;
  const table = createTable(job.numbers, job.texts);
  const blocks: Blocks = {
    file: job.file,
    size,
    descriptor: job.descriptor,
    offset: 0,
    stop: 0,
    seekable: true,
    bytes: new Uint8Array(blockSize + 1),
    position: 0,
    end: 0,
    finished: false,
  };
  const findings = createFindings();
  const alone = { policy, findings, sampleCode: -1, checkBlock: () => undefined, module: job.module };
  const scan: Scan = { ...alone, blocks, plan, table, fileIndex: 0, line: 0, lastLine: -1 };
  reserveRows(table, job.rows);
  const kernel = startRowKernel(scan);
  const read = kernel?.read ?? readRows;
  const runs: { row: number; count: number }[] = [];
  let start = size;
  for (let share = shareCount - 1; takeShare(job.shares); share--) {
    const row = table.rows;
    const from = startOfShare(blocks, share, job.shareBytes);
    if (from === null || !readShare(scan, read, Math.min(size, (share + 1) * job.shareBytes))) {
      table.rows = row;
      break;
    }
    start = from;
    runs.push({ row, count: table.rows - row });
  }
  kernel?.finish();
  // Flags may be of rows that were given up.
  table.hasMissing.forEach((flag, slot) => {
    if (flag && !table.numbers[slot].subarray(0, table.rows).some(Number.isNaN)) table.hasMissing[slot] = 0;
  });
  return { start, runs, ...withoutTexts(table) };
}

/** Moves to the first record that starts in a share. @returns where that is in the file, null where none is found */
function startOfShare(blocks: Blocks, share: number, shareBytes: number): number | null {
  // A record starts with the share where the byte before is a line end.
  const before = share * shareBytes - 1;
  blocks.offset = before;
  blocks.stop = Math.min(blocks.size, before + 1 + shareBytes);
  blocks.position = blocks.end = 0;
  blocks.finished = false;
  if (!refill(blocks)) return null;
  const lineEnd = blocks.bytes.subarray(0, blocks.end).indexOf(lineFeed);
  if (lineEnd < 0) return null;
  blocks.position = lineEnd + 1;
  return before + blocks.position;
}

/** Reads the records that start before `end`. @returns whether all of them are plain, and end where the next share's begin */
function readShare(scan: Scan, read: typeof readRows, end: number): boolean {
  const { blocks, table, findings } = scan;
  const lines = scan.line - table.rows;
  for (;;) {
    const limit = blocks.bytes.lastIndexOf(lineFeed, blocks.end - 1) + 1;
    if (limit > blocks.position) read(scan, limit);
    if (blocks.offset >= end || !refill(blocks)) break;
  }
  if (blocks.offset < end) return false;
  // The last record is that in which the share ends.
  if (blocks.bytes[blocks.end - 1] !== lineFeed) {
    const searched = blocks.end - blocks.position;
    blocks.stop = Math.min(blocks.size, end + overhang);
    if (blocks.offset < blocks.size && !refill(blocks)) return false;
    let lineEnd = blocks.bytes.subarray(0, blocks.end).indexOf(lineFeed, blocks.position + searched);
    if (lineEnd < 0) {
      if (blocks.offset < blocks.size) return false;
      lineEnd = blocks.end;
      blocks.bytes[blocks.end++] = lineFeed;
    }
    blocks.end = lineEnd + 1;
    read(scan, blocks.end);
  }
  return blocks.position === blocks.end && findings.count === 0 && scan.line - table.rows === lines;
}

function withoutTexts({
  rows,
  numbers,
  texts,
  times,
  dictionaries,
  hasMissing,
}: RawTable): Omit<RowsFromBehind, 'start' | 'runs'> {
  return {
    numbers: numbers.map((column) => column.subarray(0, rows)),
    texts: texts.map((column) => column.subarray(0, rows)),
    times: times.subarray(0, rows),
    dictionaries: dictionaries.map(({ texts: { length }, keys, offsets }) => ({
      keys: keys.slice(0, offsets[length]),
      offsets: offsets.slice(0, length + 1),
    })),
    hasMissing,
  };
}
