/** One line of a .ts data file (UEA/UCR archive) in an editor: `1,2,3:4,5,6:class`, channels and last the class. */
import { channelNames } from '../data/read/archive.js';
import type { LineField } from './csvLine.js';

/** Where the samples begin: the number of lines up to and with `@data`; all of them where there is none. */
export function archiveHeaderLines(lines: readonly string[]): number {
  const at = lines.findIndex((line) => /^\s*@data\b/i.test(line));
  return at < 0 ? lines.length : at + 1;
}

/** Whether the header says that a class stands behind the channels. */
export function hasClasses(header: readonly string[]): boolean {
  return header.some((line) => /^\s*@classlabel\s+true\b/i.test(line));
}

/** What stands behind the last colon. */
export function archiveLabel(line: string): LineField | null {
  const colon = line.lastIndexOf(':');
  if (colon < 0) return null;
  const text = line.slice(colon + 1).trim();
  const start = text === '' ? colon + 1 : line.indexOf(text, colon + 1);
  return { text, start, end: start + text.length };
}

/**
 * The channel and the step a character stands in, with all values of the channel; null behind the last channel. Values that are
 * missing or no numbers are NaN.
 */
export function archiveSignal(
  line: string,
  character: number,
  labelled: boolean,
): { name: string; values: number[]; step: number } | null {
  const channels = line.split(':');
  if (labelled) channels.pop();
  let start = 0;
  for (const [index, text] of channels.entries()) {
    const end = start + text.length;
    if (character <= end) {
      const step = text.slice(0, Math.max(0, character - start)).split(',').length - 1;
      const values = text.split(',').map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
      return { name: channelNames(channels.length)[index], values, step };
    }
    start = end + 1;
  }
  return null;
}
