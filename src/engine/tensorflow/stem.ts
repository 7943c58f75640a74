/** The stem in TensorFlow.js operations: rows of all that a filter reads, one product, ReLU. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { recurrentSteps } from '../../model/stem.js';
import type { NetworkSpec, StemSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import type { Tf } from './backend.js';
import { linear, takeRows } from './operations.js';
import type { Packing } from './packing.js';

/** The batch as the recurrence sees it: the same items with fewer steps. */
export function shortened(spec: NetworkSpec, batch: Batch): Batch {
  return spec.stem ? { ...batch, length: batch.length.map((steps) => recurrentSteps(spec, steps)) } : batch;
}

/**
 * From packed input rows to packed rows x filters.
 * @param from the packing of the whole items
 * @param to the packing of the shortened ones
 * @returns a function of input rows, weight (filters x inputs x kernel) and bias
 */
export function stemOf(
  tf: Tf,
  { kernel, stride }: StemSpec,
  batch: Batch,
  from: Packing,
  to: Packing,
): (rows: Tensor2D, weight: Tensor3D, bias: Tensor1D) => Tensor2D {
  const taps = Array.from({ length: kernel }, (_, tap) => {
    const indices = to.item.map((item, row) => {
      const t = to.step[row] * stride + tap - (kernel - 1) / 2;
      // Beyond the item stands the row of zeros that is put after all others.
      return t >= 0 && t < batch.length[item] ? from.packedRow[item * from.steps + t] : from.rows;
    });
    return tf.tensor1d(indices, 'int32');
  });
  return (rows, weight, bias) => {
    const padded: Tensor2D = tf.pad<Tensor2D>(rows, [
      [0, 1],
      [0, 0],
    ]);
    const parts = taps.map((indices) => takeRows(tf, padded, indices));
    const columns = parts.length > 1 ? tf.concat(parts, 1) : parts[0];
    const [filters, inputs] = weight.shape;
    const flat: Tensor2D = tf.reshape(tf.transpose(weight, [0, 2, 1]), [filters, kernel * inputs]);
    return tf.relu(linear(tf, columns, flat, bias));
  };
}
