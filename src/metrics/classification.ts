/**
 * The metrics of a set of predictions: the one place where they are computed, for epochs, folds, runs and other data.
 * Definitions are scikit-learn's, with all classes given as `labels`.
 */
import { argmax, classMetrics, confusionMatrix } from './confusion.js';
import type { Metrics } from './types.js';

/** Probabilities are clipped to [epsilon, 1 - epsilon] before the logarithm, as scikit-learn does for float64. */
const epsilon = Number.EPSILON;

/**
 * - accuracy: share of right predictions (the largest probability; the first of equals).
 * - balancedAccuracy: mean recall over the classes **that occur** in `labels`. A fold without a class says nothing about it,
 *   so it is left out of this mean, as in `balanced_accuracy_score`.
 * - macroF1: mean F1 over **all** classes; a class without support counts with F1 0, as in `f1_score(labels=…, average="macro")`.
 * - weightedF1: mean F1 weighted by support.
 * - logLoss: mean of -ln p(truth), natural logarithm, clipped; computed in float64.
 *
 * @param labels class index of each sample
 * @param probabilities samples x classes, row-major; rows sum to 1
 * @param classes names, in the order of the columns
 * @throws RangeError where there is no sample, a label is no class index, or the sizes do not fit
 */
export function computeMetrics(
  labels: Int32Array,
  probabilities: Float64Array | Float32Array,
  classes: readonly string[],
): Metrics {
  const count = labels.length;
  const width = classes.length;
  if (count === 0) throw new RangeError('no samples: metrics are not defined');
  if (probabilities.length !== count * width)
    throw new RangeError(`${probabilities.length} probabilities for ${count} samples of ${width} classes`);

  const predicted = new Int32Array(count);
  let loss = 0;
  for (let i = 0; i < count; i++) {
    predicted[i] = argmax(probabilities, i * width, width);
    loss -= Math.log(Math.min(Math.max(probabilities[i * width + labels[i]], epsilon), 1 - epsilon));
  }

  const matrix = confusionMatrix(labels, predicted, width);
  const each = classMetrics(matrix);
  const occurring = each.filter((one) => one.support > 0);
  return {
    accuracy: matrix.reduce((sum, row, c) => sum + row[c], 0) / count,
    balancedAccuracy: occurring.reduce((sum, one) => sum + one.recall, 0) / occurring.length,
    macroF1: each.reduce((sum, one) => sum + one.f1, 0) / width,
    weightedF1: each.reduce((sum, one) => sum + one.f1 * one.support, 0) / count,
    logLoss: loss / count,
    classes,
    perClass: Object.fromEntries(each.map((one, c) => [classes[c], one])),
    confusionMatrix: matrix,
  };
}
