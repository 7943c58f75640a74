/** U h + c of every step, whose gradient of U is one product over all steps and not one a step. */
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './backend.js';
import { joinRows, multiply, splitRows } from './operations.js';

/**
 * Automatic gradients would multiply and add up a matrix of U's size for every step: at 512 units that took two thirds of a
 * training step. Here the steps give the gradient of h alone. That of U comes from the biases, which are made for all rows at
 * once before the first step: theirs is the gradient of all sums, dS, and so dU = dSᵀ H with the states H that each step kept.
 *
 * @param weight U: gates·hidden x hidden
 * @param bias c: gates·hidden
 * @param active items that have a step t, for each t
 * @returns the product of step t, active[t] x gates·hidden, from the state that enters it; to be asked once a step
 */
export function recurrentProducts(
  tf: Tf,
  weight: Tensor2D,
  bias: Tensor1D,
  active: readonly number[],
): (t: number, h: Tensor2D) => Tensor2D {
  const rows = active.reduce((sum, count) => sum + count, 0);
  const entered: Tensor2D[] = [];
  // A step that starts from the constant zero has no gradient, so it never hands its state on.
  const states = (): Tensor2D =>
    joinRows(
      tf,
      active.map((count, t) => entered[t] ?? tf.zeros([count, weight.shape[1]])),
    );
  const spread = tf.customGrad<Tensor2D>((...inputs) => ({
    value: tf.tile(tf.reshape(inputs[1] as Tensor1D, [1, -1]), [rows, 1]),
    gradFunc: (dy: Tensor2D) => [multiply(tf, dy, states(), 'a'), tf.sum(dy, 0)],
  }));
  const biases = splitRows(tf, spread(weight, bias), active);
  // Once, where a product would do it at every step.
  const transposed = tf.getBackend() === 'wasm' ? tf.transpose<Tensor2D>(weight) : null;
  return (t, h) => {
    const times = tf.customGrad<Tensor2D>((...inputs) => {
      const [input, save] = inputs as [Tensor2D, GradSaveFunc];
      save([input]);
      const gradFunc = (dy: Tensor2D, [kept]: Tensor[]): Tensor2D => {
        entered[t] = kept as Tensor2D;
        return tf.matMul(dy, weight);
      };
      return { value: transposed ? tf.matMul(input, transposed) : multiply(tf, input, weight, 'b'), gradFunc };
    });
    return tf.add(times(h), biases[t]);
  };
}
