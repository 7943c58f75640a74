/** How many samples stand behind a run's predictions: repeats predict a sample again, and so does each window that is scored. */
import { scoresWindows } from '../config/scoring.js';
import type { Metrics } from '../metrics/types.js';
import type { Predictions } from './predictions.js';
import type { RunPlan, RunResult } from './types.js';

/** Samples of each class that were predicted out of fold; null where each was once. */
export function countSamples(
  { experiment }: Pick<RunPlan, 'experiment'>,
  { classes, samples, labels }: Predictions,
): number[] | null {
  const windows = scoresWindows(experiment);
  const known = new Set<string>();
  const counts = classes.map(() => 0);
  samples.forEach((id, row) => {
    const sample = windows ? id.replace(/@\d+$/, '') : id;
    if (labels[row] >= 0 && !known.has(sample)) counts[labels[row]]++;
    known.add(sample);
  });
  return known.size < samples.length ? counts : null;
}

/** As a result tells it. Those of before do not, but no repeat scores a sample twice: then, how many a repeat has on average. */
export function scoredSamples(
  plan: Pick<RunPlan, 'repeats'> | null,
  result: Pick<RunResult, 'scoredSamples'> & { readonly outOfFold: Pick<Metrics, 'confusionMatrix'> | null },
): readonly number[] | null {
  const { scoredSamples: told, outOfFold } = result;
  if (told || !outOfFold || !plan || !(plan.repeats > 1)) return told ?? null;
  return outOfFold.confusionMatrix.map((row) => row.reduce((sum, count) => sum + count, 0) / plan.repeats);
}
