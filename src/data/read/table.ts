/** Rows as they come from files: a typed array for each column, with room for more rows than there are yet. */
import { createDictionary, type Dictionary } from './dictionary.js';

export interface RawTable {
  rows: number;
  /** Rows for which there is room. */
  capacity: number;
  /** A column for each number slot; NaN: missing. All columns are in shared memory. */
  readonly numbers: Float32Array[];
  /** A column for each text slot, of codes of the slot's dictionary. Slot 0 is the sample id. */
  readonly texts: Int32Array[];
  readonly dictionaries: readonly Dictionary[];
  /** The time of each row, where there is a time column. */
  times: Float64Array;
  /** 1 for each number slot in which a cell is missing. */
  readonly hasMissing: Uint8Array;
  readonly lines: LineIndex;
}

/** Where rows stand in files: runs of rows on consecutive lines of one file (`step` 1), or on one line (`step` 0). */
export interface LineIndex {
  readonly files: string[];
  /** For each file: which of its fields fills each text slot (-1: none), and which holds the time. */
  readonly layouts: FileLayout[];
  /** First row of each run, its line and its file. */
  readonly runs: { readonly row: number; readonly line: number; readonly file: number; readonly step: 0 | 1 }[];
}

export interface FileLayout {
  readonly textFields: readonly number[];
  readonly timeField: number;
}

export function createTable(numberCount: number, textCount: number): RawTable {
  return {
    rows: 0,
    capacity: 0,
    numbers: Array.from({ length: numberCount }, () => new Float32Array(new SharedArrayBuffer(0))),
    texts: Array.from({ length: textCount }, () => new Int32Array(new SharedArrayBuffer(0))),
    dictionaries: Array.from({ length: textCount }, createDictionary),
    times: new Float64Array(new SharedArrayBuffer(0)),
    hasMissing: new Uint8Array(numberCount),
    lines: { files: [], layouts: [], runs: [] },
  };
}

/**
 * Makes room for `rows` rows in all. Memory that is reserved and never written costs nothing; growing copies, so it is done
 * by half of what is there at least.
 */
export function reserveRows(table: RawTable, rows: number): void {
  if (rows <= table.capacity) return;
  const capacity = Math.max(rows, Math.ceil(1.5 * table.capacity), 64);
  table.numbers.forEach((column, slot) => {
    const larger = new Float32Array(new SharedArrayBuffer(4 * capacity));
    larger.set(column.subarray(0, table.rows));
    table.numbers[slot] = larger;
  });
  table.texts.forEach((column, slot) => {
    const larger = new Int32Array(new SharedArrayBuffer(4 * capacity));
    larger.set(column.subarray(0, table.rows));
    table.texts[slot] = larger;
  });
  const times = new Float64Array(new SharedArrayBuffer(8 * capacity));
  times.set(table.times.subarray(0, table.rows));
  table.times = times;
  table.capacity = capacity;
}

/** Text of a text cell. */
export function textOf(table: RawTable, row: number, slot: number): string {
  return table.dictionaries[slot].texts[table.texts[slot][row]];
}

/** A further file whose rows follow; returns its number in the index. */
export function addFile(index: LineIndex, file: string, layout: FileLayout): number {
  index.layouts.push(layout);
  return index.files.push(file) - 1;
}

/** File and line of a row. */
export function lineOf(index: LineIndex, row: number): { readonly file: string; readonly line: number } {
  const run = runOf(index, row);
  return { file: index.files[run.file], line: run.line + run.step * (row - run.row) };
}

/** Where a text cell stands, for a finding. */
export function placeOfText(index: LineIndex, row: number, slot: number) {
  const field = index.layouts[runOf(index, row).file].textFields[slot];
  return { ...lineOf(index, row), ...(field >= 0 && { field }) };
}

/** Where the time of a row stands, for a finding. */
export function placeOfTime(index: LineIndex, row: number) {
  return { ...lineOf(index, row), field: index.layouts[runOf(index, row).file].timeField };
}

function runOf(index: LineIndex, row: number): LineIndex['runs'][number] {
  let low = 0;
  let high = index.runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.runs[middle].row <= row) low = middle;
    else high = middle - 1;
  }
  return index.runs[low];
}
