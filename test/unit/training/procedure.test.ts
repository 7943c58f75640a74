import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { experimentOf, loadRunData } from '../../../src/execution/data.js';
import { readFoldDocument } from '../../../src/rundir/foldModel.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { readPlan } from '../../../src/rundir/plan.js';
import { readPredictions } from '../../../src/rundir/predictions.js';
import { finishRun } from '../../../src/training/finishRun.js';
import { prepareTask } from '../../../src/training/foldTask.js';
import { loadFoldModel, predictWith } from '../../../src/training/predictWith.js';
import { readEvents } from '../../../src/rundir/events.js';
import { foldState } from '../../../src/rundir/foldState.js';
import { networkCurves } from '../../../src/study/figures/learning.js';
import { modelsText, networkNames, networksOf } from '../../../src/rundir/networks.js';
import { networkTask } from '../../../src/training/procedure.js';
import { nextAverage } from '../../../src/training/averaging.js';
import { trainFold } from '../../../src/training/trainFold.js';
import { tinyExperiment, tinyRun } from './tinyRun.js';

type Settings = Parameters<typeof tinyExperiment>;

async function trained(...settings: Settings) {
  const run = await tinyRun(await tinyExperiment(...settings));
  const plan = await readPlan(run);
  const data = await loadRunData(await experimentOf(run, plan));
  for (let k = 0; k < 3; k++) await trainFold(run, k, data, { engine: referenceEngine });
  return { run, plan, data, result: await finishRun(run) };
}

