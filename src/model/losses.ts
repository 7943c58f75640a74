/** The losses and their gradients with respect to the logits: the one place for `fused` and `reference`. float64 inside. */
import type { LossSpec } from './types.js';

type Floats = Float32Array | Float64Array;

/** A second label of each row, and how much of the row is its. */
export interface SecondLabels {
  readonly labels: Int32Array;
  /** In [0, 1]. */
  readonly share: Float32Array;
}

/**
 * Mean loss of a batch, and its gradient.
 *
 * Cross entropy with class weights w and smoothing e over C classes, as torch.nn.CrossEntropyLoss:
 * `sum_i [(1 - e) w[y_i] nll_i + e / C sum_c w[c] (-log p_ic)] / sum_i w[y_i]`.
 * Focal (Lin et al. 2017, https://arxiv.org/abs/1708.02002): `sum_i w[y_i] (1 - p_i)^gamma nll_i / sum_i w[y_i]`, p_i the probability of the label.
 *
 * With second labels a row counts as 1 - share of a sample of its label and share of one of the second, in both sums.
 *
 * @param logits size x classes
 * @param labels class index of each row, in 0 … classes - 1
 * @param dlogits receives d loss / d logits, size x classes
 */
export function lossAndGradient(
  loss: LossSpec,
  logits: Floats,
  labels: Int32Array,
  size: number,
  classes: number,
  dlogits: Floats,
  second?: SecondLabels,
): number {
  if (second) return mixedLoss(loss, logits, labels, size, classes, dlogits, second);
  const { classWeights } = loss;
  let totalWeight = 0;
  for (let i = 0; i < size; i++) {
    if (!(labels[i] >= 0 && labels[i] < classes)) throw new Error(`Item ${i} has no label: ${labels[i]}.`);
    totalWeight += classWeights ? classWeights[labels[i]] : 1;
  }
  let weightSum = 0;
  for (let c = 0; c < classes; c++) weightSum += classWeights ? classWeights[c] : 1;

  const focal = loss.name === 'focal';
  const smoothing = focal ? 0 : loss.labelSmoothing;
  const spread = smoothing / classes;
  const probabilities = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const row = i * classes;
    const label = labels[i];
    const weight = (classWeights ? classWeights[label] : 1) / totalWeight;
    const logNormalizer = softmaxRow(logits, row, classes, probabilities);
    const logProbability = logits[row + label] - logNormalizer;

    if (focal) {
      const { value, slope } = focalTerm(loss.gamma, logProbability, probabilities, label);
      total += weight * value;
      for (let c = 0; c < classes; c++) {
        dlogits[row + c] = weight * slope * ((c === label ? 1 : 0) - probabilities[c]);
      }
      continue;
    }
    total -= (1 - smoothing) * weight * logProbability;
    for (let c = 0; c < classes; c++) {
      let gradient = (1 - smoothing) * weight * (probabilities[c] - (c === label ? 1 : 0));
      if (spread > 0) {
        const classWeight = (classWeights ? classWeights[c] : 1) / totalWeight;
        total -= spread * classWeight * (logits[row + c] - logNormalizer);
        gradient += spread * ((probabilities[c] * weightSum) / totalWeight - classWeight);
      }
      dlogits[row + c] = gradient;
    }
  }
  return total;
}

/** Every term of the loss is a sum over rows with a weight of its label: rows counted twice, with shares of their weights. */
function mixedLoss(
  loss: LossSpec,
  logits: Floats,
  labels: Int32Array,
  size: number,
  classes: number,
  dlogits: Floats,
  { labels: others, share }: SecondLabels,
): number {
  const weightOf = (label: number): number => loss.classWeights?.[label] ?? 1;
  let totalWeight = 0;
  for (let i = 0; i < size; i++) totalWeight += (1 - share[i]) * weightOf(labels[i]) + share[i] * weightOf(others[i]);
  let total = 0;
  const gradient = new Float64Array(classes);
  const one = new Int32Array(1);
  for (let i = 0; i < size; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const out = dlogits.subarray(i * classes, (i + 1) * classes);
    out.fill(0);
    for (const [label, part] of [
      [labels[i], 1 - share[i]],
      [others[i], share[i]],
    ]) {
      if (part === 0) continue;
      one[0] = label;
      // Alone a row is normalised by its own weight.
      const scale = (part * weightOf(label)) / totalWeight;
      total += scale * lossAndGradient(loss, row, one, 1, classes, gradient);
      for (let c = 0; c < classes; c++) out[c] += scale * gradient[c];
    }
  }
  return total;
}

/** Softmax of one row of logits into `probabilities`; returns log(sum(exp(logits))). */
function softmaxRow(logits: Floats, row: number, classes: number, probabilities: Float64Array): number {
  let largest = -Infinity;
  for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[row + c]);
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    probabilities[c] = Math.exp(logits[row + c] - largest);
    sum += probabilities[c];
  }
  for (let c = 0; c < classes; c++) probabilities[c] /= sum;
  return largest + Math.log(sum);
}

/** `-(1 - p)^gamma log p` and its derivative with respect to log p. */
function focalTerm(
  gamma: number,
  logProbability: number,
  probabilities: Float64Array,
  label: number,
): { value: number; slope: number } {
  if (gamma === 0) return { value: -logProbability, slope: -1 };
  // The others' sum, not 1 - p: that would cancel for a sample the network is sure of.
  let rest = 0;
  for (let c = 0; c < probabilities.length; c++) if (c !== label) rest += probabilities[c];
  if (rest === 0) return { value: 0, slope: 0 };
  // exp and log instead of pow, whose bits differ between versions of V8.
  const modulation = Math.exp(gamma * Math.log(rest));
  // log p / (1 - p), which tends to -1.
  const ratio = rest < 1e-8 ? -1 : logProbability / rest;
  return {
    value: -modulation * logProbability,
    slope: modulation * (gamma * probabilities[label] * ratio - 1),
  };
}

/** Probabilities from logits, both size x classes; float64 inside. May be done in place. */
export function softmaxRows(logits: Floats, size: number, classes: number, out: Floats): void {
  const probabilities = new Float64Array(classes);
  for (let i = 0; i < size; i++) {
    softmaxRow(logits, i * classes, classes, probabilities);
    out.set(probabilities, i * classes);
  }
}
