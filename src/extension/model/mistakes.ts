/** Mistakes in files as the terminal prints them, read back into places and sentences: for a message with buttons. Pure. */
import { isAbsolute, sep } from 'node:path';

export interface Mistake {
  readonly file: string;
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly cure: string | null;
}

/**
 * The mistakes in `file:line:column: message` with the cure on a line of its own (base/errors.ts prints it so). None where the
 * text begins with something else: then it is no list of mistakes.
 */
export function mistakesIn(text: string): Mistake[] {
  const found: Mistake[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = /^(.+?):(\d+)(?::(\d+))?: (.+)$/.exec(line);
    if (head && isAbsolute(head[1])) {
      const [, file, row, column, message] = head;
      found.push({ file, line: Number(row), column: Number(column ?? 1), message, cure: null });
    } else if (found.length === 0) return [];
    else if (/^\s/.test(line)) found[found.length - 1] = withCure(found[found.length - 1], line.trim());
  }
  return found;
}

function withCure(mistake: Mistake, more: string): Mistake {
  return { ...mistake, cure: mistake.cure === null ? more : `${mistake.cure} ${more}` };
}

/** `6 mistakes in a.experiment.json: …` with the first; a single one is told with its cure. */
export function mistakesText(mistakes: readonly Mistake[], nameOf: (file: string) => string): string {
  const [{ file, message, cure }] = mistakes;
  if (mistakes.length > 1) {
    const together = mistakes.every((one) => one.file === file);
    const where = together ? `in ${nameOf(file)}` : `in several files, the first in ${nameOf(file)}`;
    return `${mistakes.length} mistakes ${where}: ${message}`;
  }
  return `Mistake in ${nameOf(file)}: ${cure === null ? message : sentences(message, cure)}`;
}

/** What is wrong and what to do about it, in one line. Who is told the nearest right name needs no list of all. */
export function sentences(message: string, cure: string): string {
  if (message.includes('did you mean')) return message;
  return `${message}${/[.?!]$/.test(message) ? '' : '.'} ${cure}`;
}

/** Paths below the folders of the workspace as people say them: without the folder. */
export function withoutFolders(text: string, folders: readonly string[]): string {
  // The longest first: a folder may lie in another.
  const inner = folders.filter((folder) => folder.length > 1).sort((a, b) => b.length - a.length);
  return inner.reduce((rest, folder) => rest.replaceAll(`${folder}${sep}`, ''), text);
}
