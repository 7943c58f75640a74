/**
 * The stem: a strided convolution over time with ReLU between the input vectors and the recurrence, as
 * torch.nn.Conv1d(inputs, filters, kernel, stride, padding = kernel // 2) on each sample alone. The recurrence then has fewer steps
 * to carry its state over; output s stands for the input steps s * stride to (s + 1) * stride - 1.
 */
import type { NetworkSpec } from './types.js';

/** Steps of the recurrence for an item of so many input steps. */
export function recurrentSteps(spec: Pick<NetworkSpec, 'stem'>, inputSteps: number): number {
  return spec.stem ? Math.ceil(inputSteps / spec.stem.stride) : inputSteps;
}

/** Attention of the recurrence's steps, spread over the input steps that each of them stands for; still sums to 1. */
export function attentionOfInputs(
  spec: Pick<NetworkSpec, 'stem'>,
  attention: Float32Array,
  inputSteps: number,
): Float32Array {
  if (!spec.stem) return attention;
  const { stride } = spec.stem;
  return Float32Array.from({ length: inputSteps }, (_, t) => {
    const step = Math.floor(t / stride);
    return attention[step] / (Math.min((step + 1) * stride, inputSteps) - step * stride);
  });
}
