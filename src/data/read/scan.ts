/** The loop that reads CSV rows from bytes. Written for speed: one pass over each byte, nothing allocated for a plain cell. */
import type { Findings } from '../findings.js';
import { refill, type Blocks } from './blocks.js';
import { readCell, readTime, type MissingPolicy } from './cells.js';
import { hashSeed, hashStep, intern, internHashed } from './dictionary.js';
import {
  afterLine,
  carriageReturn,
  comma,
  countLines,
  fieldBytes,
  fieldEnd,
  lineFeed,
  quote,
  unclosed,
} from './fields.js';
import { readFloat32 } from './number.js';
import { addChunk, addFile, chunkRows, type RawTable } from './table.js';

/** What is read from each field of a record. */
export interface FieldPlan {
  readonly names: readonly string[];
  /** One of `skipField`, `numberField`, `textField`, `timeField`. */
  readonly kinds: Uint8Array;
  /** Number or text slot of the table. */
  readonly slots: Int32Array;
}

export const skipField = 0;
export const numberField = 1;
export const textField = 2;
export const timeField = 3;

export interface ScanOptions {
  readonly policy: MissingPolicy;
  readonly findings: Findings;
  /** Code to put into text slot 0 of every row, where no field gives the sample id; else -1. */
  readonly sampleCode: number;
  /** Called after each block of the file; may throw to end the scan early. */
  readonly checkBlock: () => void;
}

/** Where the scan of a file stands. */
interface Scan extends ScanOptions {
  readonly blocks: Blocks;
  readonly plan: FieldPlan;
  readonly table: RawTable;
  readonly fileIndex: number;
  /** Line of the next record. */
  line: number;
  /** Line of the last row stored, -1 before the first. */
  lastLine: number;
}

/**
 * Appends all records behind the header to `table`. What is wrong goes to `options.findings`.
 * @param blocks stands behind the header
 * @param line the line on which the next record starts
 */
export function scanRecords(
  blocks: Blocks,
  line: number,
  plan: FieldPlan,
  table: RawTable,
  options: ScanOptions,
): void {
  const textFields = table.dictionaries.map((_, slot) =>
    plan.kinds.findIndex((kind, field) => kind === textField && plan.slots[field] === slot),
  );
  const fileIndex = addFile(table.lines, blocks.file, { textFields, timeField: plan.kinds.indexOf(timeField) });
  const scan: Scan = { ...options, blocks, plan, table, fileIndex, line, lastLine: -1 };
  for (;;) {
    const limit = blocks.bytes.lastIndexOf(lineFeed, blocks.end - 1) + 1;
    if (limit > blocks.position) {
      scanBlock(scan, limit);
      options.checkBlock();
    }
    if (refill(blocks)) continue;
    if (blocks.position === blocks.end) return;
    if (blocks.bytes[blocks.end - 1] !== lineFeed) blocks.bytes[blocks.end++] = lineFeed;
    scanBlock(scan, blocks.end);
    if (blocks.position < blocks.end) reportUnclosed(scan);
    return;
  }
}

