/** Mean and spread of the metrics of several folds. */
import { scalarMetrics, type MetricSummary } from './types.js';

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (n - 1), in two passes; 0 for a single value. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) * (value - center), 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Mean and sample standard deviation of every scalar metric over folds, each fold with equal weight.
 * Folds share training samples, so the deviation is no standard error: see `paired.ts` for comparisons.
 * @throws RangeError where there is nothing to summarise
 */
export function summarise(metrics: readonly MetricSummary[]): { mean: MetricSummary; std: MetricSummary } {
  if (metrics.length === 0) throw new RangeError('nothing to summarise');
  const over = (statistic: (values: readonly number[]) => number): MetricSummary =>
    Object.fromEntries(
      scalarMetrics.map((name) => [name, statistic(metrics.map((one) => one[name]))]),
    ) as unknown as MetricSummary;
  return { mean: over(mean), std: over(standardDeviation) };
}
