/** One row of a suite against another: whether they may be compared, and by how much they differ. */
import { scoredChoose } from '../config/scoring.js';
import { correctedTTest, type PairedDifference } from '../metrics/paired.js';
import { mean } from '../metrics/summary.js';
import type { ScalarMetric } from '../metrics/types.js';
import { flagProblem, pairingProblem, samePredictions } from '../runs/pairing.js';
import { dataDifference, dataFileOf } from '../runs/sameData.js';
import { isComplete, scoredRuns, type ReadRow } from './readRows.js';

/** Why a row is not compared with another; null where it is, or will be when both are finished. */
export function problemOf(row: ReadRow, other: ReadRow): string | null {
  const [mine, theirs] = [row, other].map(({ row: { entries } }) => entries[0].experiment.experiment.validation);
  if (mine.leaky !== theirs.leaky)
    return mine.leaky ? 'windows of one sample stand on both sides of its splits' : 'the baseline’s splits leak';
  const [own, its] = [row, other].map(({ row: { entries } }) => {
    const { experiment } = entries[0].experiment;
    const { leaky } = experiment.validation;
    return { optimistic: scoredChoose(experiment) || leaky, leaky };
  });
  const flagged = flagProblem(own, its);
  if (flagged !== null) return flagged;
  if (!isComplete(other)) return isComplete(row) ? 'the baseline is not finished' : null;
  if (!isComplete(row)) return null;
  const baseline = scoredRuns(other);
  for (const [i, run] of scoredRuns(row).entries()) {
    const problem = pairingProblem(run, baseline[i]);
    if (problem !== null) return problem;
    const difference = dataDifference(run.run, baseline[i].run);
    if (difference !== null && dataFileOf(run.run) === dataFileOf(baseline[i].run))
      return `its data have changed: ${difference}`;
  }
  return null;
}

/**
 * Row less other over the folds that both have done, of all seeds together: a repeated cross-validation, with the corrected
 * test for it. Where the folds are of other items (a leaky split), the difference of the means, of which no interval is known.
 */
export function differenceOf(row: ReadRow, other: ReadRow, metric: ScalarMetric): PairedDifference | null {
  const leaky = [row, other].map(({ row: { entries } }) => entries[0].experiment.experiment.validation.leaky);
  if (leaky[0] !== leaky[1]) return ofMeans(row, other, metric);
  const pairs = row.runs.flatMap((run, i) => {
    const reference = other.runs[i];
    if (!run || !reference) return [];
    return run.folds.flatMap(({ repeat, fold, metrics }) => {
      const same = reference.folds.find((each) => each.repeat === repeat && each.fold === fold);
      if (!same) return [];
      const scored = same.metrics.confusionMatrix.flat().reduce((sum, count) => sum + count, 0);
      const share = scored / (reference.plan.data.samples - scored);
      return [{ difference: metrics[metric] - same.metrics[metric], share }];
    });
  });
  if (pairs.length === 0) return null;
  return correctedTTest(
    pairs.map(({ difference }) => difference),
    mean(pairs.map(({ share }) => share)),
    sameRuns(row, other),
  );
}

function sameRuns(row: ReadRow, other: ReadRow): boolean {
  const reference = scoredRuns(other);
  return isComplete(row) && isComplete(other) && scoredRuns(row).every((run, i) => samePredictions(run, reference[i]));
}

function ofMeans(row: ReadRow, other: ReadRow, metric: ScalarMetric): PairedDifference | null {
  const [own, its] = [row, other].map(({ runs }) =>
    runs.flatMap((run) => (run ? run.folds.map(({ metrics }) => metrics[metric]) : [])),
  );
  if (own.length === 0 || its.length === 0) return null;
  return { difference: mean(own) - mean(its), low: null, high: null, p: null, detectable: null, folds: own.length };
}
