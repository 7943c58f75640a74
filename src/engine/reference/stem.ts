/** The stem on one item: a strided convolution over time with ReLU (https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html). */
import type { StemSpec } from '../../model/types.js';
import { rowOf, type Tensors } from './tensors.js';

/** @param input steps x width @returns recurrent steps x filters */
export function stemForward(stem: StemSpec, parameters: Tensors, input: Float64Array, steps: number): Float64Array {
  const { filters, kernel } = stem;
  const width = input.length / steps;
  const weight = parameters['stem.weight'];
  const output = new Float64Array(Math.ceil(steps / stem.stride) * filters);
  eachTap(stem, steps, (s, tap, t) => {
    const x = rowOf(input, t, width);
    const y = rowOf(output, s, filters);
    for (let f = 0; f < filters; f++)
      for (let c = 0; c < width; c++) y[f] += weight[(f * width + c) * kernel + tap] * x[c];
  });
  const bias = parameters['stem.bias'];
  return output.map((value, at) => Math.max(0, value + bias[at % filters]));
}

/** Adds the gradients of weight and bias. @returns the gradient of the input, steps x width */
export function stemBackward(
  stem: StemSpec,
  parameters: Tensors,
  gradients: Tensors,
  input: Float64Array,
  output: Float64Array,
  steps: number,
  doutput: Float64Array,
): Float64Array {
  const { filters, kernel } = stem;
  const width = input.length / steps;
  const weight = parameters['stem.weight'];
  const dweight = gradients['stem.weight'];
  const dsum = doutput.map((value, at) => (output[at] > 0 ? value : 0));
  dsum.forEach((value, at) => {
    gradients['stem.bias'][at % filters] += value;
  });
  const dinput = new Float64Array(input.length);
  eachTap(stem, steps, (s, tap, t) => {
    const x = rowOf(input, t, width);
    const dx = rowOf(dinput, t, width);
    const dy = rowOf(dsum, s, filters);
    for (let f = 0; f < filters; f++) {
      for (let c = 0; c < width; c++) {
        const at = (f * width + c) * kernel + tap;
        dweight[at] += dy[f] * x[c];
        dx[c] += dy[f] * weight[at];
      }
    }
  });
  return dinput;
}

/** Every output step with every tap of the kernel that falls on an input step; beyond the item there are zeros. */
function eachTap(
  { kernel, stride }: StemSpec,
  steps: number,
  visit: (output: number, tap: number, input: number) => void,
): void {
  const before = (kernel - 1) / 2;
  for (let s = 0; s * stride < steps; s++) {
    for (let tap = 0; tap < kernel; tap++) {
      const t = s * stride + tap - before;
      if (t >= 0 && t < steps) visit(s, tap, t);
    }
  }
}
