/** The losses in TensorFlow.js operations: a second opinion on model/losses.ts, which has their definitions. */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../model/types.js';
import type { Tf } from './backend.js';

/** Mean loss of a batch of logits (size x classes), normalised by the labels' weights. */
export function batchLoss(tf: Tf, loss: LossSpec, logits: Tensor2D, labels: Int32Array): Scalar {
  const [size, classes] = logits.shape;
  const weights = loss.classWeights ?? new Array<number>(classes).fill(1);
  let totalWeight = 0;
  for (let i = 0; i < size; i++) totalWeight += weights[labels[i]];
  const logProbabilities = tf.logSoftmax(logits);
  const perClass = loss.name === 'focal' ? focal(tf, loss.gamma, logits, labels) : smoothed(loss.labelSmoothing);
  const sum: Scalar = tf.sum(tf.mul(perClass, logProbabilities));
  return tf.div(sum, -totalWeight);

  /** w_c ((1 - e) [c = y] + e / C): how much each log probability counts. */
  function smoothed(smoothing: number): Tensor {
    const share = new Float32Array(size * classes);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < classes; c++) {
        share[i * classes + c] = weights[c] * (smoothing / classes + (c === labels[i] ? 1 - smoothing : 0));
      }
    }
    return tf.tensor(share, [size, classes]);
  }

  /** w_y (1 - p_y)^gamma at the label, 0 elsewhere. */
  function focal(tf: Tf, gamma: number, logits: Tensor2D, labels: Int32Array): Tensor {
    const atLabel = new Float32Array(size * classes);
    const elsewhere = new Float32Array(size * classes).fill(1);
    for (let i = 0; i < size; i++) {
      atLabel[i * classes + labels[i]] = weights[labels[i]];
      elsewhere[i * classes + labels[i]] = 0;
    }
    const counted = tf.tensor(atLabel, [size, classes]);
    if (gamma === 0) return counted;
    // The others' sum, not 1 - p_y, which cancels where the network is sure; the slope of a power below 1 has no value at 0.
    const others = tf.sum(tf.mul(tf.softmax(logits), tf.tensor(elsewhere, [size, classes])), 1, true);
    return tf.mul(counted, tf.pow(tf.maximum(others, 1e-30), gamma));
  }
}
