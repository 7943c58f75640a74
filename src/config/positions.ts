/** Offsets in a text to lines and columns. */
import { type Place } from '../base/errors.js';

/** Offset of the first letter of each line; `\n`, `\r\n` and `\r` end lines. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  const ends = /\r\n|\n|\r/g;
  while (ends.exec(text)) starts.push(ends.lastIndex);
  return starts;
}

/** The line and column (both from 1, in UTF-16 units as editors count) of an offset. */
export function placeAt(lineStarts: readonly number[], offset: number, file: string): Place {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { file, line: low + 1, column: offset - lineStarts[low] + 1 };
}
