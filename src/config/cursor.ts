/** A place in a list of tokens that only moves forward. */
import { type Token } from './tokens.js';

export interface Cursor {
  here(): Token;
  next(): Token;
  previous(): Token;
  /** Whether a name with its colon stands here. */
  isName(): boolean;
  advance(): void;
  /** Steps over a comma or colon if one stands here. */
  stepOver(kind: ',' | ':'): boolean;
  /** Leaves out what is left of a spoilt setting: up to the next comma, closing bracket or line. */
  skip(line?: number): void;
  /** Leaves out the rest of a line. */
  skipLine(): void;
  toEnd(): void;
}

/** @param list - ends with a token of the kind `end`, on which the cursor stays */
export function cursorOver(list: readonly Token[]): Cursor {
  let position = 0;
  const here = (): Token => list[position];
  const next = (): Token => list[Math.min(position + 1, list.length - 1)];
  const advance = (): void => {
    if (position < list.length - 1) position++;
  };
  return {
    here,
    next,
    previous: () => list[Math.max(position - 1, 0)],
    isName: () => (here().kind === 'string' || here().kind === 'unknown') && next().kind === ':',
    advance,
    stepOver(kind) {
      if (here().kind !== kind) return false;
      advance();
      return true;
    },
    skip(line = here().line) {
      for (let depth = 0; here().kind !== 'end'; advance()) {
        const { kind } = here();
        if (depth === 0 && (kind === ',' || kind === '}' || kind === ']' || here().line > line)) return;
        if (kind === '{' || kind === '[') depth++;
        if (kind === '}' || kind === ']') depth--;
      }
    },
    skipLine() {
      for (const { line } = here(); here().kind !== 'end' && here().line === line;) advance();
    },
    toEnd() {
      position = list.length - 1;
    },
  };
}
