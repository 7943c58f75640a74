/**
 * Parses JSON with comments. A parser of our own over jsonc-parser's scanner, because it knows where to go on after a
 * mistake: several mistakes give one finding each, and what is right around them can still be checked against the schema.
 * A comma before a closing bracket is allowed. On text without mistakes the value is what JSON.parse gives.
 */
import { cursorOver } from './cursor.js';
import { pathKey, type SettingPath } from './path.js';
import { brackets, faultMessage, say, symbolMessage, type SyntaxMessage } from './syntaxMessages.js';
import { literalOf, sourceText, surplusOf, unquoted, type Token, type Tokens } from './tokens.js';

export interface Parsed {
  readonly value: unknown;
  /** Offsets of a setting's name and value, by `pathKey`. */
  readonly spots: ReadonlyMap<string, { readonly key: number | undefined; readonly value: number }>;
  readonly mistakes: readonly (SyntaxMessage & { readonly offset: number })[];
  readonly unreadable: readonly SettingPath[];
  /** Brackets do not pair: nothing can be said about which setting belongs where. */
  readonly structureLost: boolean;
  /** Text was left out of which not even the name is known. */
  readonly partsLost: boolean;
}

const deepest = 64;

/** Never throws; what it cannot read it leaves out and names. @param text - what the tokens are of, for messages */
export function parseTokens(text: string, { list, indents }: Tokens): Parsed {
  const spots = new Map<string, { key: number | undefined; value: number }>();
  const mistakes: Parsed['mistakes'][number][] = [];
  const unreadable: SettingPath[] = [];
  /** Opening brackets without a closing one; negative: closing ones too many. */
  const surplus = { '{': surplusOf(list, '{', '}'), '[': surplusOf(list, '[', ']') };
  let structureLost = false;
  let partsLost = false;
  /** A bracket was found missing just now, and its message covers the comma after it. */
  let bracketMissing = false;

  const { here, next, previous, isName, advance, stepOver, skip, skipLine, toEnd } = cursorOver(list);
  const shown = (token: Token): string => sourceText(text, token);
  const report = (offset: number, message: SyntaxMessage): void => void mistakes.push({ offset, ...message });

  /** At one place brackets are missing once, however deep it lies. */
  function reportBracket(offset: number, message: SyntaxMessage): void {
    if (mistakes.at(-1)?.offset !== offset) report(offset, message);
  }

  function giveUp(offset: number, message: SyntaxMessage): void {
    if (!structureLost) reportBracket(offset, message);
    structureLost = true;
    toEnd();
  }

  /** `# …` up to the end of the line, as other languages write comments. */
  function hashComment(): boolean {
    if (!here().value.startsWith('#') || here().kind !== 'unknown') return false;
    report(here().offset, say.hashComment);
    skipLine();
    return true;
  }

  function value(path: SettingPath, name: Token | undefined): unknown {
    const first = here();
    spots.set(pathKey(path), { key: name?.offset, value: first.offset });
    if (first.fault && first.kind !== 'end') {
      report(first.offset, faultMessage(first.fault, shown(first)));
      unreadable.push(path);
    }
    switch (first.kind) {
      case '{':
      case '[':
        if (path.length < deepest) return first.kind === '{' ? object(path) : array(path);
        giveUp(first.offset, say.tooDeep);
        return undefined;
      case 'string':
      case 'number':
      case 'true':
      case 'false':
      case 'null':
        advance();
        return literalOf(first);
      case 'unknown':
        report(first.offset, symbolMessage(symbolAt(first)));
        break;
      default:
        spots.set(pathKey(path), { key: name?.offset, value: name?.offset ?? first.offset });
        report(name?.offset ?? first.offset, say.noValue(name?.value));
    }
    unreadable.push(path);
    skip();
    return undefined;
  }

  /** A word that is not JSON, with what belongs to it where it stands in single quotes. */
  function symbolAt({ offset, value: word }: Token): string {
    const quoted = /^'(?:[^'\\\r\n]|\\.)*'/.exec(text.slice(offset, offset + 1000))?.[0];
    if (quoted !== undefined) while (next().kind !== 'end' && next().offset < offset + quoted.length) advance();
    return quoted ?? word;
  }

  function object(path: SettingPath): Record<string, unknown> {
    const open = here();
    const entries = new Map<string, unknown>();
    const lines = new Map<string, number>();
    advance();
    while (!closes(open, '}')) {
      const name = here();
      if (hashComment()) continue;
      if (name.kind === ',') report(name.offset, say.commaTooMany);
      if (stepOver(',')) continue;
      if (name.kind !== 'string' && !isName()) {
        report(name.offset, say.nameExpected(shown(name)));
        partsLost = true;
        skip();
        stepOver(',');
        continue;
      }
      const word = nameOf(name);
      const inner = [...path, word];
      if (lines.has(word)) report(name.offset, say.twice(word, lines.get(word)!));
      lines.set(word, name.line + 1);
      advance();
      if (hasValue(name, word)) {
        const item = value(inner, { ...name, value: word });
        if (item === undefined) entries.delete(word);
        else entries.set(word, item);
        afterValue(open, '}');
      } else {
        spots.set(pathKey(inner), { key: name.offset, value: name.offset });
        unreadable.push(inner);
        if (name.fault !== 'openString') skip(name.line);
        stepOver(',');
      }
    }
    // fromEntries defines own properties, `__proto__` included.
    return Object.fromEntries(entries);
  }

  /** The name a token was meant to be; says what is wrong with how it is written. */
  function nameOf(name: Token): string {
    if (name.kind === 'unknown') {
      const word = unquoted(name.value);
      report(name.offset, say.nameUnquoted(name.value, word));
      return word;
    }
    const runOn = /^([^:]+):/.exec(name.value);
    if (runOn && next().kind !== ':') {
      report(name.offset, say.nameOpen(runOn[1]));
      return runOn[1];
    }
    if (name.fault) report(name.offset, faultMessage(name.fault, shown(name)));
    return name.value;
  }

  /** Steps over the colon after a name; false where no value can be read after it. */
  function hasValue(name: Token, word: string): boolean {
    if (stepOver(':')) return true;
    if (name.fault === 'openString' || word !== (name.kind === 'string' ? name.value : unquoted(name.value)))
      return false;
    report(name.end, say.noColon(word));
    return here().line === name.line && !['unknown', ',', '}', ']', 'end'].includes(here().kind);
  }

  function array(path: SettingPath): unknown[] {
    const open = here();
    const items: unknown[] = [];
    advance();
    while (!closes(open, ']')) {
      if (hashComment()) continue;
      if (here().kind === ',') report(here().offset, say.commaTooMany);
      if (stepOver(',')) continue;
      items.push(value([...path, items.length], undefined));
      afterValue(open, ']');
    }
    return items;
  }

  /** Whether the object or list that `open` began ends here; says so where its bracket is missing or another one stands. */
  function closes(open: Token, close: '}' | ']'): boolean {
    const own = close === '}' ? '{' : '[';
    const wrong = close === '}' ? ']' : '}';
    const other = own === '{' ? '[' : '{';
    for (; here().kind === wrong && surplus[other] < 0 && surplus[own] <= 0; advance()) {
      surplus[other]++;
      reportBracket(here().offset, brackets.tooMany(wrong));
    }
    const { kind, offset, value: word, fault } = here();
    const line = open.line + 1;
    if (kind === close) {
      advance();
      return true;
    }
    if (kind === 'end') {
      giveUp(offset, fault ? faultMessage(fault, '') : brackets.endOfFile(close, open.value, line));
      return true;
    }
    if (kind === wrong) {
      // One bracket was mistyped for the other, or the own one is missing before that of what lies around.
      const mistyped = surplus[other] < 0 || close === '}';
      reportBracket(
        offset,
        mistyped ? brackets.mistyped(kind, close, line) : brackets.missingBefore(close, kind, open.value, line),
      );
      surplus[own]--;
      if (!mistyped) return true;
      surplus[other]++;
      advance();
      return true;
    }
    if (!isName() || !(close === ']' || isOutside(open))) return false;
    surplus[own]--;
    reportBracket(offset, brackets.missingBefore(close, word, open.value, line));
    bracketMissing = true;
    return true;
  }

  /** With a closing brace too few: a name that begins a line no deeper than the line of the open brace is outside of it. */
  function isOutside(open: Token): boolean {
    if (surplus['{'] <= 0 || here().line === previous().line) return false;
    return indents.get(here().line)! <= indents.get(open.line)!;
  }

  /** Steps over the comma after a value, or says what is wrong where there is none. */
  function afterValue(open: Token, close: '}' | ']'): void {
    const covered = bracketMissing;
    bracketMissing = false;
    while (hashComment());
    if (stepOver(',') || covered || previous().fault === 'openString') return;
    const { kind, line, offset } = here();
    if (kind === '}' || kind === ']' || kind === 'end') return;
    if (isName()) {
      if (close === '}' && !isOutside(open)) report(previous().end, say.noComma(shown(previous())));
    } else if (close === ']' && kind !== ':' && kind !== 'unknown') {
      report(previous().end, say.noComma(shown(previous())));
    } else {
      // After an unreadable value the rest of its line is part of the same mistake; the next line is not.
      report(offset, say.notExpected(shown(here())));
      partsLost = true;
      skip(line);
      stepOver(',');
    }
  }

  const isEmpty = here().kind === 'end';
  if (isEmpty) giveUp(here().offset, here().fault ? faultMessage('openComment', '') : say.empty);
  const root = isEmpty ? undefined : value([], undefined);
  if (here().kind !== 'end') giveUp(here().offset, brackets.afterEnd(previous().line + 1, shown(here())));
  else if (here().fault && !structureLost) report(here().offset, faultMessage('openComment', ''));
  return { value: root, spots, mistakes, unreadable, structureLost, partsLost };
}
