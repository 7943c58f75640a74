#!/usr/bin/env node
/** The terminal's entry: finds the command, reads its options, turns errors into messages and exit codes. */
import { formatUserError, UserError } from '../base/errors.js';
import { explainSystemError } from '../base/systemErrors.js';
import { nearest } from '../config/suggest.js';
import { readArguments } from './args.js';
import { commands } from './commands.js';
import { commandHelp, generalHelp } from './help.js';
import { processTerminal, type Terminal } from './terminal.js';
import { version } from './version.js';

/** Runs a command line and resolves to its exit code. */
async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first, ...rest] = args;
  if (first === '--version' || first === '-v') {
    terminal.out(version);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const topic = first === 'help' ? rest[0] : undefined;
    if (topic !== undefined) return main([topic, '--help'], terminal);
    terminal.out(generalHelp(version, terminal.width, terminal.style));
    return 0;
  }
  const entry = commands.find(({ name }) => name === first);
  if (!entry) {
    const near = nearest(
      first,
      commands.map(({ name }) => name),
    );
    const what = first.startsWith('-') ? 'option' : 'command';
    throw new UserError(`${first} is no ${what} of foldboard${near ? `: did you mean ${near}?` : '.'}`, {
      kind: 'usage',
      cure: '`foldboard --help` lists the commands.',
    });
  }
  const { command } = await entry.load();
  const input = readArguments(entry.name, command, rest);
  if (input.help) {
    terminal.out(commandHelp(entry.name, command, terminal.width, terminal.style));
    return 0;
  }
  return command.run(input, terminal);
}

/** Wrong usage or input is 2, everything else 1. */
function report(thrown: unknown, terminal: Terminal): number {
  const error = explainSystemError(thrown);
  const style = terminal.errorStyle;
  if (error instanceof UserError) {
    const [head, ...more] = formatUserError(error).split('\n');
    terminal.say([`${style.failure('error')}  ${head}`, ...more].join('\n'));
    return error.kind === 'input' || error.kind === 'usage' ? 2 : 1;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.say(
    `${style.failure('error')}  This is a fault in Foldboard, not in your files. Please report it with these lines:\n${text}`,
  );
  return 1;
}

const terminal = processTerminal();
try {
  process.exitCode = await main(process.argv.slice(2), terminal);
} catch (error) {
  process.exitCode = report(error, terminal);
}
