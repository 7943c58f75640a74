/** Predictions of a finished run with what follows from them row by row. Pure. */
import { argmax } from '../../src/metrics/confusion.js';
import type { PredictionColumns, PredictionSource } from '../../src/protocol/run.js';

export interface Evidence {
  readonly source: PredictionSource;
  readonly classes: readonly string[];
  readonly count: number;
  readonly samples: readonly string[];
  /** Class index, -1 where it is not known. */
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  /** Fold task that predicted; null for an ensemble. */
  readonly tasks: Int32Array | null;
  /** Rows x classes. */
  readonly probabilities: Float64Array;
  /** Probability of the predicted class. */
  readonly confidence: Float64Array;
  /** Probability of the true class; NaN where it is not known. */
  readonly ofTruth: Float64Array;
  /** Every label is known. */
  readonly labelled: boolean;
}

/** The rows of a message of predictions; arrays are kept, not copied. */
export function createEvidence(
  source: PredictionSource,
  columns: PredictionColumns,
  classes: readonly string[],
): Evidence {
  const { labels, tasks, probabilities } = columns;
  const count = labels.length;
  const width = classes.length;
  const predicted = new Int32Array(count);
  const confidence = new Float64Array(count);
  const ofTruth = new Float64Array(count);
  let labelled = count > 0;
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    predicted[i] = argmax(probabilities, i * width, width);
    confidence[i] = probabilities[i * width + predicted[i]];
    ofTruth[i] = label < 0 ? NaN : probabilities[i * width + label];
    if (label < 0) labelled = false;
  }
  const samples = count === 0 ? [] : new TextDecoder().decode(columns.samples).split('\0');
  return { source, classes, count, samples, labels, predicted, tasks, probabilities, confidence, ofTruth, labelled };
}

export function isEvidence(value: Evidence | { readonly reason: string } | null): value is Evidence {
  return value !== null && 'count' in value;
}

/** Rows true, columns predicted; rows without a label are left out. */
export function matrixOf(evidence: Evidence): number[][] {
  const size = evidence.classes.length;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < evidence.count; i++)
    if (evidence.labels[i] >= 0) matrix[evidence.labels[i]][evidence.predicted[i]]++;
  return matrix;
}
