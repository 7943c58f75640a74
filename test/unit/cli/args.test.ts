import { describe, expect, it } from 'vitest';
import { choice, readArguments, wholeNumber } from '../../../src/cli/args.js';
import { defineCommand } from '../../../src/cli/command.js';
import { commands } from '../../../src/cli/commands.js';
import { commandHelp } from '../../../src/cli/help.js';
import { programName } from '../../../src/cli/program.js';
import { createStyle } from '../../../src/cli/format/style.js';

const command = defineCommand({
  usage: '<thing>',
  about: '',
  positionals: { names: ['thing'], least: 1, most: 1 },
  options: {
    set: { type: 'string', multiple: true, value: 'PATH=JSON', help: '' },
    workers: { type: 'string', value: 'N', help: '' },
    detach: { type: 'boolean', short: 'd', help: '' },
  },
  json: '',
  examples: [],
  run: () => Promise.resolve(0),
});
const read = (...args: string[]) => readArguments('do', command, args);

describe('readArguments', () => {
  it('reads options in any order and form', () => {
    const { positionals, values, help } = read('--set', 'a=1', 'x', '--set=b="--c"', '-d', '--workers=2');
    expect({ positionals, help }).toEqual({ positionals: ['x'], help: false });
    expect(values).toEqual({ set: ['a=1', 'b="--c"'], workers: '2', detach: true, json: false, help: false });
    expect(read('--', '-x').positionals).toEqual(['-x']);
    expect(read('--help').help).toBe(true);
  });
  it.each([
    [['x', '--worker', '2'], '--worker is no option of do: did you mean --workers?'],
    [['x', '-z'], '-z is no option of do.'],
    [['x', '--workers'], '--workers needs a value: --workers N.'],
    [['x', '--workers', '--json'], '--workers needs a value: --workers N.'],
    [['x', '--detach=yes'], '--detach takes no value, but got "yes".'],
    [['x', '--workers', '2', '--workers', '3'], '--workers is given twice: 2 and 3.'],
    [[], 'do needs a thing: foldboard do <thing>'],
    [['x', 'y'], 'do takes one argument, but got 2: x y'],
  ])('%j: %s', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

it('wholeNumber and choice say what is needed', () => {
  expect([wholeNumber('n', '12', 1), wholeNumber('n', undefined, 1)]).toEqual([12, undefined]);
  for (const text of ['0', '-1', '1.5', '1e3', 'x', ''])
    expect(() => wholeNumber('n', text, 1, 9)).toThrow(`--n ${text}: a whole number from 1 to 9 is needed.`);
  expect(choice('sort', 'logLoss', ['macroF1', 'logLoss'])).toBe('logLoss');
  expect(() => choice('sort', 'macro_f1', ['macroF1', 'logLoss'])).toThrow('did you mean macroF1?');
  expect(() => choice('sort', 'zzz', ['macroF1', 'logLoss'])).toThrow('--sort zzz: It takes macroF1, logLoss.');
});

it('every command has examples that its own options accept', async () => {
  for (const { name, load } of commands) {
    const { command: one } = await load();
    expect(one.examples.length, name).toBeGreaterThan(0);
    for (const [line] of one.examples) {
      const [first, ...words] = line.split(/ [|>] ?/)[0].split(' ');
      expect(first).toBe(name);
      expect(() => readArguments(name, one, words), line).not.toThrow();
    }
    const help = commandHelp(name, one, 80, createStyle(false));
    for (const text of help.split('Examples')[0].split('\n')) expect(text.length, text).toBeLessThanOrEqual(96);
  }
});

it('programName can be typed where the user is', () => {
  expect(programName('/p/.bin/foldboard', '/p', { npm_command: 'exec' })).toBe('npx foldboard');
  expect(programName('/usr/bin/foldboard', '/home', {})).toBe('foldboard');
  expect(programName('/p/node_modules/.bin/foldboard.js', '/home', {})).toBe('foldboard');
  expect(programName('/home/p/dist/cli.js', '/home/p', {})).toBe('node dist/cli.js');
  expect(programName('/home/p/dist/cli.js', '/somewhere/quite/else', {})).toBe('node /home/p/dist/cli.js');
  expect(programName('/a b/cli.js', '/a b', {})).toBe('node cli.js');
  expect(programName('/a b/cli.js', '/', {})).toBe('node "a b/cli.js"');
});
