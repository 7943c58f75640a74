/** Reads the records of a CSV file into a table, block by block. */
import { refill, type Blocks } from './blocks.js';
import { divide, type Division } from './divided.js';
import { lineFeed } from './fields.js';
import { reportUnclosed } from './ragged.js';
import { startRowKernel } from './rowKernel.js';
import { readRows } from './rowLoop.js';
import { textField, timeField, type FieldPlan, type Scan, type ScanOptions } from './scanState.js';
import { addFile, reserveRows, type RawTable } from './table.js';

/**
 * Appends the records from where `blocks` stands to `table`. What is wrong goes to `options.findings`.
 * @param line - the line on which the next record starts
 * @param most - rows in the table after which to stop, a block later at the latest
 * @returns the line on which the next record starts, null at the end of the file
 */
export function scanRecords(
  blocks: Blocks,
  line: number,
  plan: FieldPlan,
  table: RawTable,
  options: ScanOptions,
  most = Infinity,
): number | null {
  const textFields = table.dictionaries.map((_, slot) =>
    plan.kinds.findIndex((kind, field) => kind === textField && plan.slots[field] === slot),
  );
  const fileIndex = addFile(table.lines, blocks.file, { textFields, timeField: plan.kinds.indexOf(timeField) });
  const scan: Scan = { ...options, blocks, plan, table, fileIndex, line, lastLine: -1 };
  const rows = estimatedRows(blocks);
  reserveRows(table, Math.min(table.rows + rows, Math.ceil(1.1 * most)));
  const division = divisionOf(scan, rows, most);
  try {
    const kernel = startRowKernel(scan);
    const read = kernel ? kernel.read : readRows;
    for (;;) {
      const limit = endOfLines(blocks);
      if (limit > blocks.position) {
        read(scan, limit);
        options.checkBlock();
      }
      if (table.rows >= most) break;
      if (refill(blocks) || division?.goOn()) continue;
      if (blocks.position < blocks.end) {
        if (blocks.bytes[blocks.end - 1] !== lineFeed) blocks.bytes[blocks.end++] = lineFeed;
        read(scan, blocks.end);
        if (blocks.position < blocks.end) reportUnclosed(scan);
      }
      kernel?.finish();
      return null;
    }
    kernel?.finish();
    return scan.line;
  } finally {
    division?.end();
  }
}

/** Null where one thread reads the whole file: where it has no help, is read in parts, is a pipe or one of many of a folder. */
function divisionOf(scan: Scan, rows: number, most: number): Division | null {
  const { blocks, sampleCode, help } = scan;
  if (!help || !blocks.seekable || blocks.finished || most < Infinity || sampleCode >= 0) return null;
  return divide(scan, rows, help);
}

/** Behind the last line feed in the buffer; `position` or less where there is none. */
function endOfLines({ bytes, position, end }: Blocks): number {
  let limit = end;
  while (limit > position && bytes[limit - 1] !== lineFeed) limit--;
  return limit;
}

/** Rows of the whole file, if they go on as they begin, and a little more. */
function estimatedRows({ bytes, position, end, size }: Blocks): number {
  const seen = Math.min(end, position + 65536);
  let lines = 1;
  for (let p = position; p < seen; p++) if (bytes[p] === lineFeed) lines++;
  return Math.ceil(1.02 * lines * (size / Math.max(1, seen - position))) + 1;
}
