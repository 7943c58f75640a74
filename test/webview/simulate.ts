/**
 * Runs of every kind and state, written through the same functions as real ones, from simulated predictions and curves: what
 * would take hours to train is shown in seconds. Metrics, matrices and files are computed from the predictions and agree.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deriveKey, RandomStream } from '../../src/base/random.js';
import { parseExperiment } from '../../src/config/load.js';
import { computeMetrics } from '../../src/metrics/classification.js';
import { summarise } from '../../src/metrics/summary.js';
import type { Metrics } from '../../src/metrics/types.js';
import { openEventWriter } from '../../src/rundir/events.js';
import { networksOf } from '../../src/rundir/networks.js';
import { runPaths } from '../../src/rundir/paths.js';
import { writePlan } from '../../src/rundir/plan.js';
import { concatPredictions, storable, writePredictions, type Predictions } from '../../src/rundir/predictions.js';
import { writeResult } from '../../src/rundir/result.js';
import { formatVersion, type FoldEvent, type RunPlan } from '../../src/rundir/types.js';

export interface SimulatedRun {
  readonly name: string;
  readonly title: string;
  /** Names and numbers of samples. */
  readonly classes?: readonly (readonly [name: string, samples: number])[];
  readonly settings?: {
    readonly data?: object;
    readonly model?: object;
    readonly training?: object;
    readonly validation?: object;
    readonly ensemble?: object;
    readonly stages?: object;
  };
  readonly epochs?: number;
  /** Test samples; labelled ones are scored. */
  readonly test?: { readonly samples: number; readonly labelled: boolean };
  /** Folds that are finished; all where it is not given, and then the run is. */
  readonly finished?: number;
  /** What the next fold does after so many epochs. */
  readonly then?: {
    /** Of the network that trains, where folds have several; those before it are done. */
    readonly epoch: number;
    readonly network?: number;
    readonly event: 'none' | 'stopped' | 'failed';
    readonly message?: string;
  };
  readonly log?: readonly string[];
  readonly warnings?: readonly string[];
  /** How far apart the classes are; 1.5 is a good model. */
  readonly skill?: number;
  /** Runs of one luck find the same samples hard: only their skill tells them apart, in scores and curves. */
  readonly luck?: string;
  /** The experiment file as it is now, where it is not as it was. */
  readonly changedTo?: (text: string) => string;
}

const streamOf = (name: string): RandomStream =>
  new RandomStream(deriveKey([...name].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) >>> 0, 'generate'));

const painClasses = [
  ['no_pain', 511],
  ['low_pain', 94],
  ['high_pain', 56],
] as const;

/** Writes a run into `foldboard`; returns its directory. */
export async function simulateRun(foldboard: string, run: SimulatedRun): Promise<string> {
  const directory = join(foldboard, 'runs', run.name);
  mkdirSync(directory, { recursive: true });
  const random = streamOf(run.luck === undefined ? run.name : run.name.slice(-8));
  const { plan, text } = planOf(run);
  const paths = runPaths(directory);
  writeFileSync(paths.experiment, text);
  const file = join(dirname(foldboard), plan.experimentFile);
  writeFileSync(file, run.changedTo?.(text) ?? text);
  await writePlan(directory, plan);
  const labels = plan.data.counts.flatMap((count, c) => new Array<number>(count).fill(c));
  const scored = plan.experiment.validation.scheme !== 'none';
  const ends = Array.from({ length: plan.tasks }, () => epochsOf(run, plan, random));
  const finished = run.finished ?? plan.tasks;
  const sets: (Predictions | null)[] = [];
  for (let k = 0; k < finished; k++) {
    const luck = run.luck === undefined ? random : streamOf(`${run.luck} ${k}`);
    const set = scored ? foldPredictions(run, plan, k, labels, luck) : null;
    const metrics = set && computeMetrics(set.labels, set.probabilities, plan.data.classes);
    sets.push(set);
    const seconds = ends[k] * 3.1;
    writeEvents(directory, k, [
      ...coursesOf(plan, k, ends[k], random, undefined, liftOf(run)),
      ...(k === 0 ? (run.warnings ?? []) : []).map((message): FoldEvent => ({ type: 'warning', fold: k, message })),
      { type: 'finished', fold: k, epochs: ends[k], bestEpoch: bestOf(plan, ends[k]), metrics, seconds },
    ]);
    if (set) await writePredictions(paths.fold(k).predictions, set);
  }
  if (run.then) {
    const { epoch, network, event, message = 'The loss is no longer a number.' } = run.then;
    const events = coursesOf(plan, finished, epoch, random, network);
    if (event === 'stopped') events.push({ type: 'stopped', fold: finished, epoch });
    if (event === 'failed') events.push({ type: 'failed', fold: finished, message });
    writeEvents(directory, finished, events);
  }
  const log =
    run.log ?? Array.from({ length: finished }, (_, k) => `2025-11-21T09:5${k % 10}:12.345Z fold ${k + 1} finished`);
  appendFileSync(paths.log, log.map((line) => `${line}\n`).join(''));
  if (run.finished === undefined) await finish(directory, run, plan, sets, ends, random);
  return directory;
}

