/** The first line of a CSV file, and the encodings that are refused before anything is read. */
import { refuse } from '../findings.js';
import { refill, type Blocks } from './blocks.js';
import { shown } from './cells.js';
import { lineFeed, readRecord } from './fields.js';
import { parseCell } from './number.js';

export interface Header {
  readonly names: readonly string[];
  /** Line of the header, and of the record behind it. */
  readonly line: number;
  readonly nextLine: number;
}

/**
 * Reads the header and leaves `blocks` behind it.
 * @throws UserError for an empty file, a wrong encoding, a separator other than the comma, columns without a name or of the same name
 */
export function readHeader(blocks: Blocks): Header {
  const file = blocks.file;
  checkEncoding(blocks);
  let line = 1;
  for (;;) {
    const more = refill(blocks);
    if (!more && blocks.bytes[blocks.end - 1] !== lineFeed) blocks.bytes[blocks.end++] = lineFeed;
    const limit = blocks.bytes.lastIndexOf(lineFeed, blocks.end - 1) + 1;
    while (blocks.position < limit) {
      const record = readRecord(blocks.bytes, blocks.position, limit);
      if (!record) break;
      const { fields, next } = record;
      const start = blocks.position;
      blocks.position = next;
      const lines = blocks.bytes.subarray(start, next).reduce((n, byte) => n + (byte === lineFeed ? 1 : 0), 0);
      if (fields.every((name) => name === '')) {
        line += lines;
        continue;
      }
      checkNames(file, line, fields);
      return { names: fields, line, nextLine: line + lines };
    }
    if (more) continue;
    if (blocks.position < limit) {
      refuse({ file, line, field: 0, message: 'a quote in the header is never closed', cure: 'Close it.' });
    }
    refuse({
      file,
      message: 'the file is empty',
      cure: 'Give a CSV file with a header line and a row for each time step.',
    });
  }
}

/** Reads the first block; skips a UTF-8 byte order mark. @throws UserError for UTF-16 or an empty file. */
export function checkEncoding(blocks: Blocks): void {
  const { file } = blocks;
  refill(blocks);
  const { bytes, end } = blocks;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && end >= 3) blocks.position = 3;
  const marked = end >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  if (marked || bytes.subarray(0, Math.min(end, 4096)).includes(0)) {
    refuse({
      file,
      line: 1,
      column: 1,
      message: marked
        ? 'the file is encoded as UTF-16'
        : 'the file holds zero bytes: it is not UTF-8 text (UTF-16 perhaps, or not a text file at all)',
      cure: 'Save it as UTF-8.',
    });
  }
}

function checkNames(file: string, line: number, names: readonly string[]): void {
  if (names.length === 1) {
    const separator = names[0].includes(';') ? 'semicolons' : names[0].includes('\t') ? 'tabs' : null;
    if (separator) {
      refuse({
        file,
        line,
        column: 1,
        message: `the columns seem to be separated by ${separator}`,
        cure: 'Save the file with commas between columns, and decimal points in numbers.',
      });
    }
  }
  if (names.every((name) => parseCell(name).kind === 'number')) {
    refuse({
      file,
      line,
      column: 1,
      message: `the first line holds numbers (${shown(names[0])} …), not the names of columns`,
      cure: 'Put a header line with the names of the columns first.',
    });
  }
  names.forEach((name, field) => {
    const malformed = name.includes('\uFFFD');
    if (malformed) {
      refuse({ file, line, field, message: 'the name of this column is not UTF-8', cure: 'Save the file as UTF-8.' });
    }
    if (name === '') {
      refuse({
        file,
        line,
        field,
        message: `column ${field + 1} has no name`,
        cure: 'Name it in the header, or remove it (tables are often written with a nameless index).',
      });
    }
    const first = names.indexOf(name);
    if (first < field) {
      refuse({
        file,
        line,
        field,
        message: `two columns are named "${name}" (columns ${first + 1} and ${field + 1})`,
        cure: 'Rename or remove one of them.',
      });
    }
  });
}
