/** The test data of runs that are joined: what each has predicted when it finished, joined as their ensemble is. */
import { computeMetrics } from '../../metrics/classification.js';
import type { Metrics } from '../../metrics/types.js';
import { isMissing } from '../../rundir/atomic.js';
import { runPaths } from '../../rundir/paths.js';
import { readPredictions, type Predictions } from '../../rundir/predictions.js';
import { combine } from './combine.js';
import type { RunEnsemble } from './ensemble.js';

export interface JoinedTest {
  readonly classes: readonly string[];
  readonly samples: readonly string[];
  /** Class index, -1 where the label is not known. */
  readonly labels: Int32Array;
  /** Samples x classes. */
  readonly probabilities: Float64Array;
}

/** A run's part: where its predictions are, and what of. */
interface Part {
  readonly directory: string;
  readonly testHash: string | null;
}

/**
 * Joins the stored predictions of the runs for their test data. Nothing of it has a say in weights or the choice of runs.
 * @returns a reason, for the user, where some run has predicted other test data than the first; null where none has any
 */
export async function joinStoredTest(
  parts: readonly Part[],
  { classes, weights, method }: Pick<RunEnsemble, 'classes' | 'weights' | 'method'>,
): Promise<JoinedTest | { readonly reason: string } | null> {
  const [{ testHash }] = parts;
  if (parts.every((part) => part.testHash === null)) return null;
  if (testHash === null || parts.some((part) => part.testHash !== testHash))
    return { reason: 'the runs have not all predicted the same test data' };
  const read: Predictions[] = [];
  for (const { directory } of parts) {
    const predictions = await readPredictions(runPaths(directory).testPredictions).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (!predictions) return { reason: 'the predictions of a run for its test data are gone' };
    read.push(predictions);
  }
  const [first] = read;
  const members = read.map((one) => inOrderOf(first.samples, classes, one));
  if (members.some((member) => member === null))
    return { reason: 'the runs name the samples of their test data differently' };
  const label = (i: number): number => (first.labels[i] < 0 ? -1 : classes.indexOf(first.classes[first.labels[i]]));
  return {
    classes,
    samples: first.samples,
    labels: Int32Array.from(first.samples, (_, i) => label(i)),
    probabilities: combine(members as Float64Array[], classes.length, weights, method),
  };
}

/** Metrics where every sample has a label; else null. */
export function testMetrics({ labels, probabilities, classes }: JoinedTest): Metrics | null {
  return labels.length === 0 || labels.includes(-1) ? null : computeMetrics(labels, probabilities, classes);
}

/** Rows in the order of `samples`, columns in that of `classes`; null where a sample or a class is not there. */
function inOrderOf(samples: readonly string[], classes: readonly string[], own: Predictions): Float64Array | null {
  const row = new Map(own.samples.map((sample, i) => [sample, i]));
  const column = classes.map((label) => own.classes.indexOf(label));
  if (row.size !== samples.length || column.includes(-1) || samples.some((sample) => !row.has(sample))) return null;
  const values = new Float64Array(samples.length * classes.length);
  samples.forEach((sample, i) => {
    const at = row.get(sample)! * own.classes.length;
    column.forEach((from, c) => (values[i * classes.length + c] = own.probabilities[at + from]));
  });
  return values;
}
