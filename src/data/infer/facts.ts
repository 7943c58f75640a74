/** What a CSV file or a folder of them holds, column by column, before anything is known about their parts. */
import { closeBlocks, openBlocks } from '../read/blocks.js';
import { targetSlot, type Choose, type ColumnChoice, type Layout } from '../read/choice.js';
import { readRecord } from '../read/fields.js';
import { readHeader } from '../read/header.js';
import { visitRecords } from '../read/locate.js';
import { parseCell } from '../read/number.js';
import { csvFilesOf, layoutOf, readCsv, readSamples } from '../read/sources.js';
import { textOf, type RawTable } from '../read/table.js';
import { createFindings } from '../findings.js';

/** Rows from which the kind of a column, and its order in time, are seen. */
const firstRows = 20_000;

export interface ColumnFacts {
  readonly name: string;
  /** "text": some cell is no number. "whole": all are whole numbers. */
  readonly kind: 'text' | 'whole' | 'number';
  /** Code of each row, an index into `texts`; null for numbers of which most differ. */
  readonly codes: Int32Array | null;
  readonly texts: readonly string[];
  /** Value of each row, NaN where it is missing; null for texts. */
  readonly values: Float32Array | null;
  /** The first rows' values in full precision; null for texts. */
  readonly exact: Float64Array | null;
  readonly missing: number;
}

export interface Facts {
  readonly path: string;
  readonly layout: Layout;
  readonly rows: number;
  readonly files: number;
  readonly columns: readonly ColumnFacts[];
  /** In a folder: the file of each row. */
  readonly fileColumn: ColumnFacts | null;
}

/** Reads a long CSV, or a folder with CSV files. @throws UserError where it cannot be read */
export function gatherFacts(path: string): Facts {
  const layout = layoutOf(path);
  const files = layout === 'folder' ? csvFilesOf(path) : [path];
  const { header, exact, counted } = lookAhead(files);
  const coded = header.filter((name) => counted.has(name));
  const plain = header.filter((name) => !counted.has(name));
  const choice: ColumnChoice = {
    sampleId: null,
    time: null,
    label: null,
    group: null,
    continuous: plain,
    categorical: coded,
  };
  const choose: Choose = () => choice;
  const findings = createFindings();
  let table: RawTable | null = null;
  for (const file of files) table = readCsv(file, choose, 'keep', findings, table, { anyLevels: true }).table;
  findings.raise();
  const read = table!;
  return {
    path,
    layout,
    rows: read.rows,
    files: files.length,
    columns: header.map((name) =>
      counted.has(name)
        ? codedColumn(name, read, 1 + coded.indexOf(name), exact.get(name)!)
        : numberColumn(name, read, plain.indexOf(name), exact.get(name)!),
    ),
    fileColumn: layout === 'folder' ? codedColumn('file', read, 0, new Float64Array(0)) : null,
  };
}

/** The first rows: the numbers of each column, and the columns whose values repeat, which are worth counting. */
function lookAhead(files: readonly string[]): {
  header: readonly string[];
  exact: Map<string, Float64Array>;
  counted: Set<string>;
} {
  const records: string[][] = [];
  let header: readonly string[] = [];
  for (const file of files) {
    const head = headOf(file, firstRows - records.length);
    if (header.length === 0) header = head.header;
    const fields = header.map((name) => head.header.indexOf(name));
    for (const record of head.records) records.push(fields.map((field) => record[field] ?? ''));
    if (records.length >= firstRows) break;
  }
  const exact = new Map<string, Float64Array>();
  const counted = new Set<string>();
  header.forEach((name, field) => {
    const cells = records.map((record) => parseCell(record[field]));
    exact.set(
      name,
      Float64Array.from(cells, (cell) => (cell.kind === 'number' ? cell.value : NaN)),
    );
    const isText = cells.some(({ kind }) => kind === 'text' || kind === 'infinite');
    const distinct = new Set(records.map((record) => record[field])).size;
    const whole = cells.every((cell) => cell.kind !== 'number' || Number.isInteger(cell.value));
    if (isText || distinct <= 10 || (whole && 2 * distinct <= records.length)) counted.add(name);
  });
  return { header, exact, counted };
}

