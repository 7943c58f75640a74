import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { loadOtherData } from '../../../src/data/load.js';
import { executeRun } from '../../../src/execution/executeRun.js';
import { experimentOf, loadRunData } from '../../../src/execution/data.js';
import { readEvents } from '../../../src/rundir/events.js';
import { readFoldDocument } from '../../../src/rundir/foldModel.js';
import { decodeNpy } from '../../../src/rundir/npy.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan } from '../../../src/rundir/plan.js';
import { readPredictions } from '../../../src/rundir/predictions.js';
import { readResult } from '../../../src/rundir/result.js';
import { decodeSafetensors } from '../../../src/rundir/safetensors.js';
import { evaluateRun } from '../../../src/training/evaluateRun.js';
import { loadFoldModel, predictWith } from '../../../src/training/predictWith.js';
import { tinyCsv, tinyExperiment, tinyRun } from './tinyRun.js';

async function finished(...settings: Parameters<typeof tinyExperiment>) {
  const experiment = await tinyExperiment(...settings);
  const run = await tinyRun(experiment);
  expect(await executeRun(run, { workers: 0 })).toBe('finished');
  const plan = await readPlan(run);
  const data = await loadRunData(await experimentOf(run, plan));
  return { experiment, run, plan, data, paths: runPaths(run), result: (await readResult(run))! };
}

