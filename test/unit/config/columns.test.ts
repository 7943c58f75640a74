/** Which column plays which part. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveColumns } from '../../../src/config/columns.js';
import { parseExperiment } from '../../../src/config/load.js';
import { painHeader } from './pain.js';

const file = 'examples/any.experiment.json';
const read = (inside: string, more = '') => parseExperiment(`{ "data": { "train": "x.csv", ${inside} }${more} }`, file);
const columns = (from: number, to: number): string[] =>
  painHeader.filter((name) => {
    const number = /^joint_(\d+)$/.exec(name)?.[1];
    return number !== undefined && Number(number) >= from && Number(number) <= to;
  });

describe('the pain task', () => {
  const loaded = read(
    `"labels": "y.csv", "continuous": ["joint_*"], "ignore": ["joint_30"],
     "categorical": { "pain_survey_*": { "embedding": 4 }, "n_legs": { "embedding": 2 }, "n_hands": { "embedding": 2 }, "n_eyes": { "embedding": 2 } }`,
    `, "preprocessing": { "transform": { "joint_1[3-9]": "asinh", "joint_2[0-5]": "asinh" } },
       "model": { "timeEmbedding": { "size": 4, "combine": "concat", "after": "pain_survey_*" } }`,
  );
  const roles = resolveColumns(loaded, painHeader, 'examples/x.csv');

  test('inputs', () => {
    expect(roles.continuous).toEqual(columns(0, 29));
    expect(roles.categorical).toEqual([
      ...[1, 2, 3, 4].map((i) => ({ name: `pain_survey_${i}`, size: 4 })),
      ...['n_legs', 'n_hands', 'n_eyes'].map((name) => ({ name, size: 2 })),
    ]);
  });

  test('transforms: one entry for each continuous column', () => {
    expect(Object.keys(roles.transform)).toEqual(roles.continuous);
    expect(roles.continuous.filter((name) => roles.transform[name] === 'asinh')).toEqual(columns(13, 25));
  });

  test('parts, and where the time embedding stands', () => {
    expect(roles).toMatchObject({ sampleId: 'sample_index', time: 'time', label: null, group: null });
    expect(roles.timeAfter).toEqual([0, 1, 2, 3]);
  });

  test('the order of columns in the file does not matter', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...painHeader], { minLength: painHeader.length }), (header) => {
        expect(resolveColumns(loaded, header, 'examples/x.csv')).toEqual(roles);
      }),
    );
  });
});

test('"*" takes what nothing else claims', () => {
  const header = ['sample_index', 'time', 'label', 'subject', 'b10', 'b9', 'kind', 'junk'];
  const loaded = read('"group": "subject", "continuous": ["*"], "categorical": { "kind": {} }, "ignore": ["junk"]');
  expect(resolveColumns(loaded, header, 'examples/x.csv')).toMatchObject({
    sampleId: 'sample_index',
    time: 'time',
    label: 'label',
    group: 'subject',
    continuous: ['b9', 'b10'],
    categorical: [{ name: 'kind', size: 4 }],
  });
});

test('a label column is no input even where labels stand in a file of their own', () => {
  const header = ['sample_index', 'time', 'label', 'x'];
  const roles = resolveColumns(read('"labels": "y.csv"'), header, 'examples/x.csv');
  expect(roles).toMatchObject({ label: null, continuous: ['x'] });
});

test('channels of a .ts file have neither ids nor times', () => {
  const loaded = parseExperiment('{ "data": { "train": "x_TRAIN.ts" } }', file);
  const roles = resolveColumns(loaded, ['dim_0', 'dim_10', 'dim_2', 'time', 'label'], 'examples/x_TRAIN.ts');
  expect(roles).toMatchObject({ sampleId: null, time: null, label: null, group: null });
  expect(roles.continuous).toEqual(['dim_0', 'dim_2', 'dim_10', 'label', 'time']);
});

test('a folder with one CSV a sample: ids are names of files, and time may be left out', () => {
  const loaded = parseExperiment('{ "data": { "train": "samples", "labels": "y.csv" } }', file);
  expect(resolveColumns(loaded, ['x', 'y'], 'examples/samples')).toMatchObject({ sampleId: null, time: null });
  expect(resolveColumns(loaded, ['x', 'time'], 'examples/samples/000.csv')).toMatchObject({
    sampleId: null,
    time: 'time',
  });
  const named = parseExperiment('{ "data": { "train": "samples", "labels": "y.csv", "time": "t" } }', file);
  expect(() => resolveColumns(named, ['x'], 'examples/samples/000.csv')).toThrow(/data.time is "t"/);
});

test('data that is to be predicted needs no labels', () => {
  const loaded = read('"continuous": ["x"]');
  expect(resolveColumns(loaded, ['sample_index', 'time', 'x'], 'other.csv').label).toBeNull();
  expect(() => resolveColumns(loaded, ['sample_index', 'time', 'x'], 'examples/x.csv')).toThrow(/data.label/);
  expect(resolveColumns(loaded, ['sample_index', 'time', 'x'], 'examples/x.csv', { labelled: false }).label).toBeNull();
});

test('no column is ever two things', () => {
  const header = ['sample_index', 'time', 'label', 'a1', 'a2', 'b1', 'b2', 'c'];
  const globs = fc.uniqueArray(fc.constantFrom('a*', 'b*', '*1', 'c', 'a1', '?2', '*', 'time', 'la*'), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(globs, globs, globs, (continuous, categorical, ignore) => {
      fc.pre(continuous.length + categorical.length > 0 && !continuous.some((glob) => categorical.includes(glob)));
      const inside = {
        train: 'x.csv',
        continuous,
        ignore,
        categorical: Object.fromEntries(categorical.map((glob) => [glob, {}])),
      };
      const loaded = parseExperiment(JSON.stringify({ data: inside }), file);
      let roles;
      try {
        roles = resolveColumns(loaded, header, 'examples/x.csv');
      } catch (error) {
        expect((error as { place?: object }).place).toBeDefined();
        return;
      }
      const inputs = [...roles.continuous, ...roles.categorical.map(({ name }) => name)];
      expect(new Set(inputs).size).toBe(inputs.length);
      for (const part of ['sample_index', 'time', 'label']) expect(inputs).not.toContain(part);
    }),
    { numRuns: 500 },
  );
});

const excerpt = join(import.meta.dirname, '../../../../shared/data/pirate-pain/train_excerpt.csv');

test.skipIf(!existsSync(excerpt))('the real excerpt has the columns these tests assume', async () => {
  const [header] = (await readFile(excerpt, 'utf8')).split(/\r?\n/, 1);
  expect(header.split(',')).toEqual(painHeader);
});
