/**
 * Reads JSON with comments into a value and a table of where each setting stands. A parser of our own over jsonc-parser's
 * scanner, because it knows after a mistake where to go on: several mistakes give one finding each, and what is right
 * around them is still checked. Commas before a closing bracket are allowed.
 */
import { type Place } from '../base/errors.js';
import { type Locator } from './finding.js';
import { pathKey, type SettingPath } from './path.js';
import { lineStartsOf, placeAt } from './positions.js';
import { faultMessage, symbolMessage, unquoted, type SyntaxMessage } from './syntaxMessages.js';
import { tokensOf, type Token, type TokenKind } from './tokens.js';

export interface SyntaxFinding extends SyntaxMessage {
  readonly place: Place;
}

export interface JsonText extends Locator {
  /** Undefined where the text holds no value. */
  readonly value: unknown;
  readonly syntax: readonly SyntaxFinding[];
  /** Settings written twice in one object; the last one counts. */
  readonly duplicates: readonly { readonly path: SettingPath; readonly place: Place; readonly firstLine: number }[];
  /** Settings that are there, but whose value could not be read. */
  readonly unreadable: readonly SettingPath[];
  /** Whether brackets do not pair, so that nothing can be said about which setting belongs where. */
  readonly structureLost: boolean;
  /** Whether the text has this setting. */
  has(path: SettingPath): boolean;
}

const deepest = 64;

