/** Likely label errors of a finished run, by sample, with what somebody said of them. */
import { basename } from 'node:path';
import { UserError } from '../base/errors.js';
import { isMissing } from '../rundir/atomic.js';
import { runPaths } from '../rundir/paths.js';
import { tryReadPlan } from '../rundir/plan.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import { labelsPlace, readReviews } from '../rundir/reviews.js';
import { checkLabels } from './confidentLearning.js';
import { outOfFoldBySample, type OutOfFold } from './outOfFold.js';

export interface SampleIssue {
  readonly sample: string;
  readonly label: string;
  readonly suggested: string;
  /** Out-of-fold probabilities of both. */
  readonly labelProbability: number;
  readonly suggestedProbability: number;
  /** Whether the models are as sure of the other class as they usually are of that class's own samples. */
  readonly confident: boolean;
}

export interface LabelIssues {
  readonly classes: readonly string[];
  readonly samples: number;
  /** How many labels are estimated to be wrong, as a number of samples. */
  readonly estimatedErrors: number;
  /** Mean out-of-fold probability of each class among the samples labelled with it: what "confident" means. */
  readonly thresholds: Readonly<Record<string, number | null>>;
  /** The scored samples chose the weights: such models side with the labels they were chosen by, and doubt too few of them. */
  readonly optimistic: boolean;
  /** The likeliest first. */
  readonly issues: readonly SampleIssue[];
  /** How many are left out because the label was reviewed and found correct. */
  readonly reviewed: number;
}

/** What the predictions of the run alone tell. */
export type FoundIssues = Omit<LabelIssues, 'optimistic' | 'reviewed'>;

/**
 * From the run's out-of-fold predictions, repeats averaged, without what was reviewed.
 * @throws UserError (state) where there are none; where its splits leak, for models that saw a sample confirm its label
 */
export async function labelIssues(runDirectory: string): Promise<LabelIssues> {
  const file = runPaths(runDirectory).predictions;
  const predictions = await readPredictions(file).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new UserError('The run has no out-of-fold predictions.', {
      kind: 'state',
      cure: 'Labels are checked by models that never saw them: wait until the run is finished, or resume it.',
    });
  });
  const [{ plan }, result] = await Promise.all([tryReadPlan(runDirectory), readResult(runDirectory)]);
  if (result?.selection.leaky) throw leakyError(basename(runDirectory));
  const optimistic = result?.selection.optimistic ?? false;
  const found = { ...findIssues(outOfFoldBySample(predictions)), optimistic };
  if (!plan) return { ...found, reviewed: 0 };
  const place = labelsPlace(runDirectory, plan);
  const reviews = await readReviews(place.foldboard);
  const open = found.issues.filter(({ sample, label }) => !reviews.has({ file: place.file, sample, label }));
  return { ...found, issues: open, reviewed: found.issues.length - open.length };
}

/** Why labels cannot be checked by a run whose splits leak. */
export function leakyError(run: string): UserError {
  return new UserError(`${run} is leaky: its models have seen what they predict, and confirm its labels.`, {
    kind: 'usage',
    cure: 'Check the labels by a run without validation.leaky.',
  });
}

/** All of them, whatever was said of them. */
export function findIssues({ classes, samples }: OutOfFold): FoundIssues {
  const all = [...samples.values()];
  const check = checkLabels(
    all.map(({ label }) => label),
    all.flatMap(({ probabilities }) => probabilities),
    classes.length,
  );
  return {
    classes,
    samples: all.length,
    estimatedErrors: check.estimatedErrors,
    thresholds: Object.fromEntries(
      classes.map((name, c) => [name, Number.isFinite(check.thresholds[c]) ? check.thresholds[c] : null]),
    ),
    issues: check.issues.map(({ index, label, suggested, confident }) => ({
      sample: all[index].sample,
      label: classes[label],
      suggested: classes[suggested],
      labelProbability: all[index].probabilities[label],
      suggestedProbability: all[index].probabilities[suggested],
      confident,
    })),
  };
}

/** At most so many are put before somebody at once, and at most one sample in twenty: weak models doubt everything. */
const mostAtOnce = 50;
const share = 0.05;

/** How many of the ranked issues deserve a look unasked: as many as labels are estimated to be wrong, within reason. */
export function worthALook(found: Pick<LabelIssues, 'issues' | 'estimatedErrors' | 'samples'>): number {
  const some = Math.max(5, Math.round(share * found.samples));
  return Math.min(found.issues.length, Math.round(found.estimatedErrors), some, mostAtOnce);
}
