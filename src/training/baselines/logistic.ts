/** Multinomial logistic regression with an L2 penalty, as scikit-learn's LogisticRegression(C = 1 / l2). */
import { softmaxRows } from '../../model/losses.js';
import { minimise } from './lbfgs.js';

export interface LogisticModel {
  /** classes x features */
  readonly weights: Float64Array;
  /** One a class. */
  readonly bias: Float64Array;
}

export interface Examples {
  /** Row-major, one row an example. */
  readonly features: Float64Array;
  readonly columns: number;
  /** Class of each example. Where one of 0 … classes - 1 does not occur, its bias falls until the tolerance is met. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/**
 * Minimises `sum_i -log p_i[y_i] + l2 / 2 ||weights||^2`; the bias is not penalised.
 * @param options.start a solution for another penalty, to begin from
 * @param options.tolerance largest component of the gradient, an example
 */
export function fitLogistic(
  examples: Examples,
  l2: number,
  { start, tolerance = 1e-10 }: { readonly start?: LogisticModel | undefined; readonly tolerance?: number } = {},
): LogisticModel {
  const { columns, classes, labels } = examples;
  const split = classes * columns;
  const initial = new Float64Array(split + classes);
  if (start) {
    initial.set(start.weights);
    initial.set(start.bias, split);
  }
  const modelOf = (x: Float64Array): LogisticModel => ({ weights: x.subarray(0, split), bias: x.subarray(split) });
  const { x, converged } = minimise(
    (x, gradient) => {
      const residuals = logits(modelOf(x), examples.features, columns);
      let value = toResiduals(residuals, labels, classes);
      gradient.fill(0);
      accumulate(residuals, examples, modelOf(gradient));
      for (let i = 0; i < split; i++) {
        value += (l2 / 2) * x[i] * x[i];
        gradient[i] += l2 * x[i];
      }
      return value;
    },
    initial,
    { tolerance: tolerance * labels.length },
  );
  if (!converged) throw new Error(`Logistic regression did not converge (penalty ${l2}).`);
  return modelOf(x);
}

/** Probabilities, examples x classes. */
export function logisticProbabilities(model: LogisticModel, features: Float64Array, columns: number): Float64Array {
  const values = logits(model, features, columns);
  softmaxRows(values, values.length / model.bias.length, model.bias.length, values);
  return values;
}

/** Logits, examples x classes. */
export function logits({ weights, bias }: LogisticModel, features: Float64Array, columns: number): Float64Array {
  const classes = bias.length;
  const rows = features.length / columns;
  const values = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < classes; c++) {
      let sum = bias[c];
      for (let j = 0; j < columns; j++) sum += weights[c * columns + j] * features[i * columns + j];
      values[i * classes + c] = sum;
    }
  }
  return values;
}

/** Turns logits into probability minus 1 at the label, 0 elsewhere; returns the sum of -log p at the labels. */
function toResiduals(values: Float64Array, labels: Int32Array, classes: number): number {
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const [from, end, label] = [i * classes, (i + 1) * classes, i * classes + labels[i]];
    let largest = -Infinity;
    for (let at = from; at < end; at++) largest = Math.max(largest, values[at]);
    const lead = largest - values[label];
    let others = 0;
    for (let at = from; at < end; at++) {
      values[at] = Math.exp(values[at] - largest);
      if (at !== label) others += values[at];
    }
    // What is nearly 0 where classes are told apart keeps its digits: by them a weak penalty is weighed against it.
    total += lead === 0 ? Math.log1p(others) : lead + Math.log(values[label] + others);
    const sum = values[label] + others;
    for (let at = from; at < end; at++) values[at] /= sum;
    values[label] = -others / sum;
  }
  return total;
}

/** Adds the gradient of the likelihood: residualsᵀ features, and the residuals' sums. */
function accumulate(residuals: Float64Array, { features, columns, classes }: Examples, into: LogisticModel): void {
  for (let i = 0; i < residuals.length / classes; i++) {
    for (let c = 0; c < classes; c++) {
      const residual = residuals[i * classes + c];
      into.bias[c] += residual;
      for (let j = 0; j < columns; j++) into.weights[c * columns + j] += residual * features[i * columns + j];
    }
  }
}
