/** Which epoch's weights are kept, and when to stop waiting for better ones. */
import type { Experiment } from '../config/schema.js';
import { computeMetrics } from '../metrics/classification.js';
import type { Metrics } from '../metrics/types.js';
import { lossAndGradient } from '../model/losses.js';
import type { LossSpec } from '../model/types.js';
import type { Network } from '../engine/contract.js';
import type { Vote } from '../data/votes.js';
import type { ItemSet } from './batches.js';
import { itemLogits, sampleProbabilities } from './predictItems.js';

export type SelectionMetric = NonNullable<Experiment['training']['earlyStopping']>['metric'];

/** An epoch's measure on the select part. */
export interface Score {
  /** The selection metric; larger is better but for `loss`. */
  readonly value: number;
  /** Loss over all items of the select part. */
  readonly loss: number;
}

/** The metric that selects: the experiment's, weighted F1 where it never stops early. */
export function selectionMetric(experiment: Experiment): SelectionMetric {
  return experiment.training.earlyStopping?.metric ?? 'weightedF1';
}

/**
 * True where `score` beats `best`. On small select parts equal values of accuracy or F1 are common; the lower loss decides
 * between them, so that training does not end at the first epoch that gets every sample right.
 */
export function isBetter(score: Score, best: Score | null, metric: SelectionMetric): boolean {
  if (best === null) return true;
  if (metric === 'loss') return score.loss < best.loss;
  return score.value > best.value || (score.value === best.value && score.loss < best.loss);
}

/** Metrics (by sample) and loss (by item, as in training but without dropout) on the select part. */
export async function scoreSelect(
  network: Network,
  set: ItemSet,
  samples: Int32Array,
  sampleLabels: Int32Array,
  classes: readonly string[],
  options: {
    readonly loss: LossSpec;
    readonly metric: SelectionMetric;
    readonly vote: Vote;
    readonly batchSize: number;
  },
): Promise<Score & { readonly metrics: Metrics }> {
  const logits = await itemLogits(network, set, options.batchSize);
  const count = set.items.sample.length;
  const loss = lossAndGradient(
    options.loss,
    logits,
    set.labels,
    count,
    classes.length,
    new Float64Array(logits.length),
  );
  const probabilities = sampleProbabilities(set, logits, classes.length, samples, options.vote);
  const metrics = computeMetrics(sampleLabels, probabilities, classes);
  return { metrics, loss, value: options.metric === 'loss' ? loss : metrics[options.metric] };
}
