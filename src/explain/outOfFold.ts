/** Out-of-fold predictions by sample: the repeats of a run joined, for whoever asks about one sample. */
import { argmax } from '../metrics/confusion.js';
import type { Predictions } from '../rundir/predictions.js';

export interface SamplePrediction {
  readonly sample: string;
  /** Class index of the truth as the run had it, -1 where it is not known. */
  readonly label: number;
  /** Class index of the largest probability, the first of equals. */
  readonly predicted: number;
  /** By class; the mean over the repeats in which the sample was scored. */
  readonly probabilities: readonly number[];
  /** Where it was scored, one entry a repeat; empty where the predictions belong to no fold. */
  readonly places: readonly { readonly repeat: number; readonly fold: number; readonly predicted: number }[];
}

export interface OutOfFold {
  readonly classes: readonly string[];
  readonly samples: ReadonlyMap<string, SamplePrediction>;
}

/** Predictions by sample, in the order in which samples first occur. */
export function outOfFoldBySample(predictions: Predictions): OutOfFold {
  const { classes, samples, labels, repeat, fold, probabilities } = predictions;
  const width = classes.length;
  const rowsOf = new Map<string, number[]>();
  samples.forEach((sample, row) => {
    const rows = rowsOf.get(sample);
    if (rows) rows.push(row);
    else rowsOf.set(sample, [row]);
  });
  const joined = new Map<string, SamplePrediction>();
  for (const [sample, rows] of rowsOf) {
    const mean = classes.map(
      (_, c) => rows.reduce((sum, row) => sum + probabilities[row * width + c], 0) / rows.length,
    );
    joined.set(sample, {
      sample,
      label: labels[rows[0]],
      predicted: argmax(Float64Array.from(mean), 0, width),
      probabilities: mean,
      places: !repeat || !fold ? [] : rows.map((row) => placeOf(row, repeat, fold)),
    });
  }
  return { classes, samples: joined };

  function placeOf(row: number, repeats: Int32Array, folds: Int32Array) {
    return { repeat: repeats[row], fold: folds[row], predicted: argmax(probabilities, row * width, width) };
  }
}

export function isWrong({ label, predicted }: SamplePrediction): boolean {
  return label >= 0 && label !== predicted;
}

/** Difference of the two largest probabilities: below 0.2 the model hardly prefers one class. */
export function marginOf({ probabilities }: SamplePrediction): number {
  const [first, second] = probabilities.toSorted((a, b) => b - a);
  return first - (second ?? 0);
}

export const unsureBelow = 0.2;
