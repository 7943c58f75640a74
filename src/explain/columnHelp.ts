/** Columns and globs to choose from, and what a glob matches, in words. */
import { isGlob, matchColumns } from '../config/glob.js';
import { asGlobs } from '../data/infer/globs.js';
import { escapeMarkdown } from './markdown.js';

export interface ColumnProposal {
  readonly text: string;
  readonly isGlob: boolean;
  readonly detail: string;
}

/** Every column, and first the globs that take several with one word. */
export function columnProposals(names: readonly string[], globs: boolean): ColumnProposal[] {
  const several = globs ? asGlobs(names, names).filter(({ names: matched }) => matched.length > 1) : [];
  return [
    ...several.map(({ pattern, names: matched }) => ({
      text: pattern,
      isGlob: true,
      detail: `${matched.length} columns: ${matched[0]} … ${matched.at(-1)!}`,
    })),
    ...names.map((name) => ({ text: name, isGlob: false, detail: 'column' })),
  ];
}

const listed = 60;

/** Markdown for a hover: how many columns a pattern matches in a file, and which. */
export function describeMatches(pattern: string, names: readonly string[], file: string): string {
  const matched = matchColumns(pattern, names);
  const where = escapeMarkdown(file);
  if (matched.length === 0) return `**Matches no column** of the ${names.length} in ${where}.`;
  if (!isGlob(pattern) || (matched.length === 1 && matched[0] === pattern)) return `A column of ${where}.`;
  const shown = matched.slice(0, listed).map(escapeMarkdown).join(', ');
  const more = matched.length > listed ? ` … and ${matched.length - listed} more` : '';
  return `Matches **${matched.length} of ${names.length} columns** of ${where}:\n\n${shown}${more}`;
}
