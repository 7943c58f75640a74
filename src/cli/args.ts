/** Reading a command line: what is wrong with it is said with the nearest right word. */
import { parseArgs } from 'node:util';
import { UserError } from '../base/errors.js';
import { nearest } from '../config/suggest.js';
import type { Command, Input, OptionSpecs } from './command.js';

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'boolean', help: 'Print JSON to stdout instead of text.' },
  help: { type: 'boolean', short: 'h', help: 'Show this help.' },
} as const satisfies OptionSpecs;

/**
 * The positionals and options of a command line.
 * @throws UserError (usage) for an unknown option, a missing or unwanted value, too few or too many arguments
 */
export function readArguments(
  name: string,
  command: Command,
  args: readonly string[],
): Input<OptionSpecs> & { help: boolean } {
  const specs: OptionSpecs = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([key, { type, short, multiple }]) => [
        key,
        { type, multiple: multiple ?? false, ...(short ? { short } : {}) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const wrong = (message: string, cure = `\`foldboard ${name} --help\` shows what it takes.`): UserError =>
    new UserError(message, { kind: 'usage', cure });

  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) {
      const near = nearest(token.name, Object.keys(specs));
      throw wrong(`${token.rawName} is no option of ${name}${near ? `: did you mean --${near}?` : '.'}`);
    }
    if (spec.type === 'boolean' && token.value !== undefined)
      throw wrong(`--${token.name} takes no value, but got ${JSON.stringify(token.value)}.`);
    // A value that looks like an option is a forgotten value, unless it was attached with "=".
    if (
      spec.type === 'string' &&
      (token.value === undefined || token.value === '' || (!token.inlineValue && /^--?[a-z]/.test(token.value)))
    )
      throw wrong(`--${token.name} needs a value: --${token.name} ${spec.value ?? 'VALUE'}.`);
    const values = given.get(token.name) ?? [];
    if (values.length > 0 && spec.type === 'string' && !spec.multiple)
      throw wrong(`--${token.name} is given twice: ${values[0]} and ${token.value ?? ''}.`);
    given.set(token.name, [...values, token.value ?? '']);
  }
  const values = Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      const found = given.get(key);
      if (spec.type === 'boolean') return [key, found !== undefined];
      return [key, spec.multiple ? (found ?? []) : found?.[0]];
    }),
  );
  const help = given.has('help');
  if (!help) checkCount(name, command, positionals, wrong);
  return { positionals, values: values as Input<OptionSpecs>['values'], help };
}

function checkCount(
  name: string,
  command: Command,
  positionals: readonly string[],
  wrong: (message: string) => UserError,
): void {
  const { names, least, most } = command.positionals;
  if (positionals.length < least) {
    const missing = names[Math.min(positionals.length, names.length - 1)];
    throw wrong(
      `${name} needs ${/^[aeiou]/.test(missing) ? 'an' : 'a'} ${missing}: foldboard ${name} ${command.usage}`,
    );
  }
  if (positionals.length > most)
    throw wrong(
      `${name} takes ${most === 0 ? 'no argument' : most === 1 ? 'one argument' : `${most} arguments`}, but got ${positionals.length}: ${positionals.join(' ')}`,
    );
}

/**
 * A whole number given as an option; undefined where it was not given.
 * @throws UserError (usage) where it is none, or out of range
 */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${least}`
      : `a whole number from ${least} to ${most}`;
  throw new UserError(`--${option} ${text}: ${range} is needed.`, { kind: 'usage' });
}

/**
 * One of some words given as an option; undefined where it was not given.
 * @throws UserError (usage) with the nearest word
 */
export function choice<T extends string>(option: string, text: string | undefined, words: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const near = nearest(text, words);
  const list = `It takes ${words.join(', ')}.`;
  if (near === null) throw new UserError(`--${option} ${text}: ${list}`, { kind: 'usage' });
  throw new UserError(`--${option} ${text}: did you mean ${near}?`, { kind: 'usage', cure: list });
}
