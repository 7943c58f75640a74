/** How much the best of several rows flatters: its score was seen before it was picked. */
import type { Resamples } from './resample.js';

export interface SelectionEffect {
  /** Index of the best system by its pooled score. */
  readonly best: number;
  readonly score: number;
  /** What quoting `score` flatters by; 0 where there is nothing to choose from. Of log loss: negative where it flatters. */
  readonly effect: number;
  /** Share of the resamples in which each system is the best. */
  readonly chosen: readonly number[];
}

/** What picking the best row costs in honesty. */
export interface Picking {
  readonly best: string;
  /** Pooled score of the best, as it would be quoted, and what is left of it. */
  readonly score: number;
  readonly corrected: number;
  /** Share of resamples in which it is the best. */
  readonly chosen: number;
  readonly rows: number;
}

/**
 * Bootstrap bias corrected cross-validation (BBC-CV: Tsamardinos, Greasidou & Borboudakis, "Bootstrapping the out-of-sample
 * predictions for efficient and accurate cross-validation", Machine Learning 107, 2018): in each resample the best system is
 * picked by the samples drawn and scored by those left out, which had no say; `effect` is the pooled score of the best less
 * the mean of these. F1 of fewer samples is lower by itself: that part, whole less left out on average, is put back for each
 * system, for it is no effect of picking.
 */
export function selectionEffect({ whole, drawn, leftOut }: Resamples, lowerIsBetter = false): SelectionEffect {
  const sign = lowerIsBetter ? -1 : 1;
  const bestOf = (scores: readonly number[]): number =>
    scores.reduce((best, score, s) => (sign * score > sign * scores[best] ? s : best), 0);
  const best = bestOf(whole);
  const wins = new Array<number>(whole.length).fill(0);
  const sums = whole.map(() => 0);
  let picked = 0;
  let usable = 0;
  const usedWins = whole.map(() => 0);
  for (let b = 0; b < drawn[0].length; b++) {
    const winner = bestOf(drawn.map((scores) => scores[b]));
    wins[winner]++;
    if (Number.isNaN(leftOut[winner][b])) continue;
    usable++;
    usedWins[winner]++;
    picked += leftOut[winner][b];
    leftOut.forEach((scores, s) => (sums[s] += scores[b]));
  }
  const smaller = whole.reduce((sum, score, s) => sum + (usedWins[s] / usable) * (score - sums[s] / usable), 0);
  return {
    best,
    score: whole[best],
    effect: usable === 0 ? 0 : whole[best] - picked / usable - smaller,
    chosen: wins.map((count) => count / drawn[0].length),
  };
}
