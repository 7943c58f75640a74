/** `rocket`: MiniRocket features with a linear classifier, ridge or logistic. Quick, and strong on small data. */
import { UserError } from '../../../base/errors.js';
import { deriveKey } from '../../../base/random.js';
import type { ColumnRoles } from '../../../config/columns.js';
import type { Experiment } from '../../../config/schema.js';
import { applyPreprocessing, fitPreprocessing } from '../../../data/prepare.js';
import type { Dataset, Fold, Preprocessing } from '../../../data/types.js';
import { softmaxRows } from '../../../model/losses.js';
import type { Tensor } from '../../../rundir/safetensors.js';
import { fitClassifier, type Classifier } from './classifier.js';
import { mostChannels, type RocketKernels } from './kernels.js';
import { channelCount, seriesOf } from './series.js';
import { fitTransform, transformer, type RocketTransform, type Series } from './transform.js';

/** What is stored as JSON; the rest is in tensors. */
export interface RocketState {
  readonly kind: 'rocket';
  readonly classes: number;
  /** Classes that it was fitted on; the others get probability 0. */
  readonly present: readonly number[];
  /** Left out by the first runs: "ridge". */
  readonly classifier?: Classifier;
  readonly penalty: number;
  /** What decision values are multiplied by before the softmax. */
  readonly scale: number;
  readonly preprocessing: Preprocessing;
  readonly dilations: RocketKernels['dilations'];
}

/** In float32, so that a stored model predicts the same bits. */
interface Values {
  readonly transform: RocketTransform;
  readonly mean: Float32Array;
  /** Present classes x features, for features less their mean. */
  readonly weights: Float32Array;
  readonly intercept: Float32Array;
}

export interface Rocket {
  readonly state: RocketState;
  readonly tensors: readonly Tensor[];
  /**
   * Samples x classes.
   * @throws UserError where the dataset lacks a column
   */
  probabilities(dataset: Dataset, samples: Int32Array): Float64Array;
}

/** Both classifiers need time with the cube of this. */
const mostSamples = 5000;

/**
 * Fits on the fit part, and on the select part too: the penalty is chosen, and probabilities are calibrated, by leaving out one sample
 * at a time (logistic: a fifth of them), so none need be set apart. Only where the scored samples themselves select is that part left
 * alone. Classes are not weighted.
 * @throws UserError where there are more samples than the classifiers can take
 */
export function fitRocket(
  dataset: Dataset,
  fold: Fold,
  experiment: Experiment,
  roles: Pick<ColumnRoles, 'categorical' | 'transform'>,
): Rocket {
  const selects = experiment.validation.selection !== 'scoredFold';
  const samples = selects ? Int32Array.from([...fold.fit, ...fold.select]).sort() : fold.fit;
  if (samples.length > mostSamples)
    throw new UserError(
      `model.kind "rocket" takes at most ${mostSamples} samples to fit on, but there are ${samples.length}.`,
      {
        cure: 'Use "recurrent" or "summaryLinear" for data of this size.',
      },
    );
  const preprocessing = fitPreprocessing(dataset, samples, experiment, roles);
  const prepared = applyPreprocessing(dataset, preprocessing);
  const series = Array.from(samples, (sample) => seriesOf(dataset, prepared, preprocessing, sample));
  const stream = [experiment.seed, 'rocket', fold.repeat, fold.fold] as const;
  const transform = fitTransform(series, deriveKey(...stream));
  const { columns, write } = featureWriter(transform, preprocessing, longestOf(dataset, samples));
  const features = new Float32Array(samples.length * columns);
  series.forEach((one, i) => {
    write(one, features.subarray(i * columns, (i + 1) * columns));
  });
  const { mean, deviation } = standardise(features, columns);

  const present = [...new Set(samples.map((sample) => dataset.labels[sample]))].sort((a, b) => a - b);
  const labels = samples.map((sample) => present.indexOf(dataset.labels[sample]));
  const { classifier } = experiment.model;
  const groups = dataset.groups && samples.map((sample) => dataset.groups![sample]);
  const examples = { features, columns, labels, classes: present.length, groups };
  const { penalty, weights, intercept, scale } = fitClassifier(classifier, examples, deriveKey(...stream, 1));
  const state: RocketState = {
    kind: 'rocket',
    classes: dataset.classes.length,
    present,
    classifier,
    penalty,
    scale,
    preprocessing,
    dilations: transform.kernels.dilations,
  };
  return rocketOf(state, {
    transform,
    mean,
    weights: Float32Array.from(weights, (value, at) => value / deviation[at % columns]),
    intercept: Float32Array.from(intercept),
  });
}

