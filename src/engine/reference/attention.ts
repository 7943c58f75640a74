/** From the vectors of all steps to one: attention (one linear score a step), or the last state of each direction. */
import { rowOf } from './tensors.js';

/** softmax over the item's steps of `weight . y_t`, and the sum of the y_t weighted by it. @param y steps x width */
export function attentionForward(
  y: Float64Array,
  weight: Float64Array,
): { context: Float64Array; attention: Float64Array } {
  const width = weight.length;
  const attention = new Float64Array(y.length / width).map((_, t) =>
    rowOf(y, t, width).reduce((sum, value, j) => sum + value * weight[j], 0),
  );
  const largest = attention.reduce((a, b) => Math.max(a, b));
  attention.forEach((score, t) => (attention[t] = Math.exp(score - largest)));
  const total = attention.reduce((sum, value) => sum + value, 0);
  const context = new Float64Array(width);
  for (let t = 0; t < attention.length; t++) {
    attention[t] /= total;
    for (let j = 0; j < width; j++) context[j] += attention[t] * y[t * width + j];
  }
  return { context, attention };
}

/** The gradient by y, steps x width; adds that of the weight. */
export function attentionBackward(
  y: Float64Array,
  attention: Float64Array,
  weight: Float64Array,
  dcontext: Float64Array,
  dweight: Float64Array,
): Float64Array {
  const width = weight.length;
  const dattention = attention.map((_, t) => rowOf(y, t, width).reduce((sum, v, j) => sum + v * dcontext[j], 0));
  const mean = dattention.reduce((sum, value, t) => sum + value * attention[t], 0);
  const dy = new Float64Array(y.length);
  for (let t = 0; t < attention.length; t++) {
    const dscore = attention[t] * (dattention[t] - mean);
    for (let j = 0; j < width; j++) {
      dweight[j] += dscore * y[t * width + j];
      dy[t * width + j] = attention[t] * dcontext[j] + dscore * weight[j];
    }
  }
  return dy;
}

/** [y of the last step, forward half | y of step 0, reverse half]. @param width hidden units of all directions */
export function lastStateForward(y: Float64Array, width: number, hidden: number): Float64Array {
  const context = new Float64Array(width);
  context.set(y.subarray(y.length - width, y.length - width + hidden));
  context.set(y.subarray(hidden, width), hidden);
  return context;
}

/** The gradient by y: that of the context at the places it was taken from. */
export function lastStateBackward(dcontext: Float64Array, steps: number, hidden: number): Float64Array {
  const width = dcontext.length;
  const dy = new Float64Array(steps * width);
  dy.set(dcontext.subarray(0, hidden), (steps - 1) * width);
  dy.set(dcontext.subarray(hidden), hidden);
  return dy;
}
