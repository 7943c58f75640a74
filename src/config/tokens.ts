/** The tokens of a JSON text with comments, each with its place; the scanner is jsonc-parser's. */
import { createScanner } from 'jsonc-parser';

export type TokenKind =
  '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'true' | 'false' | 'null' | 'unknown' | 'end';

/** What is wrong inside a token. */
export type TokenFault = 'openString' | 'openComment' | 'number' | 'unicode' | 'escape' | 'control';

export interface Token {
  readonly kind: TokenKind;
  readonly offset: number;
  /** Just after its last letter. */
  readonly end: number;
  /** From 0. */
  readonly line: number;
  /** Text of a string without its quotes and escapes, else the source. */
  readonly value: string;
  readonly fault: TokenFault | null;
}

export interface Tokens {
  /** The last is `end`; it has the fault and the offset of a comment that is never closed. */
  readonly list: readonly Token[];
  /** How far the first token of a line is from its left edge, by line. */
  readonly indents: ReadonlyMap<number, number>;
}

// The scanner's SyntaxKind and ScanError are `const enum`s, which isolated modules cannot import.
const kinds: Readonly<Record<number, TokenKind>> = {
  1: '{',
  2: '}',
  3: '[',
  4: ']',
  5: ',',
  6: ':',
  7: 'null',
  8: 'true',
  9: 'false',
  10: 'string',
  11: 'number',
  17: 'end',
};
const trivia = new Set([12, 13, 14, 15]);
const faults: Readonly<Record<number, TokenFault>> = {
  1: 'openComment',
  2: 'openString',
  3: 'number',
  4: 'unicode',
  5: 'escape',
  6: 'control',
};

/** Comments and blanks left out. */
export function tokensOf(text: string): Tokens {
  const scanner = createScanner(text, false);
  const list: Token[] = [];
  const indents = new Map<number, number>();
  let openComment: number | undefined;
  for (;;) {
    const code = scanner.scan() as number;
    const kind = kinds[code] ?? 'unknown';
    const fault = faults[scanner.getTokenError() as number] ?? null;
    const offset = scanner.getTokenOffset();
    if (trivia.has(code)) {
      if (fault === 'openComment') openComment = offset;
      continue;
    }
    const end = offset + scanner.getTokenLength();
    const line = scanner.getTokenStartLine();
    if (kind === 'end') {
      const open = openComment === undefined ? null : 'openComment';
      list.push({ kind, offset: openComment ?? offset, end, line, value: '', fault: open });
      return { list, indents };
    }
    const value = kind === 'string' ? scanner.getTokenValue() : text.slice(offset, end);
    list.push({ kind, offset, end, line, value, fault });
    if (!indents.has(line)) indents.set(line, scanner.getTokenStartCharacter());
  }
}

/** A token for messages: as it stands, cut where it is long, punctuation in quotes. */
export function sourceText(text: string, { kind, offset, end }: Token): string {
  const source = text.slice(offset, end);
  if (source.length > 40) return `${source.slice(0, 40)}…`;
  return '{}[],:'.includes(kind) ? `"${source}"` : source;
}

/** How many opening brackets of a kind have no closing one; negative: closing ones too many. */
export function surplusOf(list: readonly Token[], open: '{' | '[', close: '}' | ']'): number {
  return list.reduce((count, { kind }) => count + (kind === open ? 1 : kind === close ? -1 : 0), 0);
}

/** The value of a string, number, true, false or null. */
export function literalOf({ kind, value }: Token): string | number | boolean | null {
  if (kind === 'string') return value;
  if (kind === 'number') return Number(value);
  return kind === 'null' ? null : kind === 'true';
}

/** A word without the quotes of other languages. */
export function unquoted(word: string): string {
  return word.replace(/^['`‘’“”]+|['`‘’“”]+$/g, '');
}