function planOf(run: SimulatedRun): { plan: RunPlan; text: string } {
  const classes = run.classes ?? painClasses;
  const { validation, model, training, ensemble, stages } = run.settings ?? {};
  const data = { train: 'data/pain.csv', labels: 'data/labels.csv', ...(run.test ? { test: 'data/test.csv' } : {}) };
  const text = JSON.stringify(
    {
      ...{ name: run.title, seed: 42, data: { ...data, ...run.settings?.data } },
      ...{
        model: model ?? {},
        training: { sampler: 'weighted', ...training },
        validation: { folds: 5, ...validation },
        ...(ensemble ? { ensemble } : {}),
        ...(stages ? { stages } : {}),
      },
    },
    null,
    2,
  );
  const { experiment } = parseExperiment(text, 'x.experiment.json');
  const { scheme, repeats } = experiment.validation;
  const folds = scheme === 'kFold' ? experiment.validation.folds : 1;
  const samples = classes.reduce((sum, [, count]) => sum + count, 0);
  const plan: RunPlan = {
    ...{ formatVersion, name: run.title, created: '2025-11-21T08:42:00.000Z', root: '../../..', experiment, seed: 42 },
    experimentFile: `${run.name}.experiment.json`,
    data: {
      ...{ hash: '9d41e07c'.repeat(8), samples, steps: samples * 160, shortest: 160, longest: 160, channels: 38 },
      ...{ classes: classes.map(([name]) => name), counts: classes.map(([, count]) => count) },
      ...{ testHash: run.test ? '1'.repeat(64) : null, testSamples: run.test?.samples ?? 0 },
    },
    columns: { continuous: ['x'], categorical: [], transform: {}, timeAfter: [] },
    ...{ tasks: folds * repeats, repeats, folds },
    resolved: { epochs: run.epochs ?? 100, batchSize: 32, patience: 20 },
    git: { commit: '3f9c2ab0d1e2f3', dirty: false },
    versions: { foldboard: '0.1.0', node: '20.0.0', v8: '11', platform: 'linux-x64' },
    ...{ engine: 'fused' as const, numericClass: 'fma', numericFingerprint: '0' },
  };
  return { plan, text };
}

const isBaseline = (plan: RunPlan): boolean => plan.experiment.model.kind !== 'recurrent';

function epochsOf(run: SimulatedRun, plan: RunPlan, random: RandomStream): number {
  if (isBaseline(plan)) return 1;
  return run.epochs === undefined ? 44 + random.integer(15) : run.epochs;
}

