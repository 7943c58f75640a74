/** Location and spread of a column, in float64. */

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

/** The q-quantile of ascending `sorted`, interpolated linearly between neighbours (numpy's default). */
export function quantile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Median and interquartile range, as scikit-learn's RobustScaler. */
export function medianAndRange(values: Float64Array): { median: number; range: number } {
  const sorted = values.slice().sort();
  return { median: quantile(sorted, 0.5), range: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
}
