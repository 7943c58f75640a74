/** What is said about text that is not JSON: what stands there, and how to write it. */
import { type TokenFault } from './tokens.js';

export interface SyntaxMessage {
  readonly message: string;
  readonly cure?: string;
}

/** About a token the scanner itself found wrong. @param value - what it read of it */
export function faultMessage(fault: TokenFault, value: string): SyntaxMessage {
  const shown = JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  switch (fault) {
    case 'openString':
      return {
        message: 'the closing quote is missing',
        cure: 'Text ends in the line it begins in, with a double quote.',
      };
    case 'openComment':
      return { message: 'this comment is never closed', cure: 'Close it with */.' };
    case 'number':
      return { message: `${value} is not a whole number or a decimal`, cure: 'Digits must follow, as in 1.5 or 1e-3.' };
    case 'unicode':
      return { message: `\\u without four hexadecimal digits in ${shown}` };
    case 'escape':
      return {
        message: `a backslash that is no escape in ${shown}`,
        cure: 'In paths write forward slashes: they work on every platform.',
      };
    case 'control':
      return { message: `a control character in ${shown}`, cure: 'Write \\n for a line break and \\t for a tab.' };
  }
}

/** About a word that is no JSON value. */
export function symbolMessage(word: string): SyntaxMessage {
  const meant = words[word];
  if (meant !== undefined) return { message: `${word} is not JSON: did you mean ${meant}?` };
  if (/^[+-]?\.\d/.test(word) || /^\+\d/.test(word)) {
    const number = word.replace(/^\+/, '').replace(/^(-?)\./, '$10.');
    return { message: `${word} is not JSON: did you mean ${number}?` };
  }
  if (/^[-+]?(nan|inf|infinity)$/i.test(word)) return { message: `${word} is not a number a setting can have` };
  return { message: `${word} is not JSON`, cure: `Text stands in double quotes: "${unquoted(word)}".` };
}

/** A word without the quotes of other languages. */
export function unquoted(word: string): string {
  return word.replace(/^['`‘’“”]+|['`‘’“”]+$/g, '');
}

const words: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  False: 'false',
  FALSE: 'false',
  None: 'null',
  nil: 'null',
  NULL: 'null',
  Null: 'null',
  undefined: 'null',
};
