/** Is one run better than another: differences paired by fold, with an interval and a word for it. */
import { mean, standardDeviation } from './summary.js';
import { criticalT, twoSidedP } from './studentT.js';

export type Verdict = 'better' | 'worse' | 'equivalent' | 'undecided';

export interface PairedDifference {
  /** Mean of (other - baseline) over the folds. */
  readonly difference: number;
  /** Interval of the difference at 1 - alpha; null with fewer than two folds, and where all folds differ by the same (unless the runs are identical). */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, not adjusted for several comparisons; null where there is no interval. */
  readonly p: number | null;
  /** Half the interval: what a difference must exceed to be told from chance. Null where there is no interval. */
  readonly detectable: number | null;
  readonly folds: number;
}

/** Scores of about 1 that are equal may differ by this: their sums are rounded. */
const lastBits = 1e-12;

/**
 * Corrected resampled t-test (Nadeau & Bengio, "Inference for the Generalization Error", Machine Learning 52, 2003).
 * Folds share training samples, so the plain paired t-test takes chance for progress far too often; here the variance of the
 * mean is (1 / n + scored / trained) s^2 instead of s^2 / n, with n - 1 degrees of freedom. Over the n = k r folds of r repeats it is
 * the corrected repeated k-fold test of Bouckaert & Frank ("Evaluating the Replicability of Significance Tests for Comparing
 * Learning Algorithms", PAKDD 2004).
 * @param differences other - baseline, one for each fold of each repeat
 * @param testShare scored samples over training samples (fit and select): 1 / (k - 1) for k folds
 * @param identical the two predict the same for every sample: of these there is no doubt, and the interval is [0, 0]
 */
export function correctedTTest(
  differences: readonly number[],
  testShare: number,
  identical = false,
  alpha = 0.05,
): PairedDifference {
  const folds = differences.length;
  const difference = mean(differences);
  const none = { difference, low: null, high: null, p: null, detectable: null, folds };
  if (folds < 2) return none;
  if (identical && difference === 0) return { difference, low: 0, high: 0, p: 1, detectable: 0, folds };
  // The same difference in every fold (of few samples), be it 0, has no spread to judge it by: no interval, rather than one of no
  // width. Rounding may leave a spread of the last bits.
  const spread = standardDeviation(differences);
  if (spread <= Math.max(lastBits, 1e-9 * Math.abs(difference))) return none;
  const error = spread * Math.sqrt(1 / folds + testShare);
  const detectable = criticalT(alpha, folds - 1) * error;
  return {
    difference,
    low: difference - detectable,
    high: difference + detectable,
    p: twoSidedP(difference / error, folds - 1),
    detectable,
    folds,
  };
}

/**
 * The true difference that the test finds with probability `power`: (t of alpha + t of power) standard errors, the usual
 * approximation. Larger than `detectable`, which half of all true differences of its size miss. Null where there is no interval.
 */
export function findableDifference({ detectable, folds }: PairedDifference, power = 0.8, alpha = 0.05): number | null {
  if (detectable === null) return null;
  const error = detectable / criticalT(alpha, folds - 1);
  return detectable + criticalT(2 * (1 - power), folds - 1) * error;
}

/** Holm's step-down adjustment (1979) of several p-values: each can then be held against alpha. Order is kept. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** Differences within a hundredth are called equivalent: a convention, shown wherever the word is used. */
export const equivalenceMargin = 0.01;

/**
 * A word for a difference: *equivalent* where the whole interval lies within the margin (however small p is: such a
 * difference does not matter), *better* or *worse* where p holds at alpha, else *undecided*.
 * @param adjustedP p after `holm`
 * @param lowerIsBetter for log loss
 */
export function verdict(
  result: PairedDifference,
  adjustedP: number | null,
  options: { margin?: number; alpha?: number; lowerIsBetter?: boolean } = {},
): Verdict {
  const margin = options.margin ?? equivalenceMargin;
  if (result.low === null || result.high === null || adjustedP === null) return 'undecided';
  if (result.low >= -margin && result.high <= margin) return 'equivalent';
  if (adjustedP >= (options.alpha ?? 0.05)) return 'undecided';
  return result.difference > 0 !== (options.lowerIsBetter ?? false) ? 'better' : 'worse';
}
