/** Two runs fold against fold: only where both scored the same samples in the same folds, with the same labels. */
import type { ScalarMetric } from '../metrics/types.js';
import type { Predictions } from '../rundir/predictions.js';
import type { RunResult } from '../rundir/types.js';

/** What pairing needs of a finished run. */
export interface ScoredRun {
  readonly result: RunResult;
  readonly predictions: Predictions;
}

/** Scored samples of each fold, and their labels, by the fold's `repeat/fold`. */
function scoredSamples({ predictions }: ScoredRun): Map<string, Map<string, string>> {
  const folds = new Map<string, Map<string, string>>();
  predictions.samples.forEach((sample, i) => {
    const key = `${predictions.repeat?.[i] ?? 0}/${predictions.fold?.[i] ?? 0}`;
    const samples = folds.get(key) ?? new Map<string, string>();
    folds.set(key, samples.set(sample, predictions.classes[predictions.labels[i]]));
  });
  return folds;
}

/** Why two runs cannot be compared fold by fold; null where they can. */
export function pairingProblem(run: ScoredRun, baseline: ScoredRun): string | null {
  const [mine, theirs] = [scoredSamples(run), scoredSamples(baseline)];
  if (mine.size !== theirs.size) return `it has ${mine.size} folds, the baseline ${theirs.size}`;
  const total = (folds: Map<string, Map<string, string>>): Set<string> =>
    new Set([...folds.values()].flatMap((samples) => [...samples.keys()]));
  const known = total(theirs);
  const own = total(mine);
  if (own.size !== known.size || [...own].some((sample) => !known.has(sample))) return 'it was scored on other samples';
  for (const [key, samples] of mine)
    for (const [sample, label] of samples) {
      const other = theirs.get(key)?.get(sample);
      if (other === undefined) return 'its folds are drawn differently';
      if (other !== label) return `sample ${sample} has another label`;
    }
  return null;
}

/** Run less baseline, for each fold of each repeat; the runs must pair. */
export function foldDifferences(run: RunResult, baseline: RunResult, metric: ScalarMetric): number[] {
  return run.folds.flatMap((fold) => {
    const other = baseline.folds.find(({ repeat, fold: k }) => repeat === fold.repeat && k === fold.fold);
    return fold.metrics && other?.metrics ? [fold.metrics[metric] - other.metrics[metric]] : [];
  });
}

/**
 * Scored over trained samples, mean over folds: what corrects the t-test.
 * @param samples of the training data; those a fold does not score, it trains on
 */
export function testShare(run: ScoredRun, samples: number): number {
  const shares = [...scoredSamples(run).values()].map(({ size }) => size / (samples - size));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Samples (in each repeat) that the one run gets right and the other wrong. */
export function changedSides(
  run: ScoredRun,
  baseline: ScoredRun,
): { fixed: number; broken: number; bothWrong: number } {
  const right = ({ predictions }: ScoredRun): Map<string, boolean> => {
    const width = predictions.classes.length;
    return new Map(
      predictions.samples.map((sample, i) => {
        let best = 0;
        const row = predictions.probabilities.subarray(i * width, (i + 1) * width);
        row.forEach((p, c) => {
          if (p > row[best]) best = c;
        });
        return [`${predictions.repeat?.[i] ?? 0}/${sample}`, best === predictions.labels[i]];
      }),
    );
  };
  const before = right(baseline);
  const counts = { fixed: 0, broken: 0, bothWrong: 0 };
  for (const [key, is] of right(run)) {
    const was = before.get(key);
    if (is && was === false) counts.fixed++;
    if (!is && was === true) counts.broken++;
    if (!is && was === false) counts.bothWrong++;
  }
  return counts;
}