/** The model of a stored state and its tensors: the same probabilities, bit for bit. */
export function restoreRocket(state: RocketState, tensors: ReadonlyMap<string, Tensor>): Rocket {
  const valuesOf = (name: string): Float32Array => {
    const tensor = tensors.get(name);
    if (!tensor) throw new UserError(`The weights have no tensor ${name}.`, { kind: 'state' });
    return tensor.data;
  };
  const table = valuesOf('channels');
  const channels = Array.from({ length: table.length / mostChannels }, (_, part) =>
    Array.from(table.subarray(part * mostChannels, (part + 1) * mostChannels)).filter((channel) => channel >= 0),
  );
  return rocketOf(state, {
    transform: { kernels: { dilations: state.dilations, channels }, biases: valuesOf('biases') },
    mean: valuesOf('mean'),
    weights: valuesOf('weights'),
    intercept: valuesOf('intercept'),
  });
}

function rocketOf(state: RocketState, values: Values): Rocket {
  const { transform, mean, weights, intercept } = values;
  const { preprocessing, present, classes, scale } = state;
  return {
    state,
    tensors: tensorsOf(values),
    probabilities(dataset, samples) {
      const prepared = applyPreprocessing(dataset, preprocessing);
      const { columns, write } = featureWriter(transform, preprocessing, longestOf(dataset, samples));
      const row = new Float32Array(columns);
      const own = new Float64Array(samples.length * present.length);
      samples.forEach((sample, i) => {
        write(seriesOf(dataset, prepared, preprocessing, sample), row);
        for (let c = 0; c < present.length; c++) {
          let value = intercept[c];
          for (let j = 0; j < columns; j++) value += weights[c * columns + j] * (row[j] - mean[j]);
          own[i * present.length + c] = scale * value;
        }
      });
      softmaxRows(own, samples.length, present.length, own);
      const probabilities = new Float64Array(samples.length * classes);
      for (let i = 0; i < samples.length; i++) {
        present.forEach((label, c) => {
          probabilities[i * classes + label] = own[i * present.length + c];
        });
      }
      return probabilities;
    },
  };
}

interface FeatureWriter {
  readonly columns: number;
  readonly write: (sample: Series, row: Float32Array) => void;
}

/**
 * The kernels' features, then of each level of the categorical columns the share of steps at it: what never changes within a sample
 * leaves no trace in a convolution whose weights add up to 0.
 * @param steps of the longest sample
 */
function featureWriter(transform: RocketTransform, preprocessing: Preprocessing, steps: number): FeatureWriter {
  const own = transform.biases.length;
  const first = preprocessing.continuous.length;
  const write = transformer(transform, steps);
  return {
    columns: own + channelCount(preprocessing) - first,
    write(sample, row) {
      write(sample, row);
      sample.channels.slice(first).forEach((values, level) => {
        row[own + level] = values.reduce((sum, value) => sum + value, 0) / sample.steps;
      });
    },
  };
}

function longestOf({ rowStart }: Dataset, samples: Int32Array): number {
  return samples.reduce((most, sample) => Math.max(most, rowStart[sample + 1] - rowStart[sample]), 0);
}

/** In place: takes each column's mean and divides by its deviation (population; 1 where it does not vary). */
function standardise(features: Float32Array, columns: number): { mean: Float32Array; deviation: Float64Array } {
  const count = features.length / columns;
  const sums = new Float64Array(columns);
  for (let at = 0; at < features.length; at++) sums[at % columns] += features[at];
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const deviation = new Float64Array(columns);
  for (let at = 0; at < features.length; at++)
    deviation[at % columns] += (features[at] - mean[at % columns]) ** 2 / count;
  deviation.forEach((variance, j) => {
    const spread = Math.sqrt(variance);
    deviation[j] = spread > 1e-6 ? spread : 1;
  });
  for (let at = 0; at < features.length; at++)
    features[at] = (features[at] - mean[at % columns]) / deviation[at % columns];
  return { mean, deviation };
}

function tensorsOf({ transform, mean, weights, intercept }: Values): Tensor[] {
  const { channels } = transform.kernels;
  const table = new Float32Array(channels.length * mostChannels).fill(-1);
  channels.forEach((own, part) => {
    table.set(own, part * mostChannels);
  });
  return [
    { name: 'channels', shape: [channels.length, mostChannels], data: table },
    { name: 'biases', shape: [transform.biases.length], data: transform.biases },
    { name: 'mean', shape: [mean.length], data: mean },
    { name: 'weights', shape: [intercept.length, mean.length], data: weights },
    { name: 'intercept', shape: [intercept.length], data: intercept },
  ];
}
