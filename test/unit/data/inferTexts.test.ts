/** What `init` makes of columns of texts that are no categories: numbers with odd cells, decimal commas, dates. */
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { inferExperiment, renderExperiment } from '../../../src/data/infer.js';
import { isDate } from '../../../src/data/infer/texts.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await scratch();
});

/** What is suggested for 12 samples of 6 steps with a number `v` and a column `x` of such cells. */
async function suggested(cell: (sample: number, step: number) => string, columns = 'sample,t,v,x,label') {
  const rows = Array.from({ length: 72 }, (_, i) => {
    const [s, t] = [Math.floor(i / 6), i % 6];
    const cells: Record<string, string> = { sample: `r${s}`, t: `${t}`, v: `${i % 11}.5`, x: cell(s, t), y: cell(s, t), label: `${s % 2}` };
    return columns.split(',').map((name) => cells[name]).join(',');
  }); // prettier-ignore
  const train = put(folder, 'd.csv', `${columns}\n${rows.join('\n')}\n`);
  const inference = await inferExperiment(train, null);
  const text = renderExperiment(inference, {}, folder);
  const { data } = parseExperiment(text, join(folder, 'new.experiment.json')).experiment;
  const reasonOf = (name: string) => inference.guesses.find(({ value }) => value === name)?.reason;
  const time = inference.guesses.find(({ path }) => path[1] === 'time');
  const warnings = inference.guesses.flatMap(({ warning }) => (warning === undefined ? [] : [warning]));
  return { data, reasonOf, time, warnings };
}

describe('numbers among which some cells are none', () => {
  test('another mark for a missing value, an infinite one', async () => {
    const found = await suggested((s, t) => (t === 2 ? '-' : s + t === 0 ? 'inf' : `${6 * s + t}.25`));
    expect(found.data).toMatchObject({ continuous: ['v'], categorical: {}, ignore: ['x'] });
    expect(found.reasonOf('x')).toBe('numbers, but "inf" in 1 cell, "-" in 12 cells');
    expect(found.warnings).toEqual([expect.stringContaining('x is left out: numbers, but "inf" in 1 cell') as string]);
    expect(found.warnings[0]).toContain('Leave cells empty where a value is missing');
  });

  test('many columns with one cure are told together', async () => {
    const found = await suggested((s, t) => (t === 2 ? '-' : `${6 * s + t}.25`), 'sample,t,v,x,y,label');
    expect(found.data.ignore).toEqual(['x', 'y']);
    expect(found.warnings).toEqual([
      'x, y are left out (x: numbers, but "-" in 12 cells). Leave cells empty where a value is missing, correct the others, and run init again',
    ]);
  });

  test('decimal commas', async () => {
    const found = await suggested((s, t) => `"${6 * s + t},25"`);
    expect(found.data).toMatchObject({ categorical: {}, ignore: ['x'] });
    expect(found.warnings).toEqual([expect.stringContaining('with decimal points in numbers') as string]);
  });

  test('categories stay what they are: few numbers, or many texts', async () => {
    const grades = await suggested((s, t) => (t === 2 ? '-' : String((s + t) % 5)));
    expect(grades.data.categorical).toMatchObject({ x: { embedding: 4 } });
    const codes = await suggested((s, t) => (t % 2 ? `a${s}` : `${s}`));
    expect(codes.data.categorical).toMatchObject({ x: { embedding: 8 } });
    expect([...grades.warnings, ...codes.warnings]).toEqual([]);
  });

  test('nothing else is left: refused, with what to do', async () => {
    await expect(suggested((s, t) => `"${6 * s + t},25"`, 'sample,t,x,label')).rejects.toMatchObject({
      message: expect.stringContaining('no column is left as input: x (numbers with decimal commas') as string,
      cure: expect.stringContaining('decimal points') as string,
    });
  });
});

describe('dates', () => {
  test('a column of them is no input, whether or not a number orders the rows', async () => {
    const stamp = (s: number, t: number) => `2024-03-${10 + s} 08:0${t}:00`;
    const timed = await suggested(stamp);
    expect(timed.data).toMatchObject({ categorical: {}, ignore: ['x'], time: 't' });
    expect(timed.reasonOf('x')).toBe('dates; t orders the rows');
    const untimed = await suggested(stamp, 'sample,x,v,label');
    expect(untimed.data).toMatchObject({ categorical: {}, ignore: ['x'], time: null });
    expect(untimed.reasonOf('x')).toBe('dates; the order of rows counts');
    expect(untimed.time?.reason).toBe('x holds dates, and a time must be a number: the order of the file counts');
  });

  test.each([
    ['2024-03-09', true],
    ['2024-03-09T08:15:00.250Z', true],
    ['2024-03-09 08:15:00+01:00', true],
    ['09.03.2024 08:15', true],
    ['9/3/2024 8:15 PM', true],
    ['08:15:30', true],
    ['1.5', false],
    ['1.2.3', false],
    ['3-4', false],
    ['monday', false],
  ])('%s', (text, expected) => {
    expect(isDate(text)).toBe(expected);
  });
});

test('whole numbers that climb in every sample, with ties, are numbers; others are categories', async () => {
  const climbing = await suggested((_, t) => String(t >> 1));
  expect(climbing.data).toMatchObject({ continuous: ['v', 'x'], categorical: {} });
  const phases = await suggested((s, t) => String((s + t) % 3));
  expect(phases.data.categorical).toMatchObject({ x: { embedding: 4 } });
});
