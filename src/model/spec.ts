/** From an experiment and what the data turned out to be, to the specs the engines understand. */
import { UserError } from '../base/errors.js';
import type { Experiment } from '../config/schema.js';
import type { LossSpec, NetworkSpec, OptimizerSpec } from './types.js';

/** What a fold's prepared data say about the network's shape. */
export interface DataShape {
  /** Continuous channels. */
  readonly channels: number;
  /** Categorical columns in input order; `levels` without the "unknown" slot. */
  readonly tables: readonly { readonly column: string; readonly levels: number; readonly size: number }[];
  /** Indices into `tables` of the columns that the time embedding joins. */
  readonly timeAfter: readonly number[];
  /** Steps the time embedding knows; later ones share its last row. */
  readonly timeSteps: number;
  readonly classes: number;
}

/**
 * The network of an experiment of kind "recurrent". Each table gets one row more than levels: row 0, for what was never seen.
 * @throws UserError where the time embedding cannot be combined as asked, or there is no input at all
 */
export function networkSpec(experiment: Experiment, shape: DataShape): NetworkSpec {
  const { model } = experiment;
  const embeddings = shape.tables.map(({ column, levels, size }) => ({ column, rows: levels + 1, size }));
  if (shape.channels + embeddings.length === 0 && model.timeEmbedding === null) {
    throw new UserError('There is no input column.', { cure: 'Name columns in data.continuous or data.categorical.' });
  }
  return {
    continuous: shape.channels,
    embeddings,
    time: timeSpec(model.timeEmbedding, shape),
    ...(model.stem && { stem: model.stem }),
    cell: model.cell,
    hidden: model.hiddenUnits,
    layers: model.layers,
    bidirectional: model.bidirectional,
    layerNorm: model.layerNorm,
    attention: model.attention,
    dropout: model.dropout,
    headUnits: model.headUnits,
    classes: shape.classes,
  };
}

function timeSpec(time: Experiment['model']['timeEmbedding'], shape: DataShape): NetworkSpec['time'] {
  if (time === null) return null;
  if (time.combine === 'add') {
    if (shape.timeAfter.length === 0) {
      throw new UserError('model.timeEmbedding.combine is "add", but there is no categorical column to add it to.', {
        cure: 'Name the columns in model.timeEmbedding.after, or use "combine": "concat".',
      });
    }
    const odd = shape.timeAfter.map((i) => shape.tables[i]).find((table) => table.size !== time.size);
    if (odd) {
      throw new UserError(
        `model.timeEmbedding has size ${time.size}, but the embedding of ${odd.column}, which it is added to, has size ${odd.size}.`,
        { cure: 'Give both the same size, or use "combine": "concat".' },
      );
    }
  }
  return { rows: shape.timeSteps, size: time.size, combine: time.combine, after: shape.timeAfter };
}

/**
 * The loss of an experiment.
 * @param classes their names, in order
 * @param counts samples (or windows) of each class in the fit part; used for "balanced": n / (k count), k the number of
 *   classes that occur, as scikit-learn's. A class without a sample gets weight 1: it only matters to label smoothing.
 * @throws UserError where weights are given for other classes than these
 */
export function lossSpec(experiment: Experiment, classes: readonly string[], counts: ArrayLike<number>): LossSpec {
  const { loss } = experiment.training;
  return {
    name: loss.name,
    gamma: loss.name === 'focal' ? loss.gamma : 0,
    classWeights: classWeights(loss.classWeights, classes, counts),
    labelSmoothing: loss.name === 'crossEntropy' ? loss.labelSmoothing : 0,
  };
}

function classWeights(
  weights: Experiment['training']['loss']['classWeights'],
  classes: readonly string[],
  counts: ArrayLike<number>,
): readonly number[] | null {
  if (weights === 'none') return null;
  if (weights === 'balanced') {
    const all = Array.from(counts);
    const total = all.reduce((sum, count) => sum + count, 0);
    const occurring = all.filter((count) => count > 0).length;
    return all.map((count) => (count > 0 ? total / (occurring * count) : 1));
  }
  const unknown = Object.keys(weights).find((name) => !classes.includes(name));
  const missing = classes.find((name) => !Object.hasOwn(weights, name));
  if (unknown !== undefined || missing !== undefined) {
    throw new UserError(
      unknown !== undefined
        ? `training.loss.classWeights names a class that does not exist: ${unknown}.`
        : `training.loss.classWeights has no weight for ${missing}.`,
      { cure: `Give one weight for each of: ${classes.join(', ')}.` },
    );
  }
  return classes.map((name) => weights[name]);
}

/** The optimiser of an experiment; the betas and epsilon are PyTorch's defaults. */
export function optimizerSpec(experiment: Experiment): OptimizerSpec {
  const { optimizer } = experiment.training;
  return {
    name: optimizer.name,
    weightDecay: optimizer.weightDecay,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    momentum: optimizer.name === 'sgd' ? optimizer.momentum : 0,
  };
}
