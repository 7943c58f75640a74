/** The losses in TensorFlow.js operations: a second opinion on model/losses.ts, which has their definitions. */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../model/types.js';
import type { BatchMix } from '../contract.js';
import type { Tf } from './backend.js';

/** Mean loss of a batch of logits (size x classes), normalised by the labels' weights; of mixed items by both their labels. */
export function batchLoss(tf: Tf, loss: LossSpec, logits: Tensor2D, labels: Int32Array, mix?: BatchMix): Scalar {
  const [size, classes] = logits.shape;
  const weights = loss.classWeights ?? new Array<number>(classes).fill(1);
  const parts: { labels: Int32Array; part: Float32Array }[] = [
    { labels, part: Float32Array.from({ length: size }, (_, i) => 1 - (mix?.share[i] ?? 0)) },
  ];
  if (mix) parts.push({ labels: mix.labels, part: mix.share });
  let totalWeight = 0;
  for (const each of parts) for (let i = 0; i < size; i++) totalWeight += each.part[i] * weights[each.labels[i]];
  const sums = parts.map((each) => lossSum(tf, loss, logits, each.labels, each.part, weights));
  return tf.div(
    sums.reduce((sum, next) => tf.add(sum, next)),
    -totalWeight,
  );
}

/** Sum over rows, each times its part, of what its label counts. */
function lossSum(
  tf: Tf,
  loss: LossSpec,
  logits: Tensor2D,
  labels: Int32Array,
  part: Float32Array,
  weights: readonly number[],
): Scalar {
  const [size, classes] = logits.shape;
  const logProbabilities: Tensor2D = tf.logSoftmax(logits);
  return loss.name === 'focal' ? focal() : smoothed();

  /** Each log probability counts w_c ((1 - e) [c = y] + e / C). */
  function smoothed(): Scalar {
    const { labelSmoothing } = loss;
    const share = new Float32Array(size * classes);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < classes; c++) {
        share[i * classes + c] =
          part[i] * weights[c] * (labelSmoothing / classes + (c === labels[i] ? 1 - labelSmoothing : 0));
      }
    }
    return tf.sum(tf.mul(logProbabilities, tf.tensor2d(share, [size, classes])));
  }

  /** Each label's log probability counts w_y (1 - p_y)^gamma. */
  function focal(): Scalar {
    const atLabel = tf.oneHot(tf.tensor1d(labels.subarray(0, size), 'int32'), classes);
    const logOfLabel: Tensor1D = tf.sum(tf.mul(logProbabilities, atLabel), 1);
    // Exact where p_y is nearly 1, and its gradient where p_y is nearly 0; a power below 1 has no slope at 0.
    const rest = tf.maximum(tf.neg(tf.expm1(logOfLabel)), 1e-30);
    const weightOfLabel = tf.tensor1d(Array.from({ length: size }, (_, i) => part[i] * weights[labels[i]]));
    const counted = loss.gamma === 0 ? weightOfLabel : tf.mul(weightOfLabel, tf.pow(rest, loss.gamma));
    return tf.sum(tf.mul(counted, logOfLabel));
  }
}
