/** What a fold's weights may depend on: perturb a part of the samples, train again, look at what has changed. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimentOf, loadRunData } from '../../../src/execution/data.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { readEvents } from '../../../src/rundir/events.js';
import { runPaths, type FoldPaths } from '../../../src/rundir/paths.js';
import { readPlan } from '../../../src/rundir/plan.js';
import { sha256 } from '../../../src/rundir/safetensors.js';
import { readSplits } from '../../../src/rundir/splits.js';
import type { FoldEvent } from '../../../src/rundir/types.js';
import { trainFold } from '../../../src/training/trainFold.js';
import { tinyExperiment, tinyRun } from './tinyRun.js';

type Settings = Parameters<typeof tinyExperiment>[0];

/** Everything that is fitted: scaling, transform, category tables, time table, class weights, sampler, plateau, patience. */
const network: Settings = {
  preprocessing: { scaling: 'robust', transform: { a: 'asinh' } },
  model: { timeEmbedding: { size: 2 } },
  training: {
    sampler: 'weighted',
    schedule: 'plateau',
    loss: { classWeights: 'balanced', labelSmoothing: 0.1 },
    epochs: 6,
  },
};

/**
 * Trains fold 0 of one plan twice: on the data, and on data in which every sample of one part has other values (far greater
 * ones), other labels, a category that no other sample has, and twice as many steps.
 */
async function trainedOnBoth(settings: Settings, part: 'fit' | 'select' | 'score') {
  const experiment = await tinyExperiment(settings);
  const run = await tinyRun(experiment);
  const other = `${run}-perturbed`;
  await cp(run, other, { recursive: true });
  const plan = await readPlan(run);
  const load = async () => loadRunData(await experimentOf(run, plan));
  const data = await load();
  const [fold] = await readSplits(runPaths(run).splits, data.train.sampleIds);
  const changed = new Set(Array.from(fold[part], (sample) => data.train.sampleIds[sample]));
  const csv = join(dirname(experiment.file), 'data/train.csv');
  await writeFile(csv, perturb(await readFile(csv, 'utf8'), changed));
  await trainFold(run, 0, data, { engine: referenceEngine });
  await trainFold(other, 0, await load(), { engine: referenceEngine });
  return { before: runPaths(run).fold(0), after: runPaths(other).fold(0) };
}

function perturb(csv: string, changed: ReadonlySet<string>): string {
  const labels: Record<string, string> = { calm: 'wild', rising: 'calm', wild: 'rising' };
  const [header, ...rows] = csv.trim().split('\n');
  const lines = rows.flatMap((row) => {
    const [id, t, a, b, , label] = row.split(',');
    if (!changed.has(id)) return [row];
    // "aaa" stands before the levels of the other samples: a table that knew it would move their rows.
    return [Number(t), Number(t) + 100].map((time) =>
      [id, time, 1000 * Number(b), 50 + Number(a), 'aaa', labels[label]].join(','),
    );
  });
  return `${[header, ...lines].join('\n')}\n`;
}

const bytes = async (file: string): Promise<string> => sha256(await readFile(file));
const epochs = ({ events }: FoldPaths) =>
  readEvents(events).events.filter((event): event is Extract<FoldEvent, { type: 'epoch' }> => event.type === 'epoch');
/** Epochs as training saw them: without what select says of them, and without times. */
const losses = (paths: FoldPaths) => epochs(paths).map(({ epoch, trainLoss }) => ({ epoch, trainLoss }));
const selected = (paths: FoldPaths) => epochs(paths).map(({ selectLoss, metrics }) => ({ selectLoss, metrics }));

describe('samples that are scored', () => {
  test.each<[string, Settings]>([
    ['a network', network],
    ['a network on windows', { ...network, data: { window: { length: 3, stride: 2 } } }],
    ['a network that is fine-tuned', { ...network, fineTune: { epochs: 2, learningRate: 0.01 } }],
    ['a network that nothing selects', { validation: { selection: 'none' }, training: { earlyStopping: null } }],
  ])('change nothing of %s but its predictions', async (_, settings) => {
    const { before, after } = await trainedOnBoth(settings, 'score');
    expect(await bytes(after.weights)).toBe(await bytes(before.weights));
    expect(await bytes(after.preprocessing)).toBe(await bytes(before.preprocessing));
    expect(losses(after)).toEqual(losses(before));
    expect(selected(after)).toEqual(selected(before));
    expect(await bytes(after.predictions)).not.toBe(await bytes(before.predictions));
  });

  test('change nothing of any of the networks of a fold, nor of what is made of their probabilities', async () => {
    const augmentation = [{ name: 'timeWarp' }, { name: 'mixup' }];
    const { before, after } = await trainedOnBoth(
      {
        ...network,
        training: { ...(network?.['training'] as object), epochs: 3, augmentation, averaging: { decay: 0.9 } },
        validation: { innerFolds: 2 },
        ensemble: { seeds: 2 },
        stages: { calm: ['calm'], moving: ['rising', 'wild'] },
        decision: { temperature: true, thresholds: 'macroF1' },
      },
      'score',
    );
    const names = ['preprocessing.json'];
    for (let member = 0; member < 4; member++)
      for (const stage of [0, 1])
        for (const file of ['weights.safetensors', 'preprocessing.json'])
          names.push(`members/${member}/stage${stage}/${file}`);
    for (const name of names)
      expect(await bytes(join(after.directory, name)), name).toBe(await bytes(join(before.directory, name)));
    expect(selected(after)).toEqual(selected(before));
    expect(await bytes(after.predictions)).not.toBe(await bytes(before.predictions));
  });

  test.each(['majority', 'summaryLinear', 'rocket'])('change nothing of the baseline %s', async (kind) => {
    const { before, after } = await trainedOnBoth({ ...network, model: { kind } }, 'score');
    expect(await bytes(after.preprocessing)).toBe(await bytes(before.preprocessing));
    expect(await bytes(after.predictions)).not.toBe(await bytes(before.predictions));
  });
});

describe('samples that select', () => {
  test('change which epoch is taken, and nothing of how it was trained', async () => {
    // A constant rate and no early end: else they would decide how training goes on, which is what they are for.
    const settings = {
      ...network,
      training: { ...(network?.['training'] as object), schedule: 'none', earlyStopping: null },
    };
    const { before, after } = await trainedOnBoth(settings, 'select');
    expect(losses(after)).toEqual(losses(before));
    expect(selected(after)).not.toEqual(selected(before));
    const fitted = async ({ preprocessing }: FoldPaths): Promise<unknown> =>
      (JSON.parse(await readFile(preprocessing, 'utf8')) as { preprocessing: unknown }).preprocessing;
    expect(await fitted(after)).toEqual(await fitted(before));
  });

  test('that are the scored ones do choose (which is why such a score is called optimistic)', async () => {
    const settings = { ...network, validation: { selection: 'scoredFold' } };
    const { before, after } = await trainedOnBoth(settings, 'score');
    expect(selected(after)).not.toEqual(selected(before));
  });
});

test('samples that are fitted do change the weights: this test can see a difference', async () => {
  const { before, after } = await trainedOnBoth(network, 'fit');
  expect(await bytes(after.weights)).not.toBe(await bytes(before.weights));
});
