/** Differences of pooled predictions with an interval over samples: what other samples would have said of these models. */
import { quantile } from '../base/quantile.js';
import type { Resamples } from './resample.js';

export interface BootstrapDifference {
  /** Pooled score of the system less that of the baseline: not the mean of folds. */
  readonly difference: number;
  /** Percentile interval at 1 - alpha. */
  readonly low: number;
  readonly high: number;
  /** Samples, or groups where there are. */
  readonly units: number;
  readonly resamples: number;
}

/**
 * Paired percentile bootstrap (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13) of the difference
 * of two systems. It leaves out the variance of training: the models are taken as they are, so its interval says nothing
 * of what other seeds or training samples would give. That is what `correctedTTest` is for.
 */
export function bootstrapDifference(
  { whole, drawn, units }: Resamples,
  system: number,
  baseline: number,
  alpha = 0.05,
): BootstrapDifference {
  const differences = drawn[system].map((score, b) => score - drawn[baseline][b]).sort();
  return {
    difference: whole[system] - whole[baseline],
    low: quantile(differences, alpha / 2),
    high: quantile(differences, 1 - alpha / 2),
    units,
    resamples: differences.length,
  };
}
