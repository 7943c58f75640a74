/** Run directories written through the same functions as real ones, without training: for lists and comparisons. */
import { mkdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../../src/config/load.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { summarise } from '../../../src/metrics/summary.js';
import { openEventWriter } from '../../../src/rundir/events.js';
import { runPaths } from '../../../src/rundir/paths.js';
import { writePlan } from '../../../src/rundir/plan.js';
import { concatPredictions, storable, writePredictions, type Predictions } from '../../../src/rundir/predictions.js';
import { writeResult } from '../../../src/rundir/result.js';
import { formatVersion, type FoldEvent, type RunPlan } from '../../../src/rundir/types.js';

export const classes = ['a', 'b'];

export function temporary(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'foldboard-runs-'));
}

export interface FakeRun {
  readonly folds?: number;
  readonly repeats?: number;
  readonly samples?: number;
  readonly created?: string;
  readonly settings?: object;
  /** Rotates which samples a fold scores. */
  readonly shift?: number;
}

/** A run that has a plan and nothing else. */
export async function fakePlan(foldboard: string, name: string, options: FakeRun = {}): Promise<RunPlan> {
  const { folds = 5, repeats = 1, samples = 50 } = options;
  const text = JSON.stringify({ data: { train: 'data.csv' }, validation: { folds, repeats }, ...options.settings });
  const { experiment } = parseExperiment(text, 'x.experiment.json');
  const plan: RunPlan = {
    formatVersion,
    name: `experiment ${name}`,
    created: options.created ?? '2025-01-02T03:04:05.000Z',
    root: '../../..',
    experimentFile: 'x.experiment.json',
    experiment,
    seed: experiment.seed,
    data: {
      ...{ hash: 'f'.repeat(64), samples, steps: samples * 10, shortest: 10, longest: 10, channels: 3, classes },
      ...{ counts: [samples / 2, samples / 2], testHash: null, testSamples: 0 },
    },
    columns: { continuous: ['x', 'y', 'z'], categorical: [], transform: {}, timeAfter: [] },
    ...{ tasks: folds * repeats, repeats, folds, resolved: { epochs: 20, batchSize: 8, patience: 5 }, git: null },
    versions: { foldboard: '0.0.0', node: '20.0.0', v8: '11', platform: 'test' },
    ...{ engine: 'fused' as const, numericClass: 'portable', numericFingerprint: '0' },
  };
  mkdirSync(join(foldboard, 'runs', name), { recursive: true });
  await writePlan(join(foldboard, 'runs', name), plan);
  return plan;
}

/** Events of a fold, appended to its log. */
export function fakeEvents(foldboard: string, name: string, k: number, events: readonly FoldEvent[]): void {
  const fold = runPaths(join(foldboard, 'runs', name)).fold(k);
  mkdirSync(fold.directory, { recursive: true });
  const writer = openEventWriter(fold.events, 0);
  for (const event of events) writer.append(event);
  writer.close();
}

export const epochEvent = (fold: number, epoch: number, seconds = 1): FoldEvent => ({
  ...{ type: 'epoch', fold, epoch, trainLoss: 0.5, selectLoss: 0.6, learningRate: 0.001, seconds },
  metrics: { accuracy: 0.9, balancedAccuracy: 0.9, macroF1: 0.9, weightedF1: 0.9 },
});

/**
 * A finished run. `right(sample, task)` says which samples it gets right; sample i has class i % 2 and is scored in fold
 * (i + shift) % folds.
 */
export async function fakeFinished(
  foldboard: string,
  name: string,
  right: (sample: number, task: number) => boolean,
  options: FakeRun = {},
): Promise<string> {
  const plan = await fakePlan(foldboard, name, options);
  const sets = Array.from({ length: plan.tasks }, (_, k): Predictions => {
    const [repeat, fold] = [Math.floor(k / plan.folds), k % plan.folds];
    const scored = Array.from({ length: plan.data.samples }, (_, i) => i).filter(
      (i) => (i + repeat + (options.shift ?? 0)) % plan.folds === fold,
    );
    const probabilities = scored.flatMap((i) => (right(i, k) === (i % 2 === 0) ? [0.8, 0.2] : [0.3, 0.7]));
    return {
      classes,
      samples: scored.map((i) => `s${i}`),
      labels: Int32Array.from(scored, (i) => i % 2),
      repeat: Int32Array.from(scored, () => repeat),
      fold: Int32Array.from(scored, () => fold),
      probabilities: storable(Float64Array.from(probabilities)),
    };
  });
  const metrics = sets.map((set) => computeMetrics(set.labels, set.probabilities, classes));
  const directory = join(foldboard, 'runs', name);
  const pooled = concatPredictions(sets);
  await writePredictions(runPaths(directory).predictions, pooled);
  const { selection } = plan.experiment.validation;
  await writeResult(directory, {
    formatVersion,
    folds: metrics.map((each, k) => ({
      ...{ repeat: Math.floor(k / plan.folds), fold: k % plan.folds, epochs: 20, bestEpoch: 7, metrics: each },
    })),
    ...summarise(metrics),
    outOfFold: computeMetrics(pooled.labels, pooled.probabilities, classes),
    test: null,
    selection: {
      method: typeof selection === 'object' ? 'fraction' : selection,
      fraction: typeof selection === 'object' ? selection.fraction : null,
      optimistic: selection === 'scoredFold',
    },
  });
  return directory;
}