/** Header and first records of a CSV file, as text. */
export function headOf(file: string, rows: number): { header: readonly string[]; records: string[][] } {
  const blocks = openBlocks(file);
  let header;
  try {
    header = readHeader(blocks);
  } finally {
    closeBlocks(blocks);
  }
  const records: string[][] = [];
  visitRecords(file, header.nextLine + rows - 1, (line, bytes, start, limit) => {
    if (line < header.nextLine) return;
    const record = readRecord(bytes, start, limit);
    if (record && (record.fields.length > 1 || record.fields[0] !== '')) records.push(record.fields);
  });
  return { header: header.names, records };
}

/** The channels of a .ts file; its samples stand in `fileColumn`, their labels are returned beside them. */
export function gatherArchiveFacts(path: string): { facts: Facts; labels: string[] | null } {
  const findings = createFindings();
  const all: Choose = (header) => ({
    sampleId: null,
    time: null,
    label: null,
    group: null,
    continuous: header,
    categorical: [],
  });
  const { table, choice } = readSamples(path, all, 'keep', findings);
  findings.raise();
  const none = new Float64Array(0);
  const samples = codedColumn('sample', table, 0, none);
  const slot = targetSlot(choice, 'label');
  const labels = new Array<string>(samples.texts.length);
  if (slot >= 0) samples.codes!.forEach((sample, row) => (labels[sample] ??= textOf(table, row, slot)));
  const columns = choice.continuous.map((name, i) => numberColumn(name, table, i, none));
  const facts = { path, layout: 'ts' as const, rows: table.rows, files: 1, columns, fileColumn: samples };
  return { facts, labels: slot >= 0 ? labels : null };
}

/** A column that was read as text; its values too where all of its texts are numbers. */
function codedColumn(name: string, table: RawTable, slot: number, exact: Float64Array): ColumnFacts {
  const { texts } = table.dictionaries[slot];
  const codes = table.texts[slot].subarray(0, table.rows);
  const cells = texts.map(parseCell);
  const numbers = cells.every(({ kind }) => kind === 'number' || kind === 'missing');
  const isMissing = cells.map((cell, i) => (numbers ? cell.kind === 'missing' : texts[i] === ''));
  const valueOf = Float64Array.from(cells, (cell) => (cell.kind === 'number' ? cell.value : NaN));
  let missing = 0;
  for (const code of codes) if (isMissing[code]) missing++;
  const whole = valueOf.every((value) => Number.isNaN(value) || Number.isInteger(value));
  return {
    name,
    kind: !numbers ? 'text' : whole ? 'whole' : 'number',
    codes,
    texts,
    values: numbers ? Float32Array.from(codes, (code) => valueOf[code]) : null,
    exact: numbers ? exact : null,
    missing,
  };
}

function numberColumn(name: string, table: RawTable, slot: number, exact: Float64Array): ColumnFacts {
  const values = table.numbers[slot].subarray(0, table.rows);
  let missing = 0;
  let whole = true;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else if (!Number.isInteger(value)) whole = false;
  }
  return { name, kind: whole ? 'whole' : 'number', codes: null, texts: [], values, exact, missing };
}

/** How many different values a column has; for numbers of which most differ, at least half its rows. */
export function distinctCount(column: ColumnFacts): number {
  return column.codes ? column.texts.length - (column.missing > 0 ? 1 : 0) : Infinity;
}

/** Whether every row of the column has the same value. */
export function isConstant(column: ColumnFacts): boolean {
  if (column.codes) return column.texts.length === 1;
  const first = column.values![0];
  return column.values!.every((value) => value === first || (value !== value && first !== first));
}

/** Whether the column has one value within each sample. */
export function constantWithin(column: ColumnFacts, sampleOf: Int32Array, samples: number): boolean {
  const cells = column.codes ?? column.values!;
  const first = new Int32Array(samples).fill(-1);
  return cells.every((cell, row) => {
    const sample = sampleOf[row];
    if (first[sample] < 0) first[sample] = row;
    return cell === cells[first[sample]];
  });
}
