/** From probabilities to decisions: a temperature and weights of the classes, fitted on samples with labels. Pure. */
import { computeMetrics } from './classification.js';
import { goldenSection } from './goldenSection.js';

export type DecisionMetric = 'weightedF1' | 'macroF1' | 'accuracy' | 'balancedAccuracy';

/** Stored with a model and applied to all it predicts. */
export interface Decision {
  /** Probabilities become p^(1 / temperature), normalised; 1: as they are. */
  readonly temperature: number;
  /** Then each class's is multiplied by its weight, normalised; null: as they are. The largest is the decision. */
  readonly weights: readonly number[] | null;
  /** What it was fitted on, and what it changed there; a gain on these samples flatters. */
  readonly fitted: {
    readonly samples: number;
    readonly logLoss: readonly [before: number, after: number];
    readonly metric: DecisionMetric | null;
    readonly value: readonly [before: number, after: number] | null;
  };
}

/** Smallest probability whose logarithm is taken. */
const least = 1e-9;

/**
 * Fits both, the temperature first.
 * @param probabilities samples x classes
 */
export function fitDecision(
  labels: Int32Array,
  probabilities: Float64Array,
  classes: readonly string[],
  wanted: { readonly temperature: boolean; readonly metric: DecisionMetric | null },
): Decision {
  const temperature = wanted.temperature ? fitTemperature(labels, probabilities, classes.length) : 1;
  const tempered = applyTemperature(probabilities, classes.length, temperature);
  const { metric } = wanted;
  const weights = metric === null ? null : fitWeights(labels, tempered, classes, metric);
  const after = weights ? applyWeights(tempered, weights) : tempered;
  const value = (values: Float64Array): number =>
    metric === null ? 0 : computeMetrics(labels, values, classes)[metric];
  return {
    temperature,
    weights,
    fitted: {
      samples: labels.length,
      logLoss: [logLoss(labels, probabilities, classes.length), logLoss(labels, after, classes.length)],
      metric,
      value: metric === null ? null : [value(probabilities), value(after)],
    },
  };
}

/** The probabilities that a decision makes of others; rows sum to 1. */
export function applyDecision(probabilities: Float64Array, classes: number, decision: Decision): Float64Array {
  const tempered = applyTemperature(probabilities, classes, decision.temperature);
  return decision.weights ? applyWeights(tempered, decision.weights) : tempered;
}

/**
 * The temperature with the smallest log loss (Guo et al. 2017, https://arxiv.org/abs/1706.04599), between 1/20 and 20. The loss is
 * convex in 1 / T, so a golden-section search finds it.
 */
export function fitTemperature(labels: Int32Array, probabilities: Float64Array, classes: number): number {
  if (labels.length === 0) return 1;
  const logs = probabilities.map((p) => Math.log(Math.max(p, least)));
  const lossAt = (inverse: number): number => {
    let sum = 0;
    for (let row = 0; row < labels.length; row++) {
      const own = logs.subarray(row * classes, (row + 1) * classes);
      const largest = own.reduce((a, b) => Math.max(a, b));
      const total = own.reduce((all, value) => all + Math.exp(inverse * (value - largest)), 0);
      sum += Math.log(total) - inverse * (own[labels[row]] - largest);
    }
    return sum;
  };
  return 1 / goldenSection(lossAt, 0.05, 20, 60);
}

/** Logarithms of the weights that are tried: from 1/7 to 7 in steps of a tenth. */
const tried = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 0.1 * (Math.floor(i / 2) + 1));

/**
 * Weights of the classes that make a metric best: one class after the other, twice over, only for a real gain and then the
 * smallest change that has it. The first weights are 1.
 */
export function fitWeights(
  labels: Int32Array,
  probabilities: Float64Array,
  classes: readonly string[],
  metric: DecisionMetric,
): number[] {
  let weights = classes.map(() => 1);
  const valueOf = (candidate: readonly number[]): number =>
    computeMetrics(labels, applyWeights(probabilities, candidate), classes)[metric];
  if (labels.length === 0) return weights;
  let best = valueOf(weights);
  for (let round = 0; round < 2; round++)
    for (let c = 0; c < classes.length; c++) {
      const from = weights;
      for (const step of tried) {
        const candidate = from.with(c, from[c] * Math.exp(step));
        const value = valueOf(candidate);
        if (value <= best + 1e-12) continue;
        best = value;
        weights = candidate;
      }
    }
  return weights;
}

function applyTemperature(probabilities: Float64Array, classes: number, temperature: number): Float64Array {
  if (temperature === 1) return probabilities;
  const powers = probabilities.map((p) => Math.log(Math.max(p, least)) / temperature);
  for (let row = 0; row < powers.length; row += classes) {
    const own = powers.subarray(row, row + classes);
    const largest = own.reduce((a, b) => Math.max(a, b));
    own.forEach((value, c) => (own[c] = Math.exp(value - largest)));
  }
  return normalised(powers, classes);
}

function applyWeights(probabilities: Float64Array, weights: readonly number[]): Float64Array {
  return normalised(
    probabilities.map((p, i) => p * weights[i % weights.length]),
    weights.length,
  );
}

function normalised(values: Float64Array, classes: number): Float64Array {
  for (let row = 0; row < values.length; row += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += values[row + c];
    for (let c = 0; c < classes; c++) values[row + c] /= sum;
  }
  return values;
}

function logLoss(labels: Int32Array, probabilities: Float64Array, classes: number): number {
  if (labels.length === 0) return 0;
  let sum = 0;
  labels.forEach((label, i) => (sum -= Math.log(Math.max(probabilities[i * classes + label], least))));
  return sum / labels.length;
}
