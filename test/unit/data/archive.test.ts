/** .ts files of the UEA/UCR archive: the real ones, and the variants tools write. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTestData, loadTrainData } from '../../../src/data/load.js';
import type { Dataset } from '../../../src/data/types.js';
import { scratch } from '../scratch.js';
import { experimentIn, plain, put, shared } from './files.js';

let folder: string;
beforeAll(async () => {
  folder = await scratch();
});

const lengths = (dataset: Dataset): number[] =>
  Array.from(dataset.labels, (_, i) => dataset.rowStart[i + 1] - dataset.rowStart[i]);

const counts = (dataset: Dataset): number[] =>
  dataset.classes.map((_, c) => dataset.labels.filter((label) => label === c).length);

async function read(text: string, settings: object = {}): Promise<Dataset> {
  put(folder, 'data.ts', text);
  return loadTrainData(experimentIn(folder, { data: { train: 'data.ts' }, ...settings }));
}

// The figures are those of the archive's own descriptions.
describe.skipIf(!existsSync(join(shared, 'uea')))('the real files', () => {
  const load = async (name: string) => {
    const data = { train: join(shared, `uea/${name}_TRAIN.ts`), test: join(shared, `uea/${name}_TEST.ts`) };
    const experiment = experimentIn(folder, { data });
    const train = await loadTrainData(experiment);
    return { train, test: (await loadTestData(experiment, train))! };
  };

  test('BasicMotions: 40 and 40 samples of 6 channels and 100 steps, four classes', async () => {
    const { train, test: held } = await load('BasicMotions');
    for (const part of [train, held]) {
      expect(part.continuous).toHaveLength(6);
      expect(new Set(lengths(part))).toEqual(new Set([100]));
      expect(part.classes).toEqual(['Badminton', 'Running', 'Standing', 'Walking']);
      expect(counts(part)).toEqual([10, 10, 10, 10]);
    }
    // The first line of the file.
    expect(train.continuous[0].values[0]).toBe(Math.fround(0.079106));
    expect(train.classes[train.labels[0]]).toBe('Standing');
    expect(train.hash).not.toBe(held.hash);
    expect(new Set([...train.sampleHashes, ...held.sampleHashes]).size).toBe(80);
  });

  test('JapaneseVowels: 270 and 370 samples of 12 channels, 7 to 29 steps, nine classes', async () => {
    const { train, test: held } = await load('JapaneseVowels');
    expect(train.sampleIds).toHaveLength(270);
    expect(held.sampleIds).toHaveLength(370);
    expect(train.continuous.map(({ name }) => name).slice(0, 3)).toEqual(['channel_00', 'channel_01', 'channel_02']);
    expect(train.continuous).toHaveLength(12);
    expect(Math.min(...lengths(train), ...lengths(held))).toBe(7);
    expect(Math.max(...lengths(train), ...lengths(held))).toBe(29);
    expect(train.classes).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(counts(train)).toEqual([30, 30, 30, 30, 30, 30, 30, 30, 30]);
    expect(counts(held)).toEqual([31, 35, 88, 44, 29, 24, 40, 50, 29]);
    expect(train.continuous[0].values.slice(0, 2)).toEqual(Float32Array.of(1.860936, 1.891651));
  });
});

describe('header variants', () => {
  const body = '@data\n1,2,3:4,5,6:a\n7,8:9,10:b\n';
  const expected = { lengths: [3, 2], first: [1, 2, 3, 7, 8], second: [4, 5, 6, 9, 10] };
  test.each([
    ['complete', '@problemName P\n@timeStamps false\n@missing false\n@univariate false\n@dimensions 2\n@equalLength false\n@classLabel true a b\n'],
    ['short', '@classLabel true a b\n'],
    ['@dimension', '@dimension 2\n@classLabel true a b\n'],
    ['comments, blank lines, tabs, other case', '# words\n\n%more\n@PROBLEMNAME\tP\n@ClassLabel\tTRUE\ta\tb\n\n'],
    ['byte order mark', '\uFEFF@classLabel true a b\n'],
    ['carriage returns', '@problemName P\r\n@classLabel true a b\r\n'],
  ])('%s', async (_, header) => {
    const ends = header.includes('\r') ? body.replaceAll('\n', '\r\n') : body;
    const dataset = await read(header + ends);
    expect(lengths(dataset)).toEqual(expected.lengths);
    expect(dataset.continuous.map(({ values }) => [...values])).toEqual([expected.first, expected.second]);
    expect(dataset.classes).toEqual(['a', 'b']);
  }); // prettier-ignore

  test('univariate, blanks, no line end at the end, blank line at the end', async () => {
    const header = '@univariate true\n@classLabel true 0 1\n@data\n';
    for (const rows of ['1.5, 2 ,3 : 1\n4,5:0', '1.5,2,3:1\n4,5:0\n\n']) {
      const dataset = await read(header + rows);
      expect(dataset.continuous.map(({ name, values }) => [name, [...values]])).toEqual([
        ['channel_0', [1.5, 2, 3, 4, 5]],
      ]);
      expect([...dataset.labels]).toEqual([1, 0]);
    }
  });

  test('missing values by policy', async () => {
    const text = '@missing true\n@classLabel true a b\n@data\n?,2,?,?,5,NaN:a\n1,2:b\n';
    const policy = (missing: string) => read(text, { preprocessing: { missing } });
    expect([...(await policy('interpolate')).continuous[0].values]).toEqual([2, 2, 3, 4, 5, 5, 1, 2]);
    expect([...(await policy('zero')).continuous[0].values]).toEqual([0, 2, 0, 0, 5, 0, 1, 2]);
    await expect(policy('error')).rejects.toThrow('no value in column "channel_0"');
  });

  test('channels can be chosen, ignored and used as categories', async () => {
    const dataset = await read('@classLabel true a b\n@data\n1,2:x,y:5,6:a\n3:y:7:b\n', {
      data: { train: 'data.ts', categorical: { channel_1: { embedding: 2 } }, ignore: ['channel_0'] },
    });
    expect(dataset.continuous.map(({ name, values }) => [name, [...values]])).toEqual([['channel_2', [5, 6, 7]]]);
    expect(dataset.categorical.map(({ levels, codes }) => [levels, [...codes]])).toEqual([
      [
        ['x', 'y'],
        [0, 1, 1],
      ],
    ]);
  });
});

test('any sequences come back, and are those of a long CSV with the same content', async () => {
  const channels = fc.integer({ min: 1, max: 4 });
  const samples = channels.chain((count) =>
    fc.array(
      fc.record({
        label: fc.constantFrom('up', 'down'),
        steps: fc.array(
          fc.array(fc.double({ noNaN: true, min: -1e20, max: 1e20 }), { minLength: count, maxLength: count }),
          { minLength: 1, maxLength: 7 },
        ),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  );
  await fc.assert(
    fc.asyncProperty(samples, async (drawn) => {
      const lines = drawn.map(({ label, steps }) =>
        [...steps[0].map((_, c) => steps.map((step) => step[c]).join(',')), label].join(':'),
      );
      const fromTs = await read(`@classLabel true up down\n@data\n${lines.join('\n')}\n`);
      const names = fromTs.continuous.map(({ name }) => name);
      const rows = drawn.flatMap(({ label, steps }, i) => steps.map((step, t) => [i, t, label, ...step].join(',')));
      put(folder, 'same.csv', `sample_index,time,label,${names.join(',')}\n${rows.join('\n')}\n`);
      const data = { train: 'same.csv', classes: ['up', 'down'] };
      const fromCsv = await loadTrainData(experimentIn(folder, { data }));
      expect(plain(fromTs)).toEqual(plain(fromCsv));
    }),
    { numRuns: 100 },
  );
});
