/** Help, written from the commands' own tables, so that it cannot fall behind them. */
import { commonOptions } from './args.js';
import type { Command, OptionSpecs } from './command.js';
import { commands } from './commands.js';
import type { Style } from './format/style.js';
import { pad, wrapText } from './format/width.js';

/** Prose is not set wider than this: long lines are hard to read. */
const widest = 96;

/** `foldboard --help`. */
export function generalHelp(version: string, width: number, style: Style): string {
  const room = Math.min(width, widest);
  const calls = commands.map(({ name, arguments: rest }) => `${name} ${rest}`.trim());
  const column = Math.max(...calls.map((call) => call.length)) + 2;
  return [
    wrapText(
      `Foldboard ${version}: trains cross-validated recurrent models on sequences, and says honestly how good they are.`,
      room,
    ),
    '',
    `${style.bold('Usage')}  foldboard <command> [options]`,
    '',
    ...commands.map(
      ({ summary }, i) => `  ${pad(calls[i], column)}${wrapText(summary, room - column - 2, column + 2).trimStart()}`,
    ),
    '',
    wrapText('A <run> is a run’s directory, any part of its name that fits no other run, or `latest`.', room),
    wrapText('Every command has --help with examples, and --json.', room),
    wrapText('Exit codes: 0 done, 1 failed, 2 wrong usage or input, 130 interrupted (and resumable).', room),
  ].join('\n');
}

/** `foldboard <command> --help`. */
export function commandHelp(name: string, command: Command, width: number, style: Style): string {
  const room = Math.min(width, widest);
  const specs: OptionSpecs = { ...command.options, ...commonOptions };
  const flags = Object.entries(specs).map(
    ([key, { short, value, type }]) =>
      `${short ? `-${short}, ` : ''}--${key}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`,
  );
  const column = Math.max(...flags.map((flag) => flag.length)) + 2;
  const help = ([key, { help: text, multiple }]: [string, OptionSpecs[string]]): string =>
    key === 'json' ? command.json : multiple ? `${text} May be given several times.` : text;
  return [
    `${style.bold('Usage')}  foldboard ${name} ${command.usage}`,
    '',
    wrapText(command.about, room),
    '',
    style.bold('Options'),
    ...Object.entries(specs).map(
      (entry, i) => `  ${pad(flags[i], column)}${wrapText(help(entry), room - column - 2, column + 2)}`,
    ),
    '',
    style.bold('Examples'),
    ...command.examples.flatMap(([line, does]) => [`  ${style.quiet(`# ${does}`)}`, `  foldboard ${line}`]),
  ].join('\n');
}
