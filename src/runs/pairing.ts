/** Two runs fold against fold: only where both scored the same samples in the same folds, with the same labels. */
import type { ScalarMetric } from '../metrics/types.js';
import { predictedClasses, type Predictions } from '../rundir/predictions.js';
import type { RunResult } from '../rundir/types.js';
import type { ChangedSample } from './comparison.js';

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
  // A class without samples counts in macro F1 all the same.
  const odd = oneSided(run.predictions.classes, baseline.predictions.classes);
  return odd === null ? null : `its classes are not the same: only one of the two knows ${odd}`;
}

/** The first that is in one list only; null where both hold the same. */
function oneSided(a: readonly string[], b: readonly string[]): string | null {
  return [...a, ...b].find((name) => a.includes(name) !== b.includes(name)) ?? null;
}

/**
 * Why scores are not tested against each other, even where their folds pair: one flatters and the other does not, or both leak.
 * Two whose weights the scored samples chose stand on one footing: they may be, and it is said.
 */
export function flagProblem(
  { optimistic, leaky }: Pick<RunResult['selection'], 'optimistic' | 'leaky'>,
  baseline: Pick<RunResult['selection'], 'optimistic' | 'leaky'>,
): string | null {
  if (leaky && baseline.leaky) return 'both leak, on purpose';
  if (optimistic !== baseline.optimistic)
    return optimistic ? 'its score is optimistic' : 'the baseline’s score is optimistic';
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

/** Samples that not both get right: newly right, newly wrong, wrong in both; in the order of the run's predictions. */
export function changedSamples(
  run: ScoredRun,
  baseline: ScoredRun,
): { fixed: ChangedSample[]; broken: ChangedSample[]; bothWrong: ChangedSample[] } {
  const key = ({ predictions: { samples, repeat } }: ScoredRun, i: number): string =>
    `${repeat?.[i] ?? 0}/${samples[i]}`;
  const [said, saidBefore] = [run, baseline].map(({ predictions: { probabilities, classes } }) =>
    predictedClasses(probabilities, classes.length),
  );
  const rowBefore = new Map(baseline.predictions.samples.map((_, i) => [key(baseline, i), i]));
  const { samples, labels, repeat, classes, probabilities } = run.predictions;
  const theirs = baseline.predictions;
  const repeated = repeat?.some((value) => value > 0) === true;
  const found = { fixed: [] as ChangedSample[], broken: [] as ChangedSample[], bothWrong: [] as ChangedSample[] };
  samples.forEach((sample, i) => {
    const j = rowBefore.get(key(run, i));
    if (j === undefined) return;
    const truth = labels[i];
    const [is, was] = [said[i], saidBefore[j]];
    // The two may list their classes in another order.
    const [right, wasRight] = [is === truth, was === theirs.labels[j]];
    if (right && wasRight) return;
    const known = (name: string): number => classes.indexOf(name);
    found[right ? 'fixed' : wasRight ? 'broken' : 'bothWrong'].push({
      ...{ sample, repeat: repeated ? (repeat?.[i] ?? 0) : null, truth, is, row: i },
      was: known(theirs.classes[was]),
      before: theirs.probabilities[j * theirs.classes.length + theirs.labels[j]],
      after: probabilities[i * classes.length + truth],
    });
  });
  return found;
}

/** How many samples (in each repeat) the one run gets right and the other wrong. */
export function changedSides(
  run: ScoredRun,
  baseline: ScoredRun,
): { fixed: number; broken: number; bothWrong: number } {
  const { fixed, broken, bothWrong } = changedSamples(run, baseline);
  return { fixed: fixed.length, broken: broken.length, bothWrong: bothWrong.length };
}

/** Whether both give every sample the same probabilities, in the same order: then they are one model, as far as scores can tell. */
export function samePredictions({ predictions: a }: ScoredRun, { predictions: b }: ScoredRun): boolean {
  const same = (one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean =>
    one.length === other.length && Array.from(one).every((value, i) => value === other[i]);
  const columns = ['classes', 'samples', 'labels', 'probabilities'] as const;
  return (
    columns.every((name) => same(a[name], b[name])) &&
    same(a.repeat ?? [], b.repeat ?? []) &&
    same(a.fold ?? [], b.fold ?? [])
  );
}