test('inner folds: each sample of the training part selects one model and fits all others; none is scored', async () => {
  const run = await tinyRun(await tinyExperiment({ validation: { innerFolds: 3 }, ensemble: { seeds: 2 } }));
  const plan = await readPlan(run);
  const data = await loadRunData(await experimentOf(run, plan));
  for (let k = 0; k < 3; k++) {
    const task = await prepareTask(run, plan, k, data);
    const tasks = networksOf(plan).map((network) => networkTask(task, network));
    expect(tasks).toHaveLength(6);
    const scored = new Set(task.fold.score);
    const chosenBy = tasks.flatMap(({ fold }) => [...fold.select]).sort((a, b) => a - b);
    expect(chosenBy).toEqual([...task.fold.fit].flatMap((sample) => [sample, sample]));
    for (const { fold, fit } of tasks) {
      expect(fold.fit.length + fold.select.length).toBe(task.fold.fit.length);
      expect([...fold.fit, ...fold.select].some((sample) => scored.has(sample))).toBe(false);
      expect(fit.items.sample).toEqual(fold.fit);
      const counts = [0, 1, 2].map((c) => [...fold.select].filter((s) => data.train.labels[s] === c).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(new Set(tasks.map(({ seed }) => seed)).size).toBe(6);
    expect(tasks[0].preprocessing).not.toEqual(tasks[2].preprocessing);
  }
});

test('networks are named: by number, a stage by what it tells apart; one alone by its fold', async () => {
  const named = async (...settings: Settings) =>
    networkNames(await readPlan(await tinyRun(await tinyExperiment(...settings))));
  expect(await named({})).toEqual([]);
  expect(await named({ ensemble: { seeds: 2 } })).toEqual([
    { name: 'network 1 of 2', stage: '' },
    { name: 'network 2 of 2', stage: '' },
  ]);
  const stages = await named({ stages: { calm: ['calm'], other: ['rising', 'wild'] } });
  expect(stages).toEqual([
    { name: 'calm or other', stage: 'calm or other' },
    { name: 'rising or wild', stage: 'rising or wild' },
  ]);
  const both = await named({ stages: { calm: ['calm'], other: ['rising', 'wild'] }, ensemble: { seeds: 2 } });
  expect(both[2]).toEqual({ name: 'network 3 of 4, calm or other', stage: 'calm or other' });
  const counted = async (...settings: Settings) =>
    modelsText(await readPlan(await tinyRun(await tinyExperiment(...settings))));
  expect(await counted({})).toBe('3 models');
  expect(await counted({ ensemble: { seeds: 5 } })).toBe('15 networks of 3 folds');
});

test('the log says of which network an epoch is, and counts on', async () => {
  const { run } = await trained({ training: { epochs: 2 }, ensemble: { seeds: 2 } });
  const { events } = readEvents(runPaths(run).fold(1).events);
  expect(events.flatMap((event) => (event.type === 'epoch' ? [[event.epoch, event.network]] : []))).toEqual([
    [1, { index: 0, of: 2, epoch: 1 }],
    [2, { index: 0, of: 2, epoch: 2 }],
    [3, { index: 1, of: 2, epoch: 1 }],
    [4, { index: 1, of: 2, epoch: 2 }],
  ]);
  const state = foldState(events);
  expect(state.networks?.begun.map(({ epochs }) => epochs)).toEqual([2, 2]);
  expect(state.networks?.begun.every(({ best }) => best !== null && best.epoch <= 2)).toBe(true);
  const curves = networkCurves(events, 'weightedF1');
  expect(curves.map(({ values, best }) => [values.length, best])).toEqual(
    state.networks?.begun.map(({ best }) => [2, best?.epoch]),
  );
});

test('an ensemble of seeds: its first member is the model alone, its predictions are the mean, each member’s are kept', async () => {
  const alone = await trained({ training: { epochs: 2 } });
  const three = await trained({ training: { epochs: 2 }, ensemble: { seeds: 3 } }, { test: 'unlabelled' });
  const fold = runPaths(three.run).fold(1);
  const members = await Promise.all(
    [0, 1, 2].map((m) => readPredictions(join(fold.directory, `members/${m}/predictions.csv`))),
  );
  const single = await readPredictions(runPaths(alone.run).fold(1).predictions);
  expect(members[0]).toEqual(single);
  expect(members[1].probabilities).not.toEqual(single.probabilities);
  const joined = await readPredictions(fold.predictions);
  joined.probabilities.forEach((p, i) => {
    const mean = members.reduce((sum, { probabilities }) => sum + probabilities[i], 0) / 3;
    expect(p).toBeCloseTo(mean, 8);
  });
  // What is stored predicts what was scored, and the test data.
  const model = await loadFoldModel(three.run, 1, referenceEngine);
  const scored = Int32Array.from(joined.samples, (id) => three.data.train.sampleIds.indexOf(id));
  expect((await model.predict(three.data.train, scored)).probabilities).toEqual(joined.probabilities);
  const test = await predictWith(three.run, three.data.test!, { engine: referenceEngine });
  expect(test.probabilities).toEqual((await readPredictions(runPaths(three.run).testPredictions)).probabilities);
});

test('two stages: groups and classes within them, multiplied; one file a stage', async () => {
  const stages = { calm: ['calm'], moving: ['wild', 'rising'] };
  const { run, plan, data, result } = await trained({ training: { epochs: 2 }, stages });
  const fold = runPaths(run).fold(0);
  expect((await readFoldDocument(fold)).networks).toEqual([
    { directory: 'members/0/stage0', member: 0, groups: [[0], [1, 2].toReversed()] },
    { directory: 'members/0/stage1', member: 0, groups: [[2], [1]] },
  ]);
  const task = await prepareTask(run, plan, 0, data);
  const [outer, inner] = networksOf(plan).map((network) => networkTask(task, network));
  expect(outer.classes).toEqual(['calm', 'moving']);
  expect(inner.classes).toEqual(['wild', 'rising']);
  expect([...inner.fold.fit, ...inner.fold.select].every((sample) => data.train.labels[sample] > 0)).toBe(true);
  const { probabilities } = await readPredictions(fold.predictions);
  for (let i = 0; i < probabilities.length; i += 3)
    expect(probabilities[i] + probabilities[i + 1] + probabilities[i + 2]).toBeCloseTo(1, 7);
  expect(result.outOfFold!.classes).toEqual(['calm', 'rising', 'wild']);
});

test('a decision is fitted on the select part, stored, and applied wherever the model predicts', async () => {
  const decision = { temperature: true, thresholds: 'macroF1' };
  const plain = await trained({ training: { epochs: 3 } });
  const decided = await trained({ training: { epochs: 3 }, decision });
  const fold = runPaths(decided.run).fold(2);
  const { decision: stored } = await readFoldDocument(fold);
  const task = await prepareTask(decided.run, decided.plan, 2, decided.data);
  expect(stored!.fitted.samples).toBe(task.fold.select.length);
  expect(stored!.temperature).not.toBe(1);
  expect(stored!.weights).toHaveLength(3);
  const before = await readPredictions(runPaths(plain.run).fold(2).predictions);
  const after = await readPredictions(fold.predictions);
  expect(after.samples).toEqual(before.samples);
  expect(after.probabilities).not.toEqual(before.probabilities);
  const model = await loadFoldModel(decided.run, 2, referenceEngine);
  expect((await model.predict(decided.data.train, task.fold.score)).probabilities).toEqual(after.probabilities);
  // The weights are those of the model without.
  expect(await readFile(fold.weights)).toEqual(await readFile(runPaths(plain.run).fold(2).weights));
});

test('stages that leave a class of the data out are refused before anything is written', async () => {
  const experiment = await tinyExperiment({ stages: { calm: ['calm'], moving: ['wild', 'falling'] } });
  await expect(tinyRun(experiment)).rejects.toThrow('stages names falling, which is none of the classes');
  expect(existsSync(join(experiment.file, '../.foldboard/runs'))).toBe(false);
});

test('a run from before these settings loads as one without them', async () => {
  const { run } = await trained({ training: { epochs: 1 } });
  const file = runPaths(run).plan;
  const plan = JSON.parse(await readFile(file, 'utf8')) as { experiment: Record<string, Record<string, unknown>> };
  delete plan.experiment['stages'];
  delete plan.experiment['decision'];
  delete plan.experiment['validation']['innerFolds'];
  delete plan.experiment['validation']['leaky'];
  delete plan.experiment['validation']['scored'];
  delete plan.experiment['ensemble']['seeds'];
  delete plan.experiment['training']['averaging'];
  const whole = await readPlan(run);
  await writeFile(file, JSON.stringify(plan));
  expect(await readPlan(run)).toEqual(whole);
  // As it stands in the suite's keys: a finished row of then is not trained again.
  expect(JSON.stringify((await readPlan(run)).experiment)).toBe(JSON.stringify(whole.experiment));
  expect(networksOf(await readPlan(run))).toHaveLength(1);
});

test('the moving average forgets the first weights, and then moves by 1 - decay', () => {
  let average: Float32Array | null = null;
  for (let step = 0; step < 200; step++)
    average = nextAverage(average, Float32Array.from([step === 0 ? 100 : 1]), step, 0.9);
  expect(average![0]).toBeCloseTo(1, 3);
  expect(nextAverage(average, Float32Array.from([2]), 200, 0.9)[0]).toBeCloseTo(1.1, 3);
  expect(nextAverage(Float32Array.from([0]), Float32Array.from([1]), 0, 0.9)[0]).toBeCloseTo(0.9, 6);
});
