/** The lines of a file, in the buffer it is read into. */
import { refill, type Blocks } from './blocks.js';
import { lineFeed } from './fields.js';

/** The range without blanks at its ends. */
export function trim(bytes: Uint8Array, start: number, end: number): [number, number] {
  while (start < end && bytes[start] <= 32) start++;
  while (end > start && bytes[end - 1] <= 32) end--;
  return [start, end];
}

export interface Line {
  /** From 1. */
  readonly line: number;
  /** Its bytes without blanks around it and without the line end; valid until the next line is asked for. */
  readonly start: number;
  readonly end: number;
}

/** The lines of a file, one after the other, in the buffer of `blocks`. */
export function* linesOf(blocks: Blocks): Generator<Line, void, void> {
  let line = 1;
  for (;;) {
    let end = blocks.bytes.indexOf(lineFeed, blocks.position);
    if (end < 0 || end >= blocks.end) {
      if (refill(blocks)) continue;
      if (blocks.position >= blocks.end) return;
      end = blocks.end;
      blocks.bytes[blocks.end++] = lineFeed;
    }
    const [start, trimmedEnd] = trim(blocks.bytes, blocks.position, end);
    yield { line, start, end: trimmedEnd };
    blocks.position = end + 1;
    line++;
  }
}
