/** Predicting items with a network, batch by batch, and joining windows to samples. */
import { joinWindows, type Vote } from '../data/votes.js';
import type { Dataset } from '../data/types.js';
import type { Network } from '../engine/contract.js';
import { softmaxRows } from '../model/losses.js';
import { contextSize } from '../model/parameters.js';
import { attentionOfInputs } from '../model/stem.js';
import { storable } from '../rundir/predictions.js';
import { batchOf, inOrder, type ItemSet } from './batches.js';
import { breathe } from './breathe.js';

/** Logits of all items, items x classes, in their order. */
export async function itemLogits(network: Network, set: ItemSet, batchSize: number): Promise<Float64Array> {
  const { classes } = network.spec;
  const count = set.items.sample.length;
  const logits = new Float64Array(count * classes);
  const order = inOrder(count);
  for (let from = 0; from < count; from += batchSize) {
    const batch = batchOf(set, order, from, Math.min(from + batchSize, count));
    logits.set(network.predict(batch).subarray(0, batch.size * classes), from * classes);
    await breathe();
  }
  return logits;
}

/** Probabilities of `samples` (samples x classes), as they are stored, from the logits of their items. */
export function sampleProbabilities(
  set: ItemSet,
  logits: Float64Array,
  classes: number,
  samples: Int32Array,
  vote: Vote,
): Float64Array {
  const probabilities = new Float64Array(logits.length);
  softmaxRows(logits, set.items.sample.length, classes, probabilities);
  return storable(joinWindows(set.items, probabilities, classes, samples, vote));
}

/** What the network did with each sample, besides its prediction. */
export interface SampleInsight {
  /** Samples x steps (of the longest of them), NaN beyond a sample's end; null where the network has no attention. */
  readonly attention: { readonly values: Float32Array; readonly steps: number } | null;
  /** Samples x size: the vector that the head sees. */
  readonly context: { readonly values: Float32Array; readonly size: number };
}

/**
 * Attention and context of samples. Of a sample cut into windows: the mean of its windows' (attention placed where each window
 * stands), so that attention still sums to 1 over time.
 */
export function sampleInsight(
  network: Network,
  set: ItemSet,
  samples: Int32Array,
  dataset: Dataset,
  batchSize: number,
): SampleInsight {
  const { spec } = network;
  const size = contextSize(spec);
  const lengths = Array.from(samples, (sample) => dataset.rowStart[sample + 1] - dataset.rowStart[sample]);
  // Not by spreading: the stack does not hold a hundred thousand arguments.
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  const position = new Map(Array.from(samples, (sample, i) => [sample, i]));
  const windows = new Int32Array(samples.length);
  for (const sample of set.items.sample) windows[position.get(sample)!]++;
  const attention = spec.attention ? new Float64Array(samples.length * steps) : null;
  const context = new Float64Array(samples.length * size);

  const count = set.items.sample.length;
  const order = inOrder(count);
  for (let from = 0; from < count; from += batchSize) {
    const batch = batchOf(set, order, from, Math.min(from + batchSize, count));
    const stride = batch.length.reduce((longest, length) => Math.max(longest, length), 0);
    const ownAttention = new Float32Array(batch.size * stride);
    const ownContext = new Float32Array(batch.size * size);
    network.predict(batch, {
      context: ownContext,
      ...(attention ? { attention: { values: ownAttention, stride } } : {}),
    });
    for (let b = 0; b < batch.size; b++) {
      const row = position.get(set.items.sample[from + b])!;
      const share = 1 / windows[row];
      for (let j = 0; j < size; j++) context[row * size + j] += share * ownContext[b * size + j];
      if (!attention) continue;
      const at = row * steps + batch.firstStep[b];
      const length = batch.length[b];
      const values = attentionOfInputs(spec, ownAttention.subarray(b * stride, (b + 1) * stride), length);
      for (let t = 0; t < length; t++) attention[at + t] += share * values[t];
    }
  }
  lengths.forEach((length, i) => attention?.fill(NaN, i * steps + length, (i + 1) * steps));
  return {
    attention: attention && { values: Float32Array.from(attention), steps },
    context: { values: Float32Array.from(context), size },
  };
}
