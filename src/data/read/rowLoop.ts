/** The loop that reads CSV rows from bytes, whatever they hold: one pass over each byte, nothing allocated for a plain cell. */
import { readCell, readTime } from './cells.js';
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
  space,
  unclosed,
} from './fields.js';
import { readFloat32 } from './number.js';
import { reportRagged } from './ragged.js';
import { numberField, textField, timeField, type Scan } from './scanState.js';
import { reserveRows } from './table.js';

/**
 * Reads records up to `limit`, where `bytes[limit - 1]` is a line feed; stops before one whose quote is not closed there.
 * @param most - how many records (or blank lines) to read at most
 */
export function readRows(scan: Scan, limit: number, most = Infinity): void {
  const { table, plan, blocks, sampleCode } = scan;
  const { kinds, slots } = plan;
  const { bytes } = blocks;
  const last = kinds.length - 1;
  const dictionaries = table.dictionaries;
  let row = table.rows;
  let p = blocks.position;
  const { numbers, texts } = table;

  for (let left = most; left > 0 && p < limit; left--) {
    const start = p;
    let c = bytes[p];
    if (c === lineFeed || (c === carriageReturn && bytes[p + 1] === lineFeed)) {
      p += c === lineFeed ? 1 : 2;
      scan.line++;
      continue;
    }
    if (row === table.capacity) {
      table.rows = row;
      reserveRows(table, row + 1);
    }
    const findingsBefore = scan.findings.count;
    let field = 0;
    let lines = 1;
    for (; ; field++) {
      const kind = kinds[field];
      let end = p;
      if (kind === numberField) {
        const column = numbers[slots[field]];
        end = readFloat32(bytes, p, column, row);
        if (end < 0 || ((c = bytes[end]) !== comma && c !== lineFeed && c !== carriageReturn)) {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) {
            const number = readCell(bytes, p, end, placeOf(scan, field), scan.policy, scan.findings);
            column[row] = number;
            if (number !== number) table.hasMissing[slots[field]] = 1;
          }
        }
      } else if (kind === textField) {
        let hash = hashSeed;
        while ((c = bytes[end]) > comma || (c >= space && c !== quote && c !== comma)) {
          hash = hashStep(hash, c);
          end++;
        }
        const slot = slots[field];
        const blankAround = end > p && (bytes[p] === space || bytes[end - 1] === space);
        if ((c === comma || c === lineFeed || c === carriageReturn) && !blankAround) {
          texts[slot][row] = internHashed(dictionaries[slot], bytes, p, end, hash);
        } else {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) {
            const content = fieldBytes(bytes, p, end);
            texts[slot][row] = intern(dictionaries[slot], content, 0, content.length);
          }
        }
      } else if (kind === timeField) {
        let number = 0;
        while ((c = bytes[end]) >= 48 && c <= 57 && end - p < 15) {
          number = number * 10 + (c - 48);
          end++;
        }
        if (end > p && (c === comma || c === lineFeed || c === carriageReturn)) {
          table.times[row] = number;
        } else {
          end = fieldEnd(bytes, p, limit);
          if (end !== unclosed) table.times[row] = readTime(bytes, p, end, placeOf(scan, field), scan.findings);
        }
      } else {
        c = bytes[p];
        if (c === quote || c === space || c === 9) {
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
      if (sampleCode >= 0) texts[0][row] = sampleCode;
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
