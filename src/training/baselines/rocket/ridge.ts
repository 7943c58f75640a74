/**
 * Ridge regression onto the classes, as scikit-learn's RidgeClassifierCV: one target a class, +1 for its samples and -1 for the
 * others, an intercept without penalty, and the penalty with the smallest squared error of leaving one sample out, which needs no
 * refitting. It works on the samples' products with each other, of which there are fewer than features.
 */
import { cholesky, gram, weightsOf } from './gram.js';

/** 0.001 to 1000 in ten steps of equal ratio, as the paper has it. */
export const penalties: readonly number[] = Array.from({ length: 10 }, (_, i) =>
  Math.exp((-3 + (i * 6) / 9) * Math.LN10),
);

export interface RidgeModel {
  readonly penalty: number;
  /** classes x features, for centred features. */
  readonly weights: Float64Array;
  /** Decision value of each class at the features' mean. */
  readonly intercept: Float64Array;
  /** samples x classes: decision values for each sample by a model without it. */
  readonly leftOut: Float64Array;
}

/**
 * @param features samples x columns, each column with mean 0
 * @param labels class of each sample, 0 … classes - 1; at least two samples
 */
export function fitRidge(features: Float32Array, columns: number, labels: Int32Array, classes: number): RidgeModel {
  const count = labels.length;
  const products = gram(features, columns, count);
  const intercept = new Float64Array(classes);
  for (const label of labels) intercept[label] += 2 / count;
  for (let c = 0; c < classes; c++) intercept[c] -= 1;
  const targets = new Float64Array(count * classes);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < classes; c++) targets[i * classes + c] = (labels[i] === c ? 1 : -1) - intercept[c];
  }
  let best: { error: number; penalty: number; dual: Float64Array; leftOut: Float64Array } | undefined;
  for (const penalty of penalties) {
    const { dual, diagonal } = solve(products, count, penalty, targets, classes);
    let error = 0;
    const leftOut = dual.map((value, at) => {
      // What a model without the sample misses: its dual coefficient by its entry in the inverse's diagonal.
      const missed = value / diagonal[Math.floor(at / classes)];
      error += missed * missed;
      return targets[at] + intercept[at % classes] - missed;
    });
    if (!best || error < best.error) best = { error, penalty, dual, leftOut };
  }
  const { dual, penalty, leftOut } = best!;
  return { penalty, weights: weightsOf(dual, features, columns), intercept, leftOut };
}

/**
 * Solves (products + penalty) dual = targets. The features being centred, 1 is a direction in which products are 0: a weight is
 * added in it, so that the matrix is well conditioned, and its share is taken from the inverse again (the intercept has no penalty).
 * @returns dual, samples x classes, and the diagonal of the inverse
 */
function solve(
  products: Float64Array,
  count: number,
  penalty: number,
  targets: Float64Array,
  classes: number,
): { dual: Float64Array; diagonal: Float64Array } {
  let weight = 0;
  for (let i = 0; i < count; i++) weight += products[i * count + i] / count;
  weight = Math.max(weight, 1);
  const factor = products.map((value) => value + weight / count);
  for (let i = 0; i < count; i++) factor[i * count + i] += penalty;
  cholesky(factor, count);
  const inverse = invertTriangle(factor, count);
  const diagonal = new Float64Array(count);
  const half = new Float64Array(count * classes);
  const dual = new Float64Array(count * classes);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k <= i; k++) {
      const entry = inverse[i * count + k];
      diagonal[k] += entry * entry;
      for (let c = 0; c < classes; c++) half[i * classes + c] += entry * targets[k * classes + c];
    }
    for (let k = 0; k <= i; k++) {
      for (let c = 0; c < classes; c++) dual[k * classes + c] += inverse[i * count + k] * half[i * classes + c];
    }
  }
  for (let i = 0; i < count; i++) diagonal[i] -= 1 / (count * (weight + penalty));
  return { dual, diagonal };
}

/** The inverse of a lower triangular matrix. */
function invertTriangle(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = inverse.subarray(i * size, (i + 1) * size);
    for (let k = 0; k < i; k++) {
      const share = factor[i * size + k];
      const above = inverse.subarray(k * size, k * size + k + 1);
      for (let j = 0; j <= k; j++) row[j] -= share * above[j];
    }
    for (let j = 0; j < i; j++) row[j] /= factor[i * size + i];
    row[i] = 1 / factor[i * size + i];
  }
  return inverse;
}
