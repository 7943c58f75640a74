/** `summaryLinear`: logistic regression on summaries of the channels. A network that does not beat it has learned nothing of time. */
import type { ColumnRoles } from '../../config/columns.js';
import type { Experiment } from '../../config/schema.js';
import { applyPreprocessing, fitPreprocessing } from '../../data/prepare.js';
import type { Dataset, Fold, PreparedData, Preprocessing } from '../../data/types.js';
import { fitLogistic, logisticProbabilities, type Examples, type LogisticModel } from './logistic.js';
import { summaryFeatures } from './summaryFeatures.js';

export interface SummaryLinearState {
  readonly kind: 'summaryLinear';
  readonly classes: number;
  /** Classes that the fit part has; the others get probability 0. */
  readonly present: readonly number[];
  /** The penalty's strength. */
  readonly l2: number;
  readonly preprocessing: Preprocessing;
  readonly features: readonly string[];
  /** Of each feature: (value - mean) / scale goes into the regression. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  /** Present classes x features, row-major. */
  readonly weights: readonly number[];
  readonly bias: readonly number[];
}

/** Strengths of the penalty to choose from; strong to weak, so that the weaker one has to be better. */
export const penalties = [1000, 100, 10, 1, 0.1, 0.01] as const;
const defaultPenalty = 1;
/** Spread of a feature below this share of its column's magnitude is rounding of float32. */
const roundingTolerance = 1e-7;

/**
 * Fits on the fit part. The penalty is the one with the smallest log loss on the select part; 1 where nothing selects
 * (`validation.selection` "none", or an empty select part).
 */
export function fitSummaryLinear(
  dataset: Dataset,
  fold: Fold,
  experiment: Experiment,
  roles: Pick<ColumnRoles, 'categorical' | 'transform'>,
): SummaryLinearState {
  const preprocessing = fitPreprocessing(dataset, fold.fit, experiment, roles);
  const prepared = applyPreprocessing(dataset, preprocessing);
  const { names, values, magnitudes } = summaryFeatures(dataset, prepared, preprocessing, fold.fit);
  const { mean, scale } = standardisation(values, magnitudes);
  const present = [...new Set(fold.fit.map((sample) => dataset.labels[sample]))].sort((a, b) => a - b);
  const examples: Examples = {
    features: standardise(values, mean, scale),
    columns: names.length,
    labels: fold.fit.map((sample) => present.indexOf(dataset.labels[sample])),
    classes: present.length,
  };
  const stateOf = (l2: number, model: LogisticModel): SummaryLinearState => ({
    kind: 'summaryLinear',
    classes: dataset.classes.length,
    present,
    l2,
    preprocessing,
    features: names,
    mean: [...mean],
    scale: [...scale],
    weights: [...model.weights],
    bias: [...model.bias],
  });
  if (experiment.validation.selection === 'none' || fold.select.length === 0) {
    return stateOf(defaultPenalty, fitLogistic(examples, defaultPenalty));
  }

  let best: SummaryLinearState | undefined;
  let smallest = Infinity;
  let model: LogisticModel | undefined;
  for (const l2 of penalties) {
    model = fitLogistic(examples, l2, { start: model });
    const state = stateOf(l2, model);
    const loss = logLoss(dataset, fold.select, summaryLinearProbabilities(state, dataset, fold.select, prepared));
    if (!best || loss < smallest) {
      best = state;
      smallest = loss;
    }
  }
  return best!;
}

/**
 * Samples x classes.
 * @param prepared the dataset prepared by `state.preprocessing`, where the caller has it
 * @throws UserError where the dataset lacks a column
 */
export function summaryLinearProbabilities(
  state: SummaryLinearState,
  dataset: Dataset,
  samples: Int32Array,
  prepared: PreparedData = applyPreprocessing(dataset, state.preprocessing),
): Float64Array {
  const { values } = summaryFeatures(dataset, prepared, state.preprocessing, samples);
  const columns = state.features.length;
  const model = { weights: Float64Array.from(state.weights), bias: Float64Array.from(state.bias) };
  const own = logisticProbabilities(model, standardise(values, state.mean, state.scale), columns);
  const probabilities = new Float64Array(samples.length * state.classes);
  for (let i = 0; i < samples.length; i++) {
    state.present.forEach((label, c) => {
      probabilities[i * state.classes + label] = own[i * state.present.length + c];
    });
  }
  return probabilities;
}

/** Mean and population deviation of each feature; scale 1 where it does not vary. */
function standardisation(
  values: Float64Array,
  magnitudes: Float64Array,
): { readonly mean: Float64Array; readonly scale: Float64Array } {
  const columns = magnitudes.length;
  const rows = values.length / columns;
  const mean = new Float64Array(columns);
  const scale = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) mean[i % columns] += values[i] / rows;
  for (let i = 0; i < values.length; i++) {
    const centred = values[i] - mean[i % columns];
    scale[i % columns] += (centred * centred) / rows;
  }
  scale.forEach((variance, j) => {
    const deviation = Math.sqrt(variance);
    scale[j] = deviation > roundingTolerance * magnitudes[j] ? deviation : 1;
  });
  return { mean, scale };
}

function standardise(values: Float64Array, mean: ArrayLike<number>, scale: ArrayLike<number>): Float64Array {
  const columns = mean.length;
  return values.map((value, i) => (value - mean[i % columns]) / scale[i % columns]);
}

/** Mean of -log p at the label; a probability of 0 counts as 1e-15. */
function logLoss(dataset: Dataset, samples: Int32Array, probabilities: Float64Array): number {
  const classes = dataset.classes.length;
  let sum = 0;
  samples.forEach((sample, i) => {
    sum -= Math.log(Math.max(probabilities[i * classes + dataset.labels[sample]], 1e-15));
  });
  return sum / samples.length;
}
