/** What metrics are called and how their values are written: the same in trees, views and the terminal. */
import { mean, standardDeviation } from './summary.js';
import type { Verdict } from './paired.js';
import type { ScalarMetric } from './types.js';

/** The words for a metric inside a sentence or a column head. */
export const metricWords: Readonly<Record<ScalarMetric, string>> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  macroF1: 'macro F1',
  weightedF1: 'weighted F1',
  logLoss: 'log loss',
};

/** The word that stands wherever a score goes that flatters; null of an honest one. */
export function flagWord(score: { readonly optimistic: boolean; readonly leaky?: boolean | undefined }): string | null {
  if (score.leaky) return 'leaky';
  return score.optimistic ? 'optimistic' : null;
}

/** What such a word means. */
export const flagMeanings: Readonly<Record<string, string>> = {
  leaky: 'windows of one sample stand on both sides of the splits, on purpose',
  optimistic: 'the scored samples chose the weights',
};

/** By what a sample was predicted out of fold, after its name: "never saw it" is true of an honest score only. */
export function predictedBy(score: { readonly optimistic: boolean; readonly leaky?: boolean | undefined }): string {
  if (score.leaky) return 'predicted by models that have seen windows of it';
  return `predicted by models that ${score.optimistic ? 'it helped to choose' : 'never saw it'}`;
}

/** The sign before the word that a comparison ends in. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  ...{ better: '▲', worse: '▼', equivalent: '≈', undecided: '?' },
};

/** A score over folds: mean, sample standard deviation, and how many folds it rests on. */
export interface Score {
  readonly mean: number;
  readonly std: number;
  readonly count: number;
}

/** The score of some folds' values; null of none. */
export function scoreOf(values: readonly number[]): Score | null {
  return values.length === 0 ? null : { mean: mean(values), std: standardDeviation(values), count: values.length };
}

/** Three decimals, as every metric is written. */
export function formatMetric(value: number): string {
  return value.toFixed(3);
}

/** A difference with a true minus: `+0.011`, `−0.004`, `0.000`. */
export function formatSigned(value: number): string {
  const text = formatMetric(Math.abs(value));
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** `0.931 ± 0.012 (5)`; for a single fold `0.931`, since one value has no spread. */
export function formatScore(score: Score): string {
  if (score.count < 2) return formatMetric(score.mean);
  return `${formatMetric(score.mean)} ± ${formatMetric(score.std)} (${score.count})`;
}
