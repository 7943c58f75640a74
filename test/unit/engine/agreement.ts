/** How far two results are apart, in the units in which the tolerances of the design are given. */
import { parameterInfos } from '../../../src/model/parameters.js';
import type { NetworkSpec } from '../../../src/model/types.js';
import { uniformAt } from './drawn.js';
import { decodeFloats, type TensorSummary } from './fixtures.js';

/**
 * Largest difference, relative to `scale`. A value that is missing or not a number is infinitely far away.
 */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: number): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (Number.isNaN(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest / scale;
}

export function largestOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** Logits: absolute up to 1, relative to the largest beyond. */
export function logitDistance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return distance(actual, expected, Math.max(1, largestOf(expected)));
}

/**
 * A tensor whose true gradient is nothing but rounding (everything upstream of a layer norm over one unit) is measured
 * against a small part of the whole gradient's scale instead of its own.
 */
function gradientScale(largest: number, overall: number, floor = 1e-4): number {
  return Math.max(largest, floor * overall);
}

export interface TensorDistance {
  readonly name: string;
  readonly distance: number;
}

/**
 * The tensor that is farthest from its counterpart, in units of its own largest value.
 * @param floor share of the largest value of all tensors below which that of a single one does not count
 */
export function worstTensor(
  spec: NetworkSpec,
  actual: Float32Array | Float64Array,
  expected: Float32Array | Float64Array,
  floor?: number,
): TensorDistance {
  const overall = largestOf(expected);
  return parameterInfos(spec)
    .map(({ name, offset, size }) => {
      const own = expected.subarray(offset, offset + size);
      const scale = gradientScale(largestOf(own), overall, floor);
      return { name, distance: distance(actual.subarray(offset, offset + size), own, scale || 1) };
    })
    .reduce((a, b) => (b.distance > a.distance ? b : a));
}

/** The same against the summaries of a fixture. */
export function worstSummary(
  spec: NetworkSpec,
  actual: Float32Array | Float64Array,
  expected: Readonly<Record<string, TensorSummary>>,
): TensorDistance {
  const overall = Math.max(...Object.values(expected).map(({ largest }) => largest));
  return parameterInfos(spec)
    .map(({ name, offset, size }, index) => {
      const summary = expected[name];
      const scale = gradientScale(summary.largest, overall);
      const own = Float64Array.from(actual.subarray(offset, offset + size));
      const sampled = own.filter((_, i) => i % summary.stride === 0);
      const projection = own.reduce((sum, value, i) => sum + value * uniformAt(index, 900, i), 0);
      // The errors of n values in a product add up like sqrt(n) where they are rounding.
      const projected = Math.abs(projection - summary.projection) / (scale * Math.sqrt(size));
      const apart = Math.max(distance(sampled, decodeFloats(summary.values), scale), projected);
      return { name, distance: summary.size === size && !Number.isNaN(apart) ? apart : Infinity };
    })
    .reduce((a, b) => (b.distance > a.distance ? b : a));
}