const bestOf = (plan: RunPlan, epochs: number): number =>
  plan.experiment.validation.selection === 'none' ? epochs : Math.max(1, Math.round(epochs * 0.62));

/** By how much the curves of runs of one luck lie apart. */
const liftOf = (run: SimulatedRun): number => (run.luck === undefined ? 0 : 0.1 * ((run.skill ?? 1.5) - 1.5));

/** The networks of a fold one after the other, the last one (`last`) with so many epochs; one network is the fold's course. */
function coursesOf(
  plan: RunPlan,
  k: number,
  epochs: number,
  random: RandomStream,
  last?: number,
  lift = 0,
): FoldEvent[] {
  const of = networksOf(plan).length;
  if (of < 2) return courseOf(plan, k, epochs, random, lift);
  let before = 0;
  return Array.from({ length: (last ?? of - 1) + 1 }, (_, index) => {
    const own = index === last ? epochs : 30 + random.integer(30);
    const course = courseOf(plan, k, own, random, lift).flatMap((event): FoldEvent[] => {
      if (event.type === 'started') return index === 0 ? [{ ...event, epochs: of * event.epochs }] : [];
      if (event.type !== 'epoch' && event.type !== 'best') return [event];
      return [{ ...event, epoch: before + event.epoch, network: { index, of, epoch: event.epoch } }];
    });
    before += own;
    return course;
  }).flat();
}

/** Started, epochs with best ones among them: what a fold writes before it ends. */
function courseOf(plan: RunPlan, k: number, epochs: number, random: RandomStream, lift = 0): FoldEvent[] {
  const most = plan.resolved.epochs;
  const events: FoldEvent[] = [
    { type: 'started', fold: k, time: '2025-11-21T08:42:00.000Z', epochs: most, fit: 450, select: 79, score: 132 },
  ];
  if (isBaseline(plan)) return events;
  const selects = plan.experiment.validation.selection !== 'none';
  const top = 0.92 + lift + 0.03 * random.uniform();
  const pace = epochs > 120 ? epochs / 6 : 9;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const far = Math.exp(-(epoch - 1) / pace);
    const value = (share: number): number =>
      Math.min(1, Math.max(0, top * share - 0.45 * far + 0.012 * random.normal()));
    const metrics = {
      accuracy: value(1.005),
      balancedAccuracy: value(0.94),
      macroF1: value(0.935),
      weightedF1: value(1),
    };
    const trainLoss = (0.07 + 0.66 * Math.exp(-epoch / (1.2 * pace))) * Math.exp(0.05 * random.normal());
    const selectLoss =
      (0.21 + 0.5 * Math.exp(-epoch / (0.9 * pace)) + 0.0006 * epoch) * Math.exp(0.05 * random.normal());
    const measured = selects ? { selectLoss, metrics } : { selectLoss: null, metrics: null };
    const learningRate = 0.001 * (0.5 + 0.5 * Math.cos((Math.PI * epoch) / most));
    events.push({
      type: 'epoch',
      fold: k,
      epoch,
      trainLoss,
      ...measured,
      learningRate,
      seconds: 3.1 + 0.1 * random.normal(),
    });
    if (selects && epoch === Math.min(bestOf(plan, epochs), epochs))
      events.push({ type: 'best', fold: k, epoch, metric: 'weightedF1', value: metrics.weightedF1 });
  }
  return events;
}

function writeEvents(directory: string, k: number, events: readonly FoldEvent[]): void {
  const fold = runPaths(directory).fold(k);
  mkdirSync(fold.directory, { recursive: true });
  const writer = openEventWriter(fold.events, 0);
  for (const event of events) writer.append(event);
  writer.close();
}

