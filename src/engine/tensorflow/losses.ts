/** The losses in TensorFlow.js operations: a second opinion on model/losses.ts, which has their definitions. */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../model/types.js';
import type { Tf } from './backend.js';

/** Mean loss of a batch of logits (size x classes), normalised by the labels' weights. */
export function batchLoss(tf: Tf, loss: LossSpec, logits: Tensor2D, labels: Int32Array): Scalar {
  const [size, classes] = logits.shape;
  const weights = loss.classWeights ?? new Array<number>(classes).fill(1);
  let totalWeight = 0;
  for (let i = 0; i < size; i++) totalWeight += weights[labels[i]];
  const logProbabilities: Tensor2D = tf.logSoftmax(logits);
  const sum: Scalar = loss.name === 'focal' ? focal() : smoothed();
  return tf.div(sum, -totalWeight);

  /** Each log probability counts w_c ((1 - e) [c = y] + e / C). */
  function smoothed(): Scalar {
    const { labelSmoothing } = loss;
    const share = new Float32Array(size * classes);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < classes; c++) {
        share[i * classes + c] = weights[c] * (labelSmoothing / classes + (c === labels[i] ? 1 - labelSmoothing : 0));
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
    const weightOfLabel = tf.tensor1d(Array.from({ length: size }, (_, i) => weights[labels[i]]));
    const counted = loss.gamma === 0 ? weightOfLabel : tf.mul(weightOfLabel, tf.pow(rest, loss.gamma));
    return tf.sum(tf.mul(counted, logOfLabel));
  }
}
