/** A file read by two threads: this one from the front on, its partner from behind (fromBehind.ts), until they meet. */
import { partner, presentPartner, type Partner, type Pending } from '../partner/partner.js';
import { createShares, takeAllShares, takeShare } from '../partner/shares.js';
import { translate } from './columnKernel.js';
import { intern, type Dictionary } from './dictionary.js';
import type { RowsFromBehind } from './fromBehind.js';
import { mostLevels } from './levels.js';
import { readerModule } from './readerModule.js';
import type { Scan } from './scanState.js';
import { reserveRows } from './table.js';

export interface Division {
  /**
   * To be called when the file has been read to where `blocks` stops. Lets it read on, or appends the partner's rows.
   * @returns false where there is nothing more to read
   */
  goOn(): boolean;
  /** To be called at the end, whatever has happened: the partner must not read a file that is closed. */
  end(): void;
}

/** Who helps, and in how large shares; tests have small ones. */
export interface Help {
  readonly partner: Partner;
  readonly shareBytes: number;
}

/** So much is read before a new partner is there to help. */
const leastForNew = 24 << 20;
const leastForPresent = 4 << 20;
const shareBytes = 1 << 20;

/** The help that a file of so many bytes is worth. */
export function helpFor(bytes: number): Help | null {
  const helper = bytes >= leastForNew ? partner() : bytes >= leastForPresent ? presentPartner() : null;
  return helper && { partner: helper, shareBytes };
}

/**
 * Divides what is left of a file, of which `blocks` has read the beginning.
 * @param rows - of the whole file, estimated
 */
export function divide(scan: Scan, rows: number, help: Help): Division {
  const { blocks, plan, policy, table } = scan;
  const { file, descriptor, size } = blocks;
  const shareCount = Math.ceil(size / help.shareBytes);
  let own = Math.ceil(blocks.offset / help.shareBytes);
  const shares = createShares(shareCount - own);
  let pending: Pending<RowsFromBehind> | null = help.partner.begin('read', {
    ...{ file, descriptor, size, plan, policy, rows, shares, shareCount },
    shareBytes: help.shareBytes,
    numbers: table.numbers.length,
    texts: table.texts.length,
    module: readerModule(),
  });
  let behind: RowsFromBehind | null = null;
  blocks.stop = own * help.shareBytes;

  /** The file is read to its end here. */
  const alone = (): void => {
    pending = behind = null;
    blocks.stop = Infinity;
  };
  const goOn = (): boolean => {
    // Not all was read: the file ends before, or a record is too long.
    if (blocks.offset < blocks.stop) return false;
    if (pending && takeShare(shares)) {
      blocks.stop = ++own * help.shareBytes;
      return true;
    }
    if (pending) {
      behind = own < shareCount ? pending.result() : null;
      pending = null;
      if (behind === null || behind.runs.length === 0) alone();
      // The last record of this thread may reach into the partner's shares.
      else blocks.stop = behind.start;
      if (blocks.offset < blocks.stop) return true;
    }
    if (behind === null) return false;
    // Only where a record ends here do the partner's begin with one.
    if (blocks.position === blocks.end && fits(scan, behind)) {
      append(scan, behind);
      behind = null;
      return false;
    }
    alone();
    return true;
  };
  const end = (): void => {
    if (pending && own + takeAllShares(shares) < shareCount) pending.result();
    pending = null;
  };
  return { goOn, end };
}

/** Whether no column of categories can get more levels than a dataset holds: where that is too many is found row by row. */
function fits({ table }: Scan, { dictionaries }: RowsFromBehind): boolean {
  return dictionaries.every(
    ({ offsets }, slot) => slot === 0 || table.dictionaries[slot].texts.length + offsets.length - 1 <= mostLevels,
  );
}

/** Appends the partner's rows, which begin at the line where `scan` stands. */
function append(scan: Scan, behind: RowsFromBehind): void {
  const { table } = scan;
  const runs = [...behind.runs].reverse();
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  if (count === 0) return;
  reserveRows(table, table.rows + count);
  const place = <Column extends Float32Array | Float64Array | Int32Array>(column: Column, own: Column): Column => {
    let to = table.rows;
    for (const run of runs) {
      column.set(own.subarray(run.row, run.row + run.count), to);
      to += run.count;
    }
    return column.subarray(table.rows, to) as Column;
  };
  table.numbers.forEach((column, slot) => place(column, behind.numbers[slot]));
  place(table.times, behind.times);
  table.texts.forEach((column, slot) => {
    const placed = place(column, behind.texts[slot]);
    translate(placed, sharedCodes(table.dictionaries[slot], behind.dictionaries[slot], placed), placed, 0);
  });
  behind.hasMissing.forEach((flag, slot) => {
    if (flag) table.hasMissing[slot] = 1;
  });
  if (scan.lastLine !== scan.line - 1) {
    table.lines.runs.push({ row: table.rows, line: scan.line, file: scan.fileIndex, step: 1 });
  }
  scan.line += count;
  scan.lastLine = scan.line - 1;
  table.rows += count;
}

/** For each of the partner's codes that of the dictionary, which gets new ones in the order in which their texts appear. */
function sharedCodes(
  dictionary: Dictionary,
  { keys, offsets }: Pick<Dictionary, 'keys' | 'offsets'>,
  column: Int32Array,
): Int32Array {
  const codes = new Int32Array(offsets.length - 1).fill(-1);
  let unknown = codes.length;
  for (let row = 0; row < column.length && unknown > 0; row++) {
    const code = column[row];
    if (codes[code] >= 0) continue;
    codes[code] = intern(dictionary, keys, offsets[code], offsets[code + 1]);
    unknown--;
  }
  return codes;
}
