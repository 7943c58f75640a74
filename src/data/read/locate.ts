/** Line and column of fields, found by reading the file again: nothing of it has to be kept while bulk data is read. */
import { closeBlocks, openBlocks, refill } from './blocks.js';
import { afterLine, comma, fieldEnd, lineFeed, unclosed } from './fields.js';

interface Wanted {
  readonly file: string;
  readonly line?: number;
  readonly field?: number;
  readonly column?: number;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

/** Position of each wanted field (the end of the record where it has fewer fields), null where none is asked for or known. */
export function fieldColumns(wanted: readonly Wanted[]): (Position | null)[] {
  const result = wanted.map(({ line, column }): Position | null =>
    line !== undefined && column !== undefined ? { line, column } : null,
  );
  const files = new Set(wanted.filter(({ field }) => field !== undefined).map(({ file }) => file));
  for (const file of files) {
    const byLine = new Map<number, number[]>();
    wanted.forEach((want, i) => {
      if (want.file !== file || want.line === undefined || want.field === undefined) return;
      byLine.set(want.line, [...(byLine.get(want.line) ?? []), i]);
    });
    visitRecords(file, Math.max(...byLine.keys()), (line, bytes, start, limit) => {
      for (const i of byLine.get(line) ?? []) result[i] ??= positionOf(bytes, start, limit, line, wanted[i].field!);
    });
  }
  return result;
}

function positionOf(bytes: Uint8Array, start: number, limit: number, line: number, field: number): Position {
  let p = start;
  for (let i = 0; i < field; i++) {
    const end = fieldEnd(bytes, p, limit);
    if (end === unclosed) break;
    p = end;
    if (bytes[p] !== comma) break;
    p++;
  }
  let lineStart = start;
  for (let i = start; i < p; i++) {
    if (bytes[i] !== lineFeed) continue;
    line++;
    lineStart = i + 1;
  }
  // Editors count UTF-16 code units; the decoder drops a byte order mark.
  return { line, column: decoder.decode(bytes.subarray(lineStart, p)).length + 1 };
}

/** Calls `visit` with the line and bytes of each record (the header too) up to `lastLine`. */
export function visitRecords(
  file: string,
  lastLine: number,
  visit: (line: number, bytes: Uint8Array, start: number, limit: number) => void,
): void {
  const blocks = openBlocks(file);
  try {
    let line = 1;
    while (line <= lastLine) {
      const more = refill(blocks);
      if (!more) blocks.bytes[blocks.end++] = lineFeed;
      const limit = blocks.bytes.lastIndexOf(lineFeed, blocks.end - 1) + 1;
      while (blocks.position < limit && line <= lastLine) {
        const { bytes, position } = blocks;
        let p = position;
        for (;;) {
          p = fieldEnd(bytes, p, limit);
          if (p === unclosed || bytes[p] !== comma) break;
          p++;
        }
        if (p === unclosed && more) break;
        visit(line, bytes, position, limit);
        if (p === unclosed) return;
        const next = afterLine(bytes, p);
        for (let i = position; i < next; i++) if (bytes[i] === lineFeed) line++;
        blocks.position = next;
      }
      if (!more) return;
    }
  } finally {
    closeBlocks(blocks);
  }
}