/** Probabilities of a model that knows large classes better than small ones, and confuses neighbours rather than ends. */
function probabilitiesOf(label: number, plan: RunPlan, skill: number, random: RandomStream): number[] {
  const { classes, counts } = plan.data;
  const most = Math.max(...counts);
  const hard = random.normal();
  const logits = classes.map((_, c) => {
    const distance = Math.abs(c - label) / Math.max(1, classes.length - 1);
    const prior = 0.45 * Math.log((counts[c] + 1) / most);
    return skill * (1 - Math.min(1, distance * 2.2)) * (1.35 + 0.45 * hard) + prior + 0.75 * random.normal();
  });
  const top = Math.max(...logits);
  const weights = logits.map((value) => Math.exp(2.1 * (value - top)));
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
}

function predict(run: SimulatedRun, plan: RunPlan, labels: readonly number[], random: RandomStream): Float64Array {
  return storable(Float64Array.from(labels.flatMap((label) => probabilitiesOf(label, plan, run.skill ?? 1.5, random))));
}

function foldPredictions(
  run: SimulatedRun,
  plan: RunPlan,
  k: number,
  labels: readonly number[],
  random: RandomStream,
): Predictions {
  const [repeat, fold] = [Math.floor(k / plan.folds), k % plan.folds];
  const every = plan.experiment.validation.scheme === 'holdout' ? 5 : plan.folds;
  const own = labels.flatMap((_, i) => ((i + repeat) % every === fold ? [i] : []));
  return {
    classes: plan.data.classes,
    // Names in no order, as in files.
    samples: own.map((i) => String((i * 389) % labels.length)),
    labels: Int32Array.from(own, (i) => labels[i]),
    repeat: new Int32Array(own.length).fill(repeat),
    fold: new Int32Array(own.length).fill(fold),
    probabilities: predict(
      run,
      plan,
      own.map((i) => labels[i]),
      random,
    ),
  };
}

async function finish(
  directory: string,
  run: SimulatedRun,
  plan: RunPlan,
  sets: readonly (Predictions | null)[],
  ends: readonly number[],
  random: RandomStream,
): Promise<void> {
  const paths = runPaths(directory);
  const { classes } = plan.data;
  const known = sets.flatMap((set) => (set ? [set] : []));
  const each = known.map((set) => computeMetrics(set.labels, set.probabilities, classes));
  const pooled = known.length > 0 ? concatPredictions(known) : null;
  if (pooled) await writePredictions(paths.predictions, pooled);
  const test = run.test ? await writeTest(directory, run, plan, random) : null;
  const { selection } = plan.experiment.validation;
  const summary = each.length > 0 ? summarise(each) : { mean: null, std: null };
  await writeResult(directory, {
    formatVersion,
    folds: ends.map((epochs, k) => ({
      ...{ repeat: Math.floor(k / plan.folds), fold: k % plan.folds, epochs, bestEpoch: bestOf(plan, epochs) },
      metrics: each[k] ?? null,
    })),
    ...summary,
    outOfFold: pooled && computeMetrics(pooled.labels, pooled.probabilities, classes),
    test,
    selection: {
      method: typeof selection === 'object' ? 'fraction' : selection,
      fraction: typeof selection === 'object' ? selection.fraction : null,
      optimistic: selection === 'scoredFold',
    },
  });
}

async function writeTest(
  directory: string,
  run: SimulatedRun,
  plan: RunPlan,
  random: RandomStream,
): Promise<Metrics | null> {
  const { samples, labelled } = run.test!;
  const total = plan.data.samples;
  const labels = Array.from({ length: samples }, () => {
    let left = random.integer(total);
    return plan.data.counts.findIndex((count) => (left -= count) < 0);
  });
  const probabilities = predict(run, plan, labels, random);
  const predictions: Predictions = {
    ...{ classes: plan.data.classes, samples: labels.map((_, i) => `t${i}`), repeat: null, fold: null, probabilities },
    labels: Int32Array.from(labels, (label) => (labelled ? label : -1)),
  };
  await writePredictions(runPaths(directory).testPredictions, predictions);
  return labelled ? computeMetrics(predictions.labels, probabilities, plan.data.classes) : null;
}