/** Reads records up to `limit`; stops before one whose quote is not closed there. `bytes[limit - 1]` is a line feed. */
function scanBlock(scan: Scan, limit: number): void {
  const { table, plan, blocks, sampleCode } = scan;
  const { kinds, slots } = plan;
  const { bytes } = blocks;
  const last = kinds.length - 1;
  const numberCount = table.numberCount;
  const textCount = table.dictionaries.length;
  const dictionaries = table.dictionaries;
  let row = table.rows;
  let p = blocks.position;
  let numbers = table.numbers[table.numbers.length - 1];
  let texts = table.texts[table.texts.length - 1];
  let times = table.times[table.times.length - 1];

  while (p < limit) {
    const start = p;
    let c = bytes[p];
    if (c === lineFeed || (c === carriageReturn && bytes[p + 1] === lineFeed)) {
      p += c === lineFeed ? 1 : 2;
      scan.line++;
      continue;
    }
    const inChunk = row & (chunkRows - 1);
    if (inChunk === 0 && table.numbers.length * chunkRows === row) {
      addChunk(table);
      numbers = table.numbers[table.numbers.length - 1];
      texts = table.texts[table.texts.length - 1];
      times = table.times[table.times.length - 1];
    }
    const numberBase = inChunk * numberCount;
    const textBase = inChunk * textCount;
    const findingsBefore = scan.findings.count;
    let field = 0;
    let lines = 1;
    for (; ; field++) {
      const kind = kinds[field];
      let end = p;
      if (kind === numberField) {
        const at = numberBase + slots[field];
        end = readFloat32(bytes, p, numbers, at);
        if (end < 0 || ((c = bytes[end]) !== comma && c !== lineFeed && c !== carriageReturn)) {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) {
            const number = readCell(bytes, p, end, placeOf(scan, field), scan.policy, scan.findings);
            numbers[at] = number;
            if (number !== number) table.hasMissing[slots[field]] = 1;
          }
        }
      } else if (kind === textField) {
        let hash = hashSeed;
        while ((c = bytes[end]) !== comma && c > quote) {
          hash = hashStep(hash, c);
          end++;
        }
        const slot = slots[field];
        if (c === comma || ((c === lineFeed || c === carriageReturn) && end > p)) {
          texts[textBase + slot] = internHashed(dictionaries[slot], bytes, p, end, hash);
        } else {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) {
            const content = fieldBytes(bytes, p, end);
            texts[textBase + slot] = intern(dictionaries[slot], content, 0, content.length);
          }
        }
      } else if (kind === timeField) {
        let number = 0;
        while ((c = bytes[end]) >= 48 && c <= 57 && end - p < 15) {
          number = number * 10 + (c - 48);
          end++;
        }
        if (end > p && (c === comma || c === lineFeed || c === carriageReturn)) {
          times[inChunk] = number;
        } else {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) times[inChunk] = readTime(bytes, p, end, placeOf(scan, field), scan.findings);
        }
      } else {
        c = bytes[p];
        if (c === quote || c === 32 || c === 9) {
          end = fieldEnd(bytes, p, limit);
        } else {
          while ((c = bytes[end]) !== comma && c !== lineFeed && c !== carriageReturn) end++;
        }
      }
      if (end === unclosed) {
        scan.findings.truncate(findingsBefore);
        table.rows = row;
        blocks.position = start;
        return;
      }
      if (bytes[p] <= quote) lines += countLines(bytes, p, end);
      p = end;
      if (bytes[p] !== comma || field === last) break;
      p++;
    }
    c = bytes[p];
    if (field === last && (c === lineFeed || (c === carriageReturn && bytes[p + 1] === lineFeed))) {
      if (sampleCode >= 0) texts[textBase] = sampleCode;
      if (scan.lastLine !== scan.line - 1) {
        table.lines.runs.push({ row, line: scan.line, file: scan.fileIndex, step: 1 });
      }
      scan.lastLine = scan.line;
      row++;
    } else {
      const after = reportRagged(scan, p, field, limit);
      if (after === unclosed) {
        scan.findings.truncate(findingsBefore);
        table.rows = row;
        blocks.position = start;
        return;
      }
      lines += countLines(bytes, p, after);
      p = after;
    }
    p = afterLine(bytes, p);
    scan.line += lines;
  }
  table.rows = row;
  blocks.position = p;
}

function placeOf(scan: Scan, field: number) {
  return { file: scan.blocks.file, line: scan.line, field, name: scan.plan.names[field] };
}

/** A record with too few or too many fields, or a stray carriage return at `p`; returns the end of the record. */
function reportRagged(scan: Scan, p: number, field: number, limit: number): number {
  const { bytes } = scan.blocks;
  const at = { file: scan.blocks.file, line: scan.line };
  const expected = scan.plan.names.length;
  let fields = field + 1;
  let end = p;
  while (bytes[end] === comma) {
    end = fieldEnd(bytes, end + 1, limit);
    if (end === unclosed) return unclosed;
    fields++;
  }
  if (bytes[end] === carriageReturn && bytes[end + 1] !== lineFeed) {
    scan.findings.add({
      ...at,
      field: fields,
      message: 'a carriage return stands here without a line feed',
      cure: 'Save the file with line ends LF or CRLF, and quote texts that hold a line end.',
    });
    while (bytes[end] !== lineFeed) end++;
    return end;
  }
  scan.findings.add({
    ...at,
    field: Math.min(fields, expected),
    message: `the row has ${fields} field${fields === 1 ? '' : 's'}, the header has ${expected}`,
    cure:
      fields > expected
        ? 'Remove what is too much, or quote texts that hold a comma.'
        : 'Add the missing fields, or remove the row where the file was cut off.',
  });
  return end;
}

/** The file ended inside quotes. */
function reportUnclosed(scan: Scan): void {
  const { bytes, position, end } = scan.blocks;
  let field = 0;
  for (let p = position; ; field++) {
    const after = fieldEnd(bytes, p, end);
    if (after === unclosed || bytes[after] !== comma) break;
    p = after + 1;
  }
  scan.findings.add({
    file: scan.blocks.file,
    line: scan.line,
    field,
    message: 'a quote is opened here and never closed',
    cure: 'Close it, or double a quote that belongs to the text ("").',
  });
}
