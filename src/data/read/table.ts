/** Rows as they come from files: row-major chunks of numbers and text codes, growing without copies. */
import { createDictionary, type Dictionary } from './dictionary.js';

const chunkBits = 12;
/** Rows a chunk: small enough for a small file, large enough for a chunk to be worth its overhead. */
export const chunkRows = 1 << chunkBits;

export interface RawTable {
  rows: number;
  /** Numbers a row; `numbers[chunk][(row in chunk) * numberCount + slot]`; NaN: missing. */
  readonly numberCount: number;
  readonly numbers: Float32Array[];
  /** Text cells a row, as codes of the slot's dictionary. Slot 0 is the sample id. */
  readonly texts: Int32Array[];
  readonly dictionaries: readonly Dictionary[];
  /** The time of each row, where there is a time column. */
  readonly times: Float64Array[];
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
    numberCount,
    numbers: [],
    texts: [],
    dictionaries: Array.from({ length: textCount }, createDictionary),
    times: [],
    hasMissing: new Uint8Array(numberCount),
    lines: { files: [], layouts: [], runs: [] },
  };
}

/** Makes room for the row after the last one of a full chunk; call where `rows` is a multiple of `chunkRows`. */
export function addChunk(table: RawTable): void {
  table.numbers.push(new Float32Array(chunkRows * table.numberCount));
  table.texts.push(new Int32Array(chunkRows * table.dictionaries.length));
  table.times.push(new Float64Array(chunkRows));
}

/** Code of a text cell. */
export function textCode(table: RawTable, row: number, slot: number): number {
  return table.texts[row >>> chunkBits][(row & (chunkRows - 1)) * table.dictionaries.length + slot];
}

/** Text of a text cell. */
export function textOf(table: RawTable, row: number, slot: number): string {
  return table.dictionaries[slot].texts[textCode(table, row, slot)];
}

export function timeOf(table: RawTable, row: number): number {
  return table.times[row >>> chunkBits][row & (chunkRows - 1)];
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
