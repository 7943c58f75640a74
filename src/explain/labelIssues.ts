/** Likely label errors of a finished run, by sample. */
import { UserError } from '../base/errors.js';
import { isMissing } from '../rundir/atomic.js';
import { runPaths } from '../rundir/paths.js';
import { readPredictions } from '../rundir/predictions.js';
import { checkLabels } from './confidentLearning.js';
import { outOfFoldBySample } from './outOfFold.js';

export interface SampleIssue {
  readonly sample: string;
  readonly label: string;
  readonly suggested: string;
  /** Out-of-fold probabilities of both. */
  readonly labelProbability: number;
  readonly suggestedProbability: number;
}

export interface LabelIssues {
  readonly classes: readonly string[];
  readonly samples: number;
  /** How many labels are estimated to be wrong, as a number of samples. */
  readonly estimatedErrors: number;
  /** Mean out-of-fold probability of each class among the samples labelled with it: what "confident" means. */
  readonly thresholds: Readonly<Record<string, number | null>>;
  /** The likeliest first. */
  readonly issues: readonly SampleIssue[];
}

/** From the run's out-of-fold predictions, repeats averaged. @throws UserError (state) where there are none */
export async function labelIssues(runDirectory: string): Promise<LabelIssues> {
  const file = runPaths(runDirectory).predictions;
  const predictions = await readPredictions(file).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new UserError('The run has no out-of-fold predictions.', {
      kind: 'state',
      cure: 'Labels are checked by models that never saw them: wait until the run is finished, or resume it.',
    });
  });
  const { classes, samples } = outOfFoldBySample(predictions);
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
    issues: check.issues.map(({ index, label, suggested }) => ({
      sample: all[index].sample,
      label: classes[label],
      suggested: classes[suggested],
      labelProbability: all[index].probabilities[label],
      suggestedProbability: all[index].probabilities[suggested],
    })),
  };
}
