/** Location and spread of a column, in float64. */
import { quantile, quantileRanks } from '../base/quantile.js';

export interface Spread {
  readonly mean: number;
  /** Population standard deviation (divided by n), as scikit-learn's StandardScaler. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Mean first, then the sum of squares around it: no cancellation. `values` must not be empty. */
export function spreadOf(values: Float64Array): Spread {
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, deviation: Math.sqrt(squares / values.length), minimum, maximum };
}

/** Median and interquartile range, as scikit-learn's RobustScaler. `values` must not be empty. */
export function medianAndRange(values: Float64Array): { median: number; range: number } {
  // Sorted only where quantiles look: that takes a third of the time for long columns.
  const own = values.slice();
  let from = 0;
  const [low, median, high] = [0.25, 0.5, 0.75].map((q) => {
    const { below, above } = quantileRanks(own.length, q);
    place(own, below, from);
    place(own, above, below);
    from = above;
    return quantile(own, q);
  });
  return { median, range: high - low };
}

/**
 * Puts the value that has rank `k` at index `k`, smaller ones (or equal) before it and larger ones behind it: Hoare's
 * selection. The middle of three as pivot, so that sorted columns are no worst case.
 * @param from - a rank up to `k` before which no larger values stand
 */
function place(values: Float64Array, k: number, from: number): void {
  let low = from;
  let high = values.length - 1;
  while (low < high) {
    const a = values[low];
    const b = values[(low + high) >>> 1];
    const c = values[high];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}
