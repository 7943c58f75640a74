/**
 * Multinomial logistic regression on about 10,000 features. Its weights are sums of the samples' features, so it is fitted on the
 * samples in a basis of their own, as many numbers a sample as there are samples: the same optimum, found with far less work.
 */
import { fitLogistic, logisticProbabilities, logits, type LogisticModel } from '../logistic.js';
import { fitScale } from './calibrate.js';
import { cholesky, gram, weightsOf } from './gram.js';

/** Strengths of the penalty, strong to weak. Each product of two samples is a sum over all features. */
export const logisticPenalties: readonly number[] = [1e5, 1e4, 1e3, 100, 10, 1, 0.1];
/** Where no sample can be left out. */
const defaultPenalty = 1;
/** Penalties to try beyond the best so far. */
const patience = 1;
/**
 * Largest component of the gradient, an example, to compare penalties by. At 1e-5 a fit with a weak penalty ends where the one before
 * ended, and the comparison is one of stopping early.
 */
const tolerance = 1e-8;

export interface RocketLogistic {
  readonly penalty: number;
  /** classes x features, for centred features. */
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
  /** What decision values are multiplied by before the softmax. */
  readonly scale: number;
}

/**
 * Minimises `sum_i -log p_i[y_i] + penalty / 2 ||weights||^2` with the penalty whose predictions of the parts, each left out once,
 * have the smallest cross entropy after scaling. Without a scale, which undoes over-confidence, the choice falls on a penalty so
 * strong that more samples are wrong.
 * @param features samples x columns, each column with mean 0
 * @param labels class of each sample; every class of 0 … classes - 1 occurs
 * @param parts part of each sample, 0 or above
 */
export function fitRocketLogistic(
  features: Float32Array,
  columns: number,
  labels: Int32Array,
  classes: number,
  parts: Int32Array,
): RocketLogistic {
  const count = labels.length;
  const basis = ownBasis(features, columns, count);
  const { penalty, scale } = choosePenalty(basis, labels, classes, parts);
  const model = fitLogistic({ features: basis, columns: count, labels, classes }, penalty);
  // At the optimum a sample's coefficient is what its probabilities miss, divided by the penalty.
  const dual = logisticProbabilities(model, basis, count).map(
    (p, at) => ((labels[Math.floor(at / classes)] === at % classes ? 1 : 0) - p) / penalty,
  );
  return { penalty, weights: weightsOf(dual, features, columns), intercept: model.bias, scale };
}

/** Samples x samples, with the same products between samples as the features have. */
function ownBasis(features: Float32Array, columns: number, count: number): Float64Array {
  const basis = gram(features, columns, count);
  let trace = 0;
  for (let i = 0; i < count; i++) trace += basis[i * count + i];
  // Centred features, and equal samples, leave directions without length; this little makes them count for nothing, not for NaN.
  for (let i = 0; i < count; i++) basis[i * count + i] += 1e-9 * Math.max(trace / count, 1);
  cholesky(basis, count);
  for (let i = 0; i < count; i++) basis.fill(0, i * count + i + 1, (i + 1) * count);
  return basis;
}

interface Part {
  /** Samples that are fitted on. */
  readonly others: Int32Array;
  /** Samples that are left out; not those whose class no other part has, for they say nothing about the penalty. */
  readonly left: Int32Array;
  /** For the last penalty: where the next one begins. */
  model?: LogisticModel;
}

function partsOf(labels: Int32Array, parts: Int32Array): Part[] {
  const all = Int32Array.from(labels.keys());
  return [...new Set(parts)].flatMap((part) => {
    const others = all.filter((i) => parts[i] !== part);
    const present = new Set(others.map((i) => labels[i]));
    const left = all.filter((i) => parts[i] === part && present.has(labels[i]));
    return left.length === 0 ? [] : [{ others, left }];
  });
}

/** Samples x columns; made when it is needed, for all parts together would take five times the memory of the basis. */
function rowsOf(basis: Float64Array, columns: number, samples: Int32Array): Float64Array {
  const rows = new Float64Array(samples.length * columns);
  samples.forEach((i, at) => {
    rows.set(basis.subarray(i * columns, (i + 1) * columns), at * columns);
  });
  return rows;
}

/** The penalty, and the scale that goes with it. */
function choosePenalty(
  basis: Float64Array,
  labels: Int32Array,
  classes: number,
  parts: Int32Array,
): { penalty: number; scale: number } {
  const columns = labels.length;
  const all = partsOf(labels, parts);
  if (all.length === 0) return { penalty: defaultPenalty, scale: 1 };
  const truth = Int32Array.from(all.flatMap(({ left }) => Array.from(left, (i) => labels[i])));
  let best = { penalty: defaultPenalty, scale: 1, loss: Infinity };
  let worse = 0;
  for (const penalty of logisticPenalties) {
    const values = all.flatMap((part) => {
      const { others, left, model: start } = part;
      const features = rowsOf(basis, columns, others);
      const examples = { features, columns, labels: others.map((i) => labels[i]), classes };
      part.model = fitLogistic(examples, penalty, { start, tolerance });
      return [...logits(part.model, rowsOf(basis, columns, left), columns)];
    });
    const { scale, loss } = fitScale(Float64Array.from(values), truth, classes);
    if (loss < best.loss) [best, worse] = [{ penalty, scale, loss }, 0];
    else if (++worse > patience) break;
  }
  return best;
}
