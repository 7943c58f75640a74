/** Counts of truth against prediction, and everything that follows from the counts alone. */
import type { ClassMetrics } from './types.js';

/** Index of the largest of `classes` values from `offset` on; the first of equals, as numpy's argmax. */
export function argmax(values: ArrayLike<number>, offset: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (values[offset + c] > values[offset + best]) best = c;
  return best;
}

/**
 * Rows true, columns predicted.
 * @throws RangeError where a label or prediction is no class index: an unlabelled sample cannot be scored.
 */
export function confusionMatrix(labels: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = matrix[labels[i]];
    if (row === undefined || row[predicted[i]] === undefined)
      throw new RangeError(
        `sample ${i}: label ${labels[i]}, predicted ${predicted[i]}, but there are ${classes} classes`,
      );
    row[predicted[i]]++;
  }
  return matrix;
}

/** What a division by zero gives: scikit-learn's `zero_division=0`. */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Precision, recall, F1 and support of each class; 0 where a class was never predicted or never occurs. */
export function classMetrics(matrix: readonly (readonly number[])[]): ClassMetrics[] {
  return matrix.map((row, c) => {
    const hit = row[c];
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[c], 0);
    return {
      precision: ratio(hit, predicted),
      recall: ratio(hit, support),
      f1: ratio(2 * hit, support + predicted),
      support,
    };
  });
}
