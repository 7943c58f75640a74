/** Layer norm over each step's vector (Ba et al. 2016, https://arxiv.org/abs/1607.06450), with PyTorch's eps. */
import { rowOf } from './tensors.js';

const epsilon = 1e-5;

/** Normalised values and 1 / deviation of each row, for the way back. */
export interface LayerNormTape {
  readonly normalized: Float64Array;
  readonly inverseDeviation: Float64Array;
}

/** @param x steps x weight.length */
export function layerNormForward(
  x: Float64Array,
  weight: Float64Array,
  bias: Float64Array,
): { output: Float64Array; tape: LayerNormTape } {
  const width = weight.length;
  const steps = x.length / width;
  const output = new Float64Array(x.length);
  const normalized = new Float64Array(x.length);
  const inverseDeviation = new Float64Array(steps);
  for (let t = 0; t < steps; t++) {
    const row = rowOf(x, t, width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / width;
    inverseDeviation[t] = 1 / Math.sqrt(variance + epsilon);
    for (let j = 0; j < width; j++) {
      normalized[t * width + j] = (row[j] - mean) * inverseDeviation[t];
      output[t * width + j] = normalized[t * width + j] * weight[j] + bias[j];
    }
  }
  return { output, tape: { normalized, inverseDeviation } };
}

/** The gradient by x, steps x width; adds those of weight and bias. */
export function layerNormBackward(
  tape: LayerNormTape,
  weight: Float64Array,
  doutput: Float64Array,
  dweight: Float64Array,
  dbias: Float64Array,
): Float64Array {
  const width = weight.length;
  const dx = new Float64Array(doutput.length);
  for (let t = 0; t < tape.inverseDeviation.length; t++) {
    const normalized = rowOf(tape.normalized, t, width);
    const dy = rowOf(doutput, t, width);
    const scaled = dy.map((value, j) => value * weight[j]);
    const mean = scaled.reduce((sum, value) => sum + value, 0) / width;
    const slope = scaled.reduce((sum, value, j) => sum + value * normalized[j], 0) / width;
    for (let j = 0; j < width; j++) {
      dweight[j] += dy[j] * normalized[j];
      dbias[j] += dy[j];
      dx[t * width + j] = tape.inverseDeviation[t] * (scaled[j] - mean - normalized[j] * slope);
    }
  }
  return dx;
}
