/** Suites with rows in every state: run directories written through the same functions as real ones, scores simulated. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveKey, RandomStream } from '../../src/base/random.js';
import { loadSuite } from '../../src/config/suite.js';
import { computeMetrics } from '../../src/metrics/classification.js';
import { summarise } from '../../src/metrics/summary.js';
import { openEventWriter } from '../../src/rundir/events.js';
import { lockRun, type RunLock } from '../../src/rundir/lock.js';
import { runPaths } from '../../src/rundir/paths.js';
import { writePlan } from '../../src/rundir/plan.js';
import { concatPredictions, storable, writePredictions, type Predictions } from '../../src/rundir/predictions.js';
import { writeResult } from '../../src/rundir/result.js';
import { formatVersion, type RunPlan } from '../../src/rundir/types.js';
import { experimentKey, suiteDirectory, writePointer } from '../../src/study/pointers.js';
import { studyRows, type StudyRow } from '../../src/study/rows.js';

const classes = ['no_pain', 'low_pain', 'high_pain'];
const samples = 330;
const shares = [0.77, 0.14, 0.09];

/** How good a row is (share of right answers), how far it is, and what a fold of it costs. */
export interface RowLook {
  readonly skill: number;
  readonly seconds: number;
  /** Folds that are done; all by default. */
  readonly done?: number;
  readonly state?: 'running' | 'failed' | 'untouched';
  /** Its errors are its own: less like the baseline's. */
  readonly own?: number;
}

export const ablationRows: readonly (readonly [object, RowLook])[] = [
  [
    { name: 'majority class', change: { model: { kind: 'majority' } } },
    { skill: 0, seconds: 0.02 },
  ],
  [
    { name: 'summaryLinear, logistic regression on channel statistics', change: { model: { kind: 'summaryLinear' } } },
    { skill: 0.845, seconds: 2, own: 0.5 },
  ],
  [{ name: 'cross entropy' }, { skill: 0.925, seconds: 171 }],
  [
    { name: '+ five layers', change: { model: { layers: 5 } } },
    { skill: 0.965, seconds: 842, own: 0.05 },
  ],
  [
    { name: '+ weighted sampler', change: { training: { sampler: 'weighted' } } },
    { skill: 0.94, seconds: 847, own: 0.3 },
  ],
  [
    {
      name: '+ a weight decay that is far too large for a network of that size',
      change: { training: { optimizer: { weightDecay: 0.5 } } },
    },
    { skill: 0.925, seconds: 903, own: 0.25 },
  ],
  [
    { name: '+ batches of 16', change: { training: { batchSize: 16 } } },
    { skill: 0.925, seconds: 961, own: 0.02 },
  ],
  [
    { name: '+ focal loss, γ 2', change: { training: { loss: { name: 'focal' } } } },
    { skill: 0.93, seconds: 955, done: 8, state: 'running', own: 0.2 },
  ],
  [
    { name: 'an LSTM', change: { model: { cell: 'lstm' } } },
    { skill: 0.93, seconds: 300, done: 3, state: 'failed' },
  ],
  [
    { name: 'no attention', change: { model: { attention: false } } },
    { skill: 0, seconds: 0, state: 'untouched' },
  ],
  [
    { name: 'cross entropy, epoch chosen on the scored fold', change: { validation: { selection: 'scoredFold' } } },
    { skill: 0.955, seconds: 168, own: 0.06 },
  ],
  [
    {
      name: 'windows of one sample on both sides of the split',
      change: { validation: { leaky: true, selection: 'scoredFold' } },
    },
    { skill: 0.99, seconds: 402, own: 0.3 },
  ],
];

/** Writes a suite and the runs of its rows into a folder; resolves to its file, and what ends its running rows. */
export async function writeSuite(
  folder: string,
  name: string,
  content: object,
  look: (row: StudyRow, index: number) => RowLook,
): Promise<{ file: string; end: () => Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const base = {
    data: { train: 'data.csv', classes, window: { length: 40, stride: 20 } },
    validation: { folds: 5, repeats: 3 },
    training: { sampler: 'none' },
  };
  await writeFile(join(folder, 'pain.experiment.json'), JSON.stringify(base));
  const file = join(folder, `${name}.suite.json`);
  await writeFile(file, JSON.stringify({ base: 'pain.experiment.json', ...content }));
  const suite = await loadSuite(file);
  const rows = await studyRows(suite);
  const locks: RunLock[] = [];
  for (const [i, row] of rows.entries()) {
    const own = look(row, i);
    if (own.state === 'untouched') continue;
    const lock = await writeRow(join(folder, '.foldboard'), file, row, i, own);
    if (lock) locks.push(lock);
  }
  return {
    file,
    end: async () => {
      for (const lock of locks) await lock.release();
    },
  };
}

