/** What is said of mistakes: those a terminal printed, and those in settings that are being typed. */
import { writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatUserError, UserError } from '../../../src/base/errors.js';
import { parseExperiment } from '../../../src/config/load.js';
import { mistakesIn, mistakesText, withoutFolders } from '../../../src/extension/model/mistakes.js';
import { assignmentCheck } from '../../../src/extension/train/checkAssignments.js';
import { scratch } from '../scratch.js';

/** The mistakes of a text as the terminal prints them. */
function printed(text: string, file: string): string {
  try {
    parseExperiment(text, file);
  } catch (error) {
    if (error instanceof UserError) return formatUserError(error);
    throw error;
  }
  throw new Error('there is no mistake');
}
const named = (file: string): string => file.split(/[\\/]/).at(-1)!;

describe('mistakes that the terminal printed', () => {
  it('are read back with their places and cures', async () => {
    const file = join(await scratch(), 'a b.experiment.json');
    const text = '{ "data": { "train": "x.csv", "colour": 3 },\n  "model": { "hiddenUnits": -4, "cell": "gruu" } }';
    const found = mistakesIn(printed(text, file));
    expect(found.map(({ line, column }) => [line, column])).toEqual([
      [1, 31],
      [2, 29],
      [2, 41],
    ]);
    expect(found.map((one) => one.file)).toEqual([file, file, file]);
    expect(found[1]).toMatchObject({
      message: 'model.hiddenUnits cannot be -4',
      cure: expect.stringContaining('1024'),
    });
    expect(mistakesText(found, named)).toBe('3 mistakes in a b.experiment.json: "colour" is not a setting of data');
    expect(mistakesText(found.slice(1, 2), named)).toMatch(
      /^Mistake in a b\.experiment\.json: model\.hiddenUnits cannot be -4\. Allowed: /,
    );
    const elsewhere = { ...found[0], file: join(file, 'other.csv') };
    expect(mistakesText([...found, elsewhere], named)).toMatch(/^4 mistakes in several files, the first in a b\./);
  });

  it('are none where something else is said', () => {
    for (const text of ['', 'The trainer ended without a word.', '--set seed=x:1: no', 'relative.csv:1:1: no'])
      expect(mistakesIn(text), text).toEqual([]);
    expect(mistakesIn('a trace\n    at x (/w/cli.js:10:3): y')).toEqual([]);
  });

  it('are named from the folder of the workspace', () => {
    const [outer, inner] = [join('/w'), join('/w', 'inner')];
    expect(withoutFolders(`${inner}${sep}a.csv is gone, ${outer}${sep}b.csv too`, [outer, inner])).toBe(
      'a.csv is gone, b.csv too',
    );
    expect(withoutFolders('nothing / there', [sep])).toBe('nothing / there');
  });
});

describe('settings for one run', () => {
  const text = '{ "data": { "train": "x.csv", "labels": "y.csv" } }';

  it('are checked by name and value, with the nearest right ones', async () => {
    const file = join(await scratch(), 'x.experiment.json');
    await writeFile(file, text);
    const mistakeIn = assignmentCheck(text, file);
    expect(mistakeIn([])).toBeNull();
    expect(mistakeIn(['training.epochs=5', 'model.hiddenUnits=32', 'seed=7'])).toBeNull();
    expect(mistakeIn(['model.hiddenUnit=3'])).toContain('did you mean hiddenUnits?');
    expect(mistakeIn(['model.cell=gruu'])).toMatch(/did you mean gru\?$/);
    expect(mistakeIn(['training.epochs=-1'])).toMatch(/^training\.epochs cannot be -1\. Allowed: /);
    expect(mistakeIn(['data.ignore=[1'])).toBe('the value is not JSON');
  });

  it('are left to the trainer where the file itself has mistakes', () => {
    expect(assignmentCheck('{ "dat": 1 }', '/w/x.experiment.json')(['nothing=1'])).toBeNull();
  });
});
