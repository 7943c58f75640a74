/** Bootstrap resamples of pooled predictions: the scores of several systems, on the samples drawn and on those left out. */
import { RandomStream, type RandomKey } from '../base/random.js';
import type { ScalarMetric } from './types.js';

/** One prediction a sample, of several systems, for the same samples in the same order. */
export interface PooledSystems {
  /** Class index of each sample. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** What stays together (a subject); null: each sample by itself. */
  readonly groups: Int32Array | null;
  readonly systems: readonly {
    /** Class index of each sample. */
    readonly predicted: Int32Array;
    /** -ln p(truth) of each sample. */
    readonly losses: Float64Array;
  }[];
}

export interface Resamples {
  /** Of each system: its score over all samples. */
  readonly whole: readonly number[];
  /** Of each system and resample: the score over the units drawn, with replacement. */
  readonly drawn: readonly Float64Array[];
  /** The score over the units that were not drawn; NaN where none was left out. */
  readonly leftOut: readonly Float64Array[];
  /** Samples, or groups where there are: what is drawn. */
  readonly units: number;
}

/**
 * The nonparametric bootstrap (Efron 1979): as many units as there are, drawn with replacement; all systems are scored on
 * the same draw, so their differences are paired.
 */
export function resample(data: PooledSystems, metric: ScalarMetric, count: number, key: RandomKey): Resamples {
  const { labels, classes, systems } = data;
  const unit = data.groups ? indexed(data.groups) : Int32Array.from(labels, (_, i) => i);
  const units = unit.reduce((most, u) => Math.max(most, u + 1), 0);
  const cells = systems.map(({ predicted }) => predicted.map((c, i) => labels[i] * classes + c));
  const stream = new RandomStream(key);
  const ones = new Int32Array(labels.length).fill(1);
  const score = (s: number, weights: Int32Array): number =>
    metric === 'logLoss' ? meanLoss(systems[s].losses, weights) : tally(cells[s], weights, classes, metric);
  const drawn = systems.map(() => new Float64Array(count));
  const leftOut = systems.map(() => new Float64Array(count));
  const times = new Int32Array(units);
  for (let b = 0; b < count; b++) {
    times.fill(0);
    for (let u = 0; u < units; u++) times[stream.integer(units)]++;
    const inside = unit.map((u) => times[u]);
    const outside = inside.map((n) => (n === 0 ? 1 : 0));
    systems.forEach((_, s) => {
      drawn[s][b] = score(s, inside);
      leftOut[s][b] = score(s, outside);
    });
  }
  return { whole: systems.map((_, s) => score(s, ones)), drawn, leftOut, units };
}

/** Groups numbered from 0 in the order in which they occur. */
function indexed(groups: Int32Array): Int32Array {
  const known = new Map<number, number>();
  return groups.map((group) => {
    const at = known.get(group) ?? known.size;
    known.set(group, at);
    return at;
  });
}

function meanLoss(losses: Float64Array, weights: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < losses.length; i++) {
    sum += weights[i] * losses[i];
    count += weights[i];
  }
  return sum / count;
}

/** A metric from the weighted confusion matrix; defined as in `computeMetrics`. */
function tally(cells: Int32Array, weights: Int32Array, k: number, metric: ScalarMetric): number {
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < cells.length; i++) matrix[cells[i]] += weights[i];
  let [total, hits, recalls, occurring, f1, weighted] = [0, 0, 0, 0, 0, 0];
  for (let c = 0; c < k; c++) {
    let support = 0;
    let predicted = 0;
    for (let j = 0; j < k; j++) {
      support += matrix[c * k + j];
      predicted += matrix[j * k + c];
    }
    const hit = matrix[c * k + c];
    const own = support + predicted === 0 ? 0 : (2 * hit) / (support + predicted);
    total += support;
    hits += hit;
    f1 += own;
    weighted += own * support;
    if (support > 0) {
      occurring++;
      recalls += hit / support;
    }
  }
  if (total === 0) return NaN;
  if (metric === 'accuracy') return hits / total;
  if (metric === 'balancedAccuracy') return recalls / occurring;
  return metric === 'macroF1' ? f1 / k : weighted / total;
}