async function writeRow(
  foldboard: string,
  file: string,
  row: StudyRow,
  index: number,
  look: RowLook,
): Promise<RunLock | null> {
  const [{ experiment: loaded, seed }] = row.entries;
  const { experiment } = loaded;
  const directory = join(foldboard, 'runs', `20251121-1000${String(index).padStart(2, '0')}-row-${index}`);
  const paths = runPaths(directory);
  const { folds, repeats, leaky } = experiment.validation;
  const plan: RunPlan = {
    ...{ formatVersion, name: row.name, created: new Date(Date.UTC(2025, 10, 21, 10, index)).toISOString() },
    ...{ root: '../../..', experimentFile: 'pain.experiment.json', experiment, seed },
    data: {
      ...{ hash: 'e'.repeat(64), samples, steps: samples * 160, shortest: 160, longest: 160, channels: 38, classes },
      ...{ counts: shares.map((share) => Math.round(share * samples)), testHash: null, testSamples: 0 },
    },
    columns: { continuous: ['x'], categorical: [], transform: {}, timeAfter: [] },
    ...{ tasks: folds * repeats, repeats, folds, resolved: { epochs: 60, batchSize: 32, patience: 12 } },
    git: { commit: 'c0ffee'.repeat(6), dirty: false },
    versions: { foldboard: '0.1.0', node: '24.0.0', v8: '13', platform: 'linux-x64, a processor' },
    ...{ engine: 'fused', numericClass: 'fma', numericFingerprint: '0', guards: [] },
  };
  await mkdir(paths.folds, { recursive: true });
  await writePlan(directory, plan);
  const sets = Array.from({ length: plan.tasks }, (_, k) => predictions(k, plan, look, index, leaky));
  const done = look.done ?? plan.tasks;
  for (let k = 0; k < done + (look.state === 'failed' ? 1 : 0); k++) {
    await mkdir(paths.fold(k).directory, { recursive: true });
    const log = openEventWriter(paths.fold(k).events, 0);
    if (k === done) log.append({ type: 'failed', fold: k, message: 'The loss is no longer a number.' });
    else {
      const metrics = computeMetrics(sets[k].labels, sets[k].probabilities, classes);
      log.append({ type: 'finished', fold: k, epochs: 40, bestEpoch: 30, metrics, seconds: look.seconds });
    }
    log.close();
  }
  await writePointer(suiteDirectory(foldboard, file), directory, {
    ...{ experiment: experimentKey(experiment), trainHash: plan.data.hash, testHash: null, row: row.name, seed },
  });
  await writeWeights(paths.fold(0).weights, index);
  if (look.state === 'running') return lockRun(directory, 1);
  if (look.state !== undefined) return null;
  const metrics = sets.map((set) => computeMetrics(set.labels, set.probabilities, classes));
  const pooled = concatPredictions(sets);
  await writePredictions(paths.predictions, pooled);
  const { selection } = experiment.validation;
  await writeResult(directory, {
    formatVersion,
    folds: metrics.map((each, k) => ({
      ...{ repeat: Math.floor(k / folds), fold: k % folds, epochs: 40, bestEpoch: 30, metrics: each },
    })),
    ...summarise(metrics),
    outOfFold: computeMetrics(pooled.labels, pooled.probabilities, classes),
    test: null,
    selection: {
      method: typeof selection === 'object' ? 'fraction' : selection,
      fraction: typeof selection === 'object' ? selection.fraction : null,
      optimistic: selection === 'scoredFold' || leaky,
      ...(leaky ? { leaky } : {}),
    },
  });
  return null;
}

/** Head of a safetensors file: of it only the shapes are read. */
async function writeWeights(file: string, index: number): Promise<void> {
  if (index === 0) return;
  const extent = index === 1 ? 570 : 129_411 * (index < 3 || index > 7 ? 1 : 5);
  const header = Buffer.from(JSON.stringify({ weight: { dtype: 'F32', shape: [extent], data_offsets: [0, 0] } }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([size, header]));
}

/** Samples are hard or easy for all rows alike, but for the share `own` of a row's luck. */
function predictions(k: number, plan: RunPlan, look: RowLook, row: number, leaky: boolean): Predictions {
  const [repeat, fold] = [Math.floor(k / plan.folds), k % plan.folds];
  const scored = Array.from({ length: samples }, (_, i) => i).filter(
    (i) => (i * 7 + repeat * 3 + Math.floor(i / 5)) % plan.folds === fold,
  );
  const labels = Int32Array.from(scored, (i) => (i % 100 < 77 ? 0 : i % 100 < 91 ? 1 : 2));
  const draw = (purpose: number, i: number, turn = repeat): number =>
    new RandomStream(deriveKey(purpose, 'selfTest', i, turn)).uniform();
  const probabilities = scored.flatMap((i, at) => {
    const mixed = draw(1000 + row, i) < (look.own ?? 0) ? draw(row, i) : draw(999, i, 0);
    const right = look.skill === 0 ? labels[at] === 0 : mixed < look.skill;
    const said = look.skill === 0 ? 0 : right ? labels[at] : (labels[at] + 1 + Math.floor(2 * draw(row + 50, i))) % 3;
    return classes.map((_, c) => (c === said ? 0.8 : 0.1));
  });
  return {
    ...{ classes, labels },
    samples: scored.map((i) => (leaky ? `s${i}@0` : `s${i}`)),
    repeat: Int32Array.from(scored, () => repeat),
    fold: Int32Array.from(scored, () => fold),
    probabilities: storable(Float64Array.from(probabilities)),
  };
}
