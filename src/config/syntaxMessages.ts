/** What is said about text that is not JSON: what stands there, and how to write it. */
import { unquoted, type TokenFault } from './tokens.js';

export interface SyntaxMessage {
  readonly message: string;
  readonly cure?: string;
}

/** About single tokens in the wrong place. */
export const say = {
  empty: {
    message: 'the file is empty',
    cure: 'The smallest experiment is { "data": { "train": "data.csv", "labels": "labels.csv" } }.',
  },
  tooDeep: { message: 'brackets are nested too deeply to be an experiment' },
  hashComment: { message: 'comments begin with //, not with #' },
  commaTooMany: { message: 'there is a comma too many' },
  noComma: (before: string) => ({ message: `a comma is missing after ${before}` }),
  noColon: (name: string) => ({ message: `a colon is missing after "${name}"` }),
  noValue: (name: string | undefined) => ({
    message: name === undefined ? 'a value is missing here' : `the value of "${name}" is missing`,
  }),
  notExpected: (found: string) => ({
    message: `${found} is not expected here`,
    cure: 'A comma, a quote or a bracket is missing before it.',
  }),
  nameExpected: (found: string) => ({
    message: `${found} stands where the name of a setting is expected`,
    cure: 'Names stand in double quotes and are followed by a colon.',
  }),
  nameUnquoted: (written: string, name: string) => ({
    message: `${written} must stand in double quotes: "${name}"`,
  }),
  nameOpen: (name: string) => ({ message: `the closing quote of "${name}" is missing` }),
  twice: (name: string, line: number) => ({
    message: `"${name}" stands twice in one object, first in line ${line}`,
    cure: 'Remove one of the two: only the last would count.',
  }),
} as const;

/** About brackets that do not pair. `line` counts from 1. */
export const brackets = {
  endOfFile: (close: string, open: string, line: number) => ({
    message: `the file ends, but "${close}" is missing`,
    cure: `Its "${open}" stands in line ${line}.`,
  }),
  missingBefore: (close: string, found: string, open: string, line: number) => ({
    message: `"${close}" is missing before "${found}"`,
    cure: `Its "${open}" stands in line ${line}.`,
  }),
  mistyped: (found: string, close: string, line: number) => ({
    message: `"${found}" stands where "${close}" is expected`,
    cure: `The bracket it closes stands in line ${line}.`,
  }),
  tooMany: (bracket: string) => ({ message: `there is a "${bracket}" too many` }),
  afterEnd: (line: number, found: string) => ({
    message: `the experiment ends in line ${line}, but ${found} follows`,
    cure: 'There is a closing bracket too many before this, or text after the end.',
  }),
} as const;

/** About a token the scanner itself found wrong. @param source - the token as it stands */
export function faultMessage(fault: TokenFault, source: string): SyntaxMessage {
  switch (fault) {
    case 'openString':
      return {
        message: 'the closing quote is missing',
        cure: 'Text ends in the line it begins in, with a double quote.',
      };
    case 'openComment':
      return { message: 'this comment is never closed', cure: 'Close it with */.' };
    case 'number':
      return { message: `${source} is not a number`, cure: 'Digits must follow, as in 1.5 or 1e-3.' };
    case 'unicode':
      return { message: `\\u without four hexadecimal digits in ${source}` };
    case 'escape':
      return {
        message: `a backslash that is no escape in ${source}`,
        cure: 'In paths write forward slashes: they work on every platform.',
      };
    case 'control':
      return {
        message: `a control character in ${visible(source)}`,
        cure: 'Write \\n for a line break and \\t for a tab.',
      };
  }
}

function visible(source: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return source.replace(/[\u0000-\u001f]/g, (letter) => JSON.stringify(letter).slice(1, -1));
}

/** About a word that is no JSON value. */
export function symbolMessage(word: string): SyntaxMessage {
  const meant = Object.hasOwn(words, word) ? words[word] : undefined;
  if (meant !== undefined) return { message: `${word} is not JSON: did you mean ${meant}?` };
  if (/^[+-]?\.\d/.test(word) || /^\+\d/.test(word)) {
    const number = word.replace(/^\+/, '').replace(/^(-?)\./, '$10.');
    return { message: `${word} is not JSON: did you mean ${number}?` };
  }
  if (/^[-+]?(nan|inf|infinity)$/i.test(word)) return { message: `${word} is not a number a setting can have` };
  return { message: `${word} is not JSON`, cure: `Text stands in double quotes: "${unquoted(word)}".` };
}

const words: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  False: 'false',
  FALSE: 'false',
  None: 'null',
  NULL: 'null',
  Null: 'null',
  nil: 'null',
  undefined: 'null',
};
