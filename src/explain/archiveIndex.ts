/** Which sample each line of an open .ts data file is: they have no ids but their numbers, from 0. */
import type { LineIndex } from './lineIndex.js';

/** @param headerLines - lines up to and with `@data` */
export function createArchiveIndex(headerLines: number): LineIndex {
  /** Whether a line holds a sample. */
  const full: boolean[] = [];
  let known: { ids: string[]; first: Map<string, number> } | null = null;
  const isFull = (line: string): boolean => line.trim() !== '';

  const numbered = (): NonNullable<typeof known> => {
    if (known) return known;
    const ids: string[] = [];
    const first = new Map<string, number>();
    full.forEach((holds, line) => {
      const id = holds && line >= headerLines ? String(first.size) : '';
      ids.push(id);
      if (id !== '') first.set(id, line);
    });
    known = { ids, first };
    return known;
  };

  return {
    get lineCount() {
      return full.length;
    },
    idAt: (line) => numbered().ids[line] ?? '',
    firstLine: (id) => numbered().first.get(id),
    isFirst: (line) => (numbered().ids[line] ?? '') !== '',
    linesOf(id) {
      const line = numbered().first.get(id);
      return line === undefined ? [] : [line];
    },
    firstLines: () => numbered().first,
    append(lines) {
      for (const line of lines) full.push(isFull(line));
      known = null;
    },
    replace(start, removed, lines) {
      const before = numbered().ids.slice(start, start + removed);
      const after = full.length - start - removed;
      full.splice(start, removed, ...lines.map(isFull));
      known = null;
      const { ids } = numbered();
      const touched = new Set([...before, ...ids.slice(start, start + lines.length)].filter((id) => id !== ''));
      // A sample more or less: all behind it have other numbers now.
      if (before.filter(Boolean).length !== ids.slice(start, start + lines.length).filter(Boolean).length)
        for (const id of ids.slice(ids.length - after)) if (id !== '') touched.add(id);
      return touched;
    },
  };
}