describe('the files of a fold', () => {
  test.each([
    ['', {}],
    [', also behind a stem', { model: { stem: { filters: 3, kernel: 3, stride: 2 } } }],
  ])(
    'attention sums to 1 and is NaN beyond a sample%s; context has the width of the head’s input',
    async (_, settings) => {
      const { paths, data } = await finished(settings);
      const fold = paths.fold(1);
      const { samples } = await readPredictions(fold.predictions);
      const attention = decodeNpy(await readFile(fold.attention), 'attention');
      const context = decodeNpy(await readFile(fold.context), 'context');
      const { train } = data;
      const lengths = samples.map((id) => {
        const i = train.sampleIds.indexOf(id);
        return train.rowStart[i + 1] - train.rowStart[i];
      });
      expect(attention.shape).toEqual([samples.length, Math.max(...lengths)]);
      expect(context.shape).toEqual([samples.length, 6]);
      lengths.forEach((length, i) => {
        const row = attention.data.subarray(i * attention.shape[1], (i + 1) * attention.shape[1]);
        expect(row.subarray(0, length).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(row.subarray(length).every(Number.isNaN)).toBe(true);
      });
    },
  );

  test('attention of windows is laid where they stand', async () => {
    const { paths } = await finished({ data: { window: { length: 3, stride: 3 } } });
    const { data, shape } = decodeNpy(await readFile(paths.fold(0).attention), 'attention');
    for (let i = 0; i < shape[0]; i++) {
      const row = data.subarray(i * shape[1], (i + 1) * shape[1]).filter((a) => !Number.isNaN(a));
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      expect(row.every((a) => a > 0)).toBe(true);
    }
  });

  test('weights have PyTorch’s names; the model that is loaded from them predicts what was stored', async () => {
    const { run, paths, data, plan } = await finished({ data: { window: { length: 4, stride: 2 } } });
    const { tensors } = decodeSafetensors(await readFile(paths.fold(2).weights), 'w');
    expect([...tensors.keys()].slice(0, 3)).toEqual(['embeddings.0.weight', 'rnn.weight_ih_l0', 'rnn.weight_hh_l0']);
    const document = await readFoldDocument(paths.fold(2));
    expect(document).toMatchObject({ kind: 'recurrent', numericFingerprints: [plan.numericFingerprint] });
    const stored = await readPredictions(paths.fold(2).predictions);
    const indices = Int32Array.from(stored.samples, (id) => data.train.sampleIds.indexOf(id));
    const model = await loadFoldModel(run, 2);
    expect((await model.predict(data.train, indices)).probabilities).toEqual(stored.probabilities);
    // Weights that are not those of the document are noticed.
    const bytes = await readFile(paths.fold(2).weights);
    bytes[bytes.length - 1] = bytes.at(-1)! ^ 1;
    await writeFile(paths.fold(2).weights, bytes);
    await expect(loadFoldModel(run, 2)).rejects.toThrow(/not those that preprocessing.json was written with/);
  });
});

describe('selection', () => {
  test('by a fraction: the best epoch’s weights, and training ends when patience is over', async () => {
    const { paths, result } = await finished({
      training: { epochs: 40, earlyStopping: { metric: 'loss', patience: 2 } },
    });
    result.folds.forEach(({ epochs, bestEpoch }, k) => {
      const { events } = readEvents(paths.fold(k).events);
      const losses = events.flatMap((event) => (event.type === 'epoch' ? [event.selectLoss!] : []));
      expect(losses).toHaveLength(epochs);
      expect(losses.indexOf(Math.min(...losses)) + 1).toBe(bestEpoch);
      if (epochs < 40) expect(epochs - bestEpoch).toBe(2);
      expect(events.filter(({ type }) => type === 'best').at(-1)).toMatchObject({ epoch: bestEpoch, metric: 'loss' });
    });
    expect(result.selection).toEqual({ method: 'fraction', fraction: 0.25, optimistic: false });
  });

  test('none: all epochs, the last weights, nothing measured in between', async () => {
    const { paths, result } = await finished({ training: { earlyStopping: null }, validation: { selection: 'none' } });
    expect(result.folds.map(({ epochs, bestEpoch }) => [epochs, bestEpoch])).toEqual([
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
    const { events } = readEvents(paths.fold(0).events);
    expect(events.map(({ type }) => type)).toEqual(['started', 'epoch', 'epoch', 'epoch', 'epoch', 'finished']);
    expect(events[1]).toMatchObject({ selectLoss: null, metrics: null });
    expect(result.selection).toEqual({ method: 'none', fraction: null, optimistic: false });
  });

  test('by the scored fold: marked optimistic; the score is that of the best epoch', async () => {
    const { paths, result, run } = await finished({ validation: { selection: 'scoredFold' } });
    expect((await evaluateRun(run)).evaluation.optimistic).toBe(true);
    expect(result.selection).toEqual({ method: 'scoredFold', fraction: null, optimistic: true });
    const best = readEvents(paths.fold(0).events).events.findLast(({ type }) => type === 'best');
    expect(best).toMatchObject({ metric: 'weightedF1', value: result.folds[0].metrics?.weightedF1 });
  });

  test('fine-tuning goes on from the best weights, at its own rate, with nothing measured', async () => {
    const { paths, result } = await finished({ fineTune: { epochs: 2, learningRate: 0.001 } });
    const { events } = readEvents(paths.fold(0).events);
    const { epochs, bestEpoch } = result.folds[0];
    expect(bestEpoch).toBeLessThanOrEqual(epochs - 2);
    expect(events[0]).toMatchObject({ type: 'started', epochs: 6 });
    const tuned = events.filter((event) => event.type === 'epoch').slice(-2);
    expect(tuned).toMatchObject([
      { epoch: epochs - 1, selectLoss: null, metrics: null, learningRate: 0.001 },
      { epoch: epochs, selectLoss: null, metrics: null, learningRate: 0.001 },
    ]);
  });

  test('scheme none: everything is trained on, nothing is scored, test data are predicted', async () => {
    const final = { scheme: 'none', folds: undefined, selection: 'none' };
    const { paths, result, run } = await finished(
      { validation: final, training: { earlyStopping: null } },
      { test: 'labelled' },
    );
    expect(result).toMatchObject({ mean: null, std: null, outOfFold: null, folds: [{ metrics: null }] });
    expect(result.test?.confusionMatrix.flat().reduce((a, b) => a + b)).toBe(6);
    expect(existsSync(paths.predictions)).toBe(false);
    await expect(evaluateRun(run)).rejects.toThrow(/trained on every sample/);
  });
});

describe('a finished run', () => {
  test('scores every sample once a repeat, and its metrics are those of the stored predictions', async () => {
    const { paths, result, run, data } = await finished({ validation: { repeats: 2 } });
    const pooled = await readPredictions(paths.predictions);
    expect(pooled.samples).toHaveLength(2 * 24);
    expect([...new Set(pooled.samples)].sort()).toEqual([...data.train.sampleIds].sort());
    const { evaluation } = await evaluateRun(run);
    expect(evaluation.metrics).toEqual(result.outOfFold);
    expect(evaluation).toMatchObject({ kind: 'outOfFold', samples: 48, seen: 0, optimistic: false });
    expect(result.folds.map(({ repeat, fold }) => [repeat, fold])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    const accuracies = result.folds.map(({ metrics }) => metrics!.accuracy);
    expect(result.mean?.accuracy).toBeCloseTo(accuracies.reduce((a, b) => a + b) / 6, 12);
  });

  test.each(['mean', 'majority'])('joins its folds on test data by %s', async (vote) => {
    const { paths, result, run, data } = await finished({ ensemble: { vote } }, { test: 'labelled' });
    const members = await Promise.all([0, 1, 2].map((k) => readPredictions(paths.fold(k).testPredictions)));
    const joined = await readPredictions(paths.testPredictions);
    const [first] = joined.samples.map((_, i) => {
      const mean = members.reduce((sum, member) => sum + member.probabilities[3 * i], 0) / 3;
      return Math.abs(mean - joined.probabilities[3 * i]);
    });
    if (vote === 'mean') expect(first).toBeLessThan(1e-8);
    const submission = (await readFile(paths.submission, 'utf8')).trim().split('\n');
    expect(submission[0]).toBe('id,label');
    expect(submission).toHaveLength(7);
    const ensemble = await predictWith(run, data.test!);
    expect(ensemble.probabilities).toEqual(joined.probabilities);
    expect(ensemble.members.map(({ probabilities }) => probabilities)).toEqual(
      members.map(({ probabilities }) => probabilities),
    );
    const { evaluation } = await evaluateRun(run, { data: data.test! });
    expect(evaluation.metrics).toEqual(result.test);
    expect(evaluation.members).toHaveLength(3);
  });
});

describe('evaluating on other data', () => {
  test('refuses samples by their content, whatever they are called; keeps what it is asked to keep', async () => {
    const { experiment, run, plan } = await finished();
    const file = join(dirname(experiment.file), 'other.csv');
    const seen = tinyCsv(24, 1)
      .split('\n')
      .filter((line) => line.startsWith('s3,'));
    const others = tinyCsv(5, 3).trimEnd();
    await writeFile(file, `${others}\n${seen.map((line) => line.replace('s3', 'renamed')).join('\n')}\n`);
    const data = await loadOtherData(experiment, file, null, plan.data.classes);
    const refused = await evaluateRun(run, { data }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).message).toBe(
      'The run was trained on 1 of these 6 samples (renamed): a score on them says nothing about new data.',
    );
    const { evaluation, directory } = await evaluateRun(run, { data, allowSeen: true, save: true });
    expect(evaluation).toMatchObject({ kind: 'data', samples: 6, seen: 1, optimistic: true });
    expect((await readdir(directory!)).sort()).toEqual(['evaluation.json', 'predictions.csv']);
    expect(JSON.parse(await readFile(join(directory!, 'evaluation.json'), 'utf8'))).toEqual(evaluation);
  });

  test.skipIf(!existsSync('/sys/kernel'))('tells the figures also where they cannot be kept', async () => {
    const { run, data } = await finished({}, { test: 'labelled' });
    await symlink('/sys/kernel', runPaths(run).evaluations);
    const { evaluation, directory, notKept } = await evaluateRun(run, { data: data.test!, save: true });
    expect([directory, notKept]).toEqual([null, 'permission denied']);
    expect(evaluation.samples).toBe(6);
  });

  test('needs labels', async () => {
    const { experiment, run, plan } = await finished();
    const file = join(dirname(experiment.file), 'other.csv');
    await writeFile(file, tinyCsv(2, 3, false));
    const data = await loadOtherData(experiment, file, null, plan.data.classes);
    await expect(evaluateRun(run, { data })).rejects.toThrow('2 samples (s0, s1) have no label.');
  });
});

describe('baselines go the same way', () => {
  test.each(['majority', 'summaryLinear', 'rocket'])('%s', async (kind) => {
    const { run, result, paths, data } = await finished({ model: { kind } }, { test: 'labelled' });
    expect(existsSync(paths.fold(0).weights)).toBe(kind === 'rocket');
    expect(readEvents(paths.fold(0).events).events.map(({ type }) => type)).toEqual(['started', 'finished']);
    expect(result.outOfFold?.accuracy).toBeGreaterThan(kind === 'majority' ? 0.2 : 0.6);
    const stored = await readPredictions(paths.testPredictions);
    expect((await predictWith(run, data.test!)).probabilities).toEqual(stored.probabilities);
    expect((await evaluateRun(run, { data: data.test! })).evaluation.metrics).toEqual(result.test);
    expect(await readFoldDocument(paths.fold(0))).toMatchObject({ kind, network: null, baseline: { kind } });
  });
});