/** Never throws. @param file - its name, for places */
export function readJsonText(text: string, file: string): JsonText {
  const tokens = tokensOf(text);
  const lineStarts = lineStartsOf(text);
  const at = (offset: number): Place => placeAt(lineStarts, offset, file);
  const spots = new Map<string, { key: number | undefined; value: number }>();
  const syntax: SyntaxFinding[] = [];
  const duplicates: JsonText['duplicates'][number][] = [];
  const unreadable: SettingPath[] = [];
  let structureLost = false;
  let position = 0;
  let unclosed = surplus(tokens, '{', '}');

  const token = (): Token => tokens[position];
  const report = (offset: number, message: SyntaxMessage): void => void syntax.push({ place: at(offset), ...message });
  const afterPrevious = (): number => (position > 0 ? tokens[position - 1].end : 0);

  /** Leaves out the rest of a spoilt setting: to the next comma or closing bracket, or the next line. */
  function skip(): void {
    const line = token().line;
    for (let depth = 0; token().kind !== 'end'; position++) {
      const { kind } = token();
      if (depth === 0 && (kind === ',' || kind === '}' || kind === ']' || token().line > line)) return;
      if (kind === '{' || kind === '[') depth++;
      if (kind === '}' || kind === ']') depth--;
    }
  }

  /** A value that begins with the current token, or undefined with a finding. */
  function value(path: SettingPath, key: Token | undefined): unknown {
    const first = token();
    spots.set(pathKey(path), { key: key?.offset, value: first.offset });
    if (first.fault && first.kind !== 'end') report(first.offset, faultMessage(first.fault, first.value));
    switch (first.kind) {
      case '{':
      case '[':
        if (path.length < deepest) return first.kind === '{' ? object(path) : array(path);
        report(first.offset, { message: 'brackets are nested too deeply to be an experiment' });
        structureLost = true;
        position = tokens.length - 1;
        return undefined;
      case 'string':
        position++;
        return first.value;
      case 'number':
        position++;
        return Number(first.value);
      case 'true':
      case 'false':
        position++;
        return first.kind === 'true';
      case 'null':
        position++;
        return null;
      case 'unknown':
        report(first.offset, symbolMessage(first.value));
        unreadable.push(path);
        skip();
        return undefined;
      default:
        if (key) {
          spots.set(pathKey(path), { key: key.offset, value: key.offset });
          report(key.offset, { message: `the value of "${key.value}" is missing` });
          unreadable.push(path);
        }
        return undefined;
    }
  }

  function object(path: SettingPath): Record<string, unknown> {
    const open = token();
    const entries = new Map<string, unknown>();
    const lines = new Map<string, number>();
    position++;
    while (!closes(open, '}')) {
      const name = token();
      const next = tokens[position + 1]?.kind;
      if (name.kind === ',') {
        report(name.offset, { message: 'there is a comma too many' });
        position++;
        continue;
      }
      if (name.kind !== 'string' && !(name.kind === 'unknown' && next === ':')) {
        report(name.offset, nameExpected(name));
        skip();
        if (token().kind === ',') position++;
        continue;
      }
      const word = name.kind === 'string' ? name.value : unquoted(name.value);
      const inner = [...path, word];
      if (name.kind === 'unknown')
        report(name.offset, { message: `${name.value} must stand in double quotes: "${word}"` });
      else if (name.fault) report(name.offset, faultMessage(name.fault, name.value));
      if (lines.has(word)) duplicates.push({ path: inner, place: at(name.offset), firstLine: lines.get(word)! });
      else lines.set(word, name.line + 1);
      position++;
      if (name.fault === 'openString') {
        unreadable.push(inner);
        continue;
      }
      if (token().kind === ':') position++;
      else {
        report(afterPrevious(), { message: `a colon is missing after "${word}"` });
        if (token().line !== name.line || ![...'{['].includes(token().kind)) {
          unreadable.push(inner);
          skip();
          if (token().kind === ',') position++;
          continue;
        }
      }
      entries.set(word, value(inner, { ...name, value: word }));
      comma(open, '}');
    }
    // fromEntries defines own properties, `__proto__` included.
    return Object.fromEntries([...entries].filter(([, item]) => item !== undefined));
  }

  function array(path: SettingPath): unknown[] {
    const open = token();
    const items: unknown[] = [];
    position++;
    while (!closes(open, ']')) {
      if (token().kind === ',' || token().kind === ':') {
        report(token().offset, {
          message: token().kind === ',' ? 'there is a comma too many' : 'a colon has no place in a list',
        });
        if (token().kind === ',') position++;
        else skip();
        continue;
      }
      items.push(value([...path, items.length], undefined));
      comma(open, ']');
    }
    return items;
  }

  /** Whether the object or list that `open` began ends here; says so where its bracket is missing. */
  function closes(open: Token, close: '}' | ']'): boolean {
    const here = token();
    if (here.kind === close) {
      position++;
      return true;
    }
    const missing = (offset: number, message: string): true => {
      report(offset, { message, cure: `The "${open.value}" it closes stands in line ${open.line + 1}.` });
      return true;
    };
    if (here.kind === 'end') {
      // One finding for a file that is cut off, however many brackets are open.
      if (!structureLost) {
        if (here.fault === 'openComment') report(text.lastIndexOf('/*'), faultMessage('openComment', ''));
        else missing(afterPrevious(), `the file ends, but "${close}" is missing`);
      }
      structureLost = true;
      return true;
    }
    if (here.kind === '}') return missing(here.offset, '"]" is missing before this "}"');
    if (here.kind === ']') {
      report(here.offset, {
        message: '"]" stands where "}" is expected',
        cure: `The "{" stands in line ${open.line + 1}.`,
      });
      position++;
      return true;
    }
    const isName = here.kind === 'string' && tokens[position + 1].kind === ':';
    if (isName && close === ']') return missing(here.offset, `"]" is missing before "${here.value}"`);
    // With a closing brace too few, a name that stands no deeper than the line of an open brace is outside of it.
    const opensAt = tokens.find((other) => other.line === open.line)!.indent ?? 0;
    if (isName && unclosed > 0 && here.indent !== null && here.line > open.line && here.indent <= opensAt) {
      unclosed--;
      return missing(here.offset, `"}" is missing before "${here.value}"`);
    }
    return false;
  }

  /** Steps over the comma after a value. */
  function comma(open: Token, close: '}' | ']'): void {
    const here = token();
    const previous = tokens[position - 1];
    if (here.kind === ',') {
      position++;
      return;
    }
    if (here.kind === '}' || here.kind === ']' || here.kind === 'end' || previous.fault === 'openString') return;
    const isName = (here.kind === 'string' || here.kind === 'unknown') && tokens[position + 1].kind === ':';
    if (close === ']' ? !isName && here.kind !== ':' : isName) {
      if (
        isName &&
        unclosed > 0 &&
        here.indent !== null &&
        here.indent <= (tokens.find((t) => t.line === open.line)!.indent ?? 0)
      )
        return;
      report(previous.end, { message: `a comma is missing after ${text.slice(previous.offset, previous.end)}` });
    } else if (!isName) {
      report(here.offset, {
        message: `${show(here)} is not expected here`,
        cure: 'A comma, a quote or a bracket is missing before it.',
      });
      skip();
      if (token().kind === ',') position++;
    }
  }

  const show = (which: Token): string => text.slice(which.offset, Math.min(which.end, which.offset + 40));

  function nameExpected(found: Token): SyntaxMessage {
    return {
      message: `${show(found)} stands where the name of a setting is expected`,
      cure: 'Names stand in double quotes and are followed by a colon.',
    };
  }

  let root: unknown;
  if (token().kind === 'end') {
    report(
      0,
      token().fault
        ? faultMessage('openComment', '')
        : {
            message: 'the file is empty',
            cure: 'The smallest experiment is { "data": { "train": "data.csv", "labels": "labels.csv" } }.',
          },
    );
    structureLost = true;
  } else {
    root = value([], undefined);
    if (token().kind !== 'end' && !structureLost) {
      report(token().offset, {
        message: `the experiment ends in line ${(tokens[position - 1] ?? token()).line + 1}, but ${show(token())} follows`,
        cure: 'There is a closing bracket too many before this place, or text after the end.',
      });
      structureLost = true;
    }
  }

  const spotOf = (path: SettingPath) => {
    for (let length = path.length; length >= 0; length--) {
      const spot = spots.get(pathKey(path.slice(0, length)));
      if (spot) return { ...spot, exact: length === path.length };
    }
    return { key: undefined, value: 0, exact: false };
  };
  return {
    value: root,
    syntax,
    duplicates,
    unreadable,
    structureLost,
    has: (path) => spots.has(pathKey(path)),
    locate(path) {
      const spot = spotOf(path);
      return at(spot.exact ? spot.value : (spot.key ?? spot.value));
    },
    locateKey(path) {
      const spot = spotOf(path);
      return at(spot.key ?? spot.value);
    },
  };
}

function surplus(tokens: readonly Token[], open: TokenKind, close: TokenKind): number {
  return tokens.reduce((count, { kind }) => count + (kind === open ? 1 : kind === close ? -1 : 0), 0);
}
