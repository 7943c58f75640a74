/** The small CSV files of a run: written and read here only, RFC 4180, a header first. (User data is read in src/data.) */
import { UserError } from '../base/errors.js';

/** One line, with quotes where a field needs them. */
export function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map(field).join(',')}\n`;
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table by columns of text. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Parses a file of a run. @throws UserError (state) where a row has another number of fields than the header
 * @param file named in the error
 */
export function parseCsv(text: string, file: string): CsvTable {
  const records = text.includes('"') ? quotedRecords(text) : plainRecords(text);
  const [header, ...rows] = records;
  if (!header) throw new UserError('The file is empty.', { kind: 'state', place: { file } });
  rows.forEach((row, i) => {
    if (row.length !== header.length)
      throw new UserError(`The row has ${row.length} fields, the header ${header.length}.`, {
        kind: 'state',
        place: { file, line: i + 2 },
        cure: 'The file is damaged: delete the fold directory it stands in and resume the run.',
      });
  });
  return { header, rows };
}

function plainRecords(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}

function quotedRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = match[3] === '' || pattern.lastIndex >= text.length;
    const blank = record.length === 0 && match[0].trim() === '';
    if (!blank) record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',' && record.length > 0) {
      records.push(record);
      record = [];
    }
    if (end) break;
  }
  return records;
}
