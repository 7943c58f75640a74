/**
 * Which sample each line of an open CSV file belongs to. Built once, and changed with the lines that are edited, so that
 * providers only look things up.
 */
import { csvField } from './csvLine.js';
import type { LineIds } from './lineIds.js';

export interface LineIndex {
  readonly lineCount: number;
  /** The id in a line; empty for the header and blank lines. */
  idAt(line: number): string;
  /** The first line of a sample, or undefined. */
  firstLine(id: string): number | undefined;
  isFirst(line: number): boolean;
  /** All lines of a sample, ascending. */
  linesOf(id: string): number[];
  /** Samples with their first lines, in the order of the file. */
  firstLines(): ReadonlyMap<string, number>;
  /** Adds lines at the end. */
  append(lines: readonly string[]): void;
  /** Replaces `removed` lines from `start` on by others. Ids in both, the old and the new ones, are returned. */
  replace(start: number, removed: number, lines: readonly string[]): Set<string>;
}

/**
 * @param sample - number of the field with the sample id; or the id, where the whole file is one sample
 * @param headerLine - the line of the header; it and what stands before it belong to no sample
 * @param known - the lines that were read already
 */
export function createLineIndex(
  sample: number | string,
  headerLine = 0,
  { names, codes }: LineIds = { names: [], codes: new Int32Array() },
): LineIndex {
  const ids: string[] = Array.from(codes, (code) => names[code]);
  let first: Map<string, number> | null = null;
  /** Known with `first`. */
  let last = new Map<string, number>();
  const idOf = (line: string): string => {
    if (typeof sample === 'number') return csvField(line, sample)?.text ?? '';
    return line.trim() === '' ? '' : sample;
  };

  const firstLines = (): Map<string, number> => {
    if (first) return first;
    first = new Map();
    last = new Map();
    let before = '';
    for (let line = headerLine + 1; line <= ids.length; line++) {
      const id = ids[line] ?? '';
      // Rows of a sample mostly follow each other.
      if (id === before) continue;
      if (before !== '') last.set(before, line - 1);
      before = id;
      if (id !== '' && !first.has(id)) first.set(id, line);
    }
    return first;
  };

  return {
    get lineCount() {
      return ids.length;
    },
    idAt: (line) => (line <= headerLine ? '' : (ids[line] ?? '')),
    firstLine: (id) => firstLines().get(id),
    isFirst: (line) => line > headerLine && ids[line] !== '' && firstLines().get(ids[line]) === line,
    linesOf(id) {
      const lines: number[] = [];
      const start = firstLines().get(id);
      if (start === undefined) return lines;
      const end = last.get(id)!;
      for (let line = start; line <= end; line++) if (ids[line] === id) lines.push(line);
      return lines;
    },
    firstLines,
    append(lines) {
      for (const line of lines) ids.push(idOf(line));
      first = null;
    },
    replace(start, removed, lines) {
      const added = lines.map(idOf);
      const touched = new Set([...ids.slice(start, start + removed), ...added].filter((id) => id !== ''));
      // Only where samples begin elsewhere now must the first lines be looked for anew.
      const moved = removed !== added.length || added.some((id, i) => id !== ids[start + i]);
      if (removed === added.length) added.forEach((id, i) => (ids[start + i] = id));
      else ids.splice(start, removed, ...added);
      if (moved) first = null;
      return touched;
    },
  };
}
