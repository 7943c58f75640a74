/** Predictors and files of any size: the same bytes, however often and in whatever portions one asks. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadedExperiment } from '../../../src/config/load.js';
import { columnsOf, loadOtherData } from '../../../src/data/load.js';
import type { Dataset } from '../../../src/data/types.js';
import { executeRun } from '../../../src/execution/executeRun.js';
import { loadPredictor, predictWith } from '../../../src/training/predictWith.js';
import { predictFile } from '../../../src/training/predictFile.js';
import { tinyCsv, tinyExperiment, tinyRun } from './tinyRun.js';

let experiment: LoadedExperiment;
let run: string;
let whole: Dataset;
let file: string;
const classes = ['calm', 'rising', 'wild'];

beforeAll(async () => {
  experiment = await tinyExperiment({ data: { window: { length: 4, stride: 2 } } });
  run = await tinyRun(experiment);
  expect(await executeRun(run, { workers: 0 })).toBe('finished');
  file = join(dirname(experiment.file), 'more.csv');
  // Every line long, in a column that no model reads: then parts end within the file. Samples 0 to 23 of seed 1 were trained on.
  const lines = tinyCsv(30, 5).trimEnd().split('\n');
  const known = tinyCsv(24, 1)
    .split('\n')
    .filter((line) => line.startsWith('s7,'))
    .map((line) => line.replace('s7', 'known'));
  const long = [...lines, ...known].map((line, i) => `${line},${i === 0 ? 'note' : 'n'.repeat(9000)}`);
  await writeFile(file, `${long.join('\n')}\n`);
  whole = await loadOtherData(experiment, file, null, classes, { continuous: ['a', 'b'], categorical: ['kind'] });
});

/** One sample of a dataset as a dataset. */
function only(dataset: Dataset, sample: number): Dataset {
  const cut = <T extends { slice(from: number, to: number): T }>(values: T): T =>
    values.slice(dataset.rowStart[sample], dataset.rowStart[sample + 1]);
  return {
    ...dataset,
    sampleIds: [dataset.sampleIds[sample]],
    rowStart: Uint32Array.of(0, dataset.rowStart[sample + 1] - dataset.rowStart[sample]),
    continuous: dataset.continuous.map((column) => ({ ...column, values: cut(column.values) })),
    categorical: dataset.categorical.map((column) => ({ ...column, codes: cut(column.codes) })),
    labels: dataset.labels.slice(sample, sample + 1),
    sampleHashes: [dataset.sampleHashes[sample]],
  };
}

describe('a predictor', () => {
  test('gives each sample alone what it gives it among all, again and again', async () => {
    const expected = await predictWith(run, whole);
    const predictor = await loadPredictor(run);
    expect(predictor.models).toHaveLength(3);
    const longestFirst = [...whole.sampleIds.keys()].reverse();
    for (const sample of [0, 0, ...longestFirst]) {
      const { probabilities, members } = await predictor.predict(only(whole, sample));
      expect([...probabilities]).toEqual([...expected.probabilities.slice(3 * sample, 3 * sample + 3)]);
      expect(members).toHaveLength(3);
    }
    expect((await predictor.predict(whole)).probabilities).toEqual(expected.probabilities);
    predictor.dispose();
    // What was given back is made anew.
    const again = await predictor.predict(only(whole, 3));
    expect([...again.probabilities]).toEqual([...expected.probabilities.slice(9, 12)]);
    predictor.dispose();
  });
});

describe('a file', () => {
  test.each([1, 40, 100_000])('in parts of %i rows', async (partRows) => {
    const expected = await predictWith(run, whole);
    const done: number[] = [];
    const found = await predictFile(run, experiment, file, columnsOf(whole), {
      partRows,
      onProgress: (samples) => void done.push(samples),
    });
    expect(found.samples).toEqual(whole.sampleIds);
    expect(found.probabilities).toEqual(expected.probabilities);
    expect([...found.labels]).toEqual([...whole.labels]);
    expect(found).toMatchObject({ classes, seen: 1, members: 3 });
    expect(done.at(-1)).toBe(31);
    if (partRows > 1000) expect(done).toHaveLength(1);
    else expect(done.length).toBeGreaterThan(3);
  });

  test('whose samples are scattered is read as a whole', async () => {
    const scattered = join(dirname(experiment.file), 'scattered.csv');
    const [header, ...lines] = tinyCsv(30, 5).trimEnd().split('\n');
    const turned = [...lines.filter((_, i) => i % 2 === 0), ...lines.filter((_, i) => i % 2 === 1)];
    await writeFile(scattered, [header, ...turned].join('\n'));
    const found = await predictFile(run, experiment, scattered, columnsOf(whole), { partRows: 20 });
    const straight = await predictFile(run, experiment, file, columnsOf(whole));
    const known = straight.samples.indexOf('known');
    expect(found.samples).toEqual(straight.samples.filter((_, i) => i !== known));
    expect([...found.probabilities]).toEqual([...straight.probabilities].filter((_, i) => Math.floor(i / 3) !== known));
  });
});
