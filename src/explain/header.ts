/** The columns of a data file, read from its first line alone. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { channelNames } from '../data/read/archive.js';
import { UserError } from '../base/errors.js';
import { splitCsvLine } from './csvLine.js';

export interface DataHeader {
  /** The file that was read: of a folder, the first CSV in it. */
  readonly file: string;
  readonly names: readonly string[];
  readonly layout: 'long' | 'folder' | 'ts';
}

/** More than any header we know (10,000 columns of 20 letters). */
const most = 256 * 1024;

/**
 * Columns of a CSV file or of a folder with CSV files; channels of a `.ts` file where it says how many there are, else null.
 * Loading does its own, careful reading; this is for the editor, which must not wait for it.
 * @throws UserError where there is no such file, or nothing to read in it
 */
export async function readDataHeader(path: string): Promise<DataHeader | null> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UserError('there is no such file', { place: { file: path } });
  if (stats.isDirectory()) {
    const [first] = (await readdir(path)).filter((name) => isCsv(name) && !name.startsWith('.')).sort();
    if (first === undefined) throw new UserError('the folder holds no CSV file', { place: { file: path } });
    const file = join(path, first);
    return { file, names: csvHeader(file), layout: 'folder' };
  }
  if (extname(path).toLowerCase() !== '.ts') return { file: path, names: csvHeader(path), layout: 'long' };
  const dimensions = /^@dimensions?\s+(\d+)/im.exec(firstBytes(path))?.[1];
  if (dimensions === undefined) return null;
  return { file: path, names: channelNames(Number(dimensions)), layout: 'ts' };
}

const isCsv = (name: string): boolean => extname(name).toLowerCase() === '.csv';

function csvHeader(file: string): string[] {
  const text = firstBytes(file);
  const line = text.split(/\r\n|\n|\r/, 64).find((one) => one.trim() !== '');
  if (line === undefined) throw new UserError('the file is empty', { place: { file } });
  return splitCsvLine(line).map((field) => field.text);
}

function firstBytes(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(most);
    const count = readSync(descriptor, bytes, 0, most, 0);
    return new TextDecoder().decode(bytes.subarray(0, count));
  } finally {
    closeSync(descriptor);
  }
}
