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
  /** Whether only blanks stand before it in its line, and how many. */
  readonly indent: number | null;
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

/** All tokens; the last is `end`, with the fault of a comment that is never closed. */
export function tokensOf(text: string): Token[] {
  const scanner = createScanner(text, false);
  const tokens: Token[] = [];
  let openComment = false;
  let lineWithToken = -1;
  for (;;) {
    const kind = scanner.scan() as number;
    const fault = faults[scanner.getTokenError() as number] ?? null;
    if (trivia.has(kind)) {
      openComment ||= fault === 'openComment';
      continue;
    }
    const offset = scanner.getTokenOffset();
    const line = scanner.getTokenStartLine();
    tokens.push({
      kind: kinds[kind] ?? 'unknown',
      offset,
      end: offset + scanner.getTokenLength(),
      line,
      value: scanner.getTokenValue(),
      fault: kind === 17 && openComment ? 'openComment' : fault,
      indent: line === lineWithToken ? null : scanner.getTokenStartCharacter(),
    });
    lineWithToken = line;
    if (kind === 17) return tokens;
  }
}
