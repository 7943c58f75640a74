/** Named float64 tensors over one flat buffer, and the three products the reference network is made of. */
import { parameterInfos } from '../../model/parameters.js';
import type { NetworkSpec } from '../../model/types.js';

/** Tensors by PyTorch's names; each is a view into the flat buffer it was made from. */
export type Tensors = Readonly<Record<string, Float64Array>>;

/** Views of all tensors of a network in a flat buffer in canonical layout. */
export function viewTensors(spec: NetworkSpec, flat: Float64Array): Tensors {
  return Object.fromEntries(
    parameterInfos(spec).map(({ name, offset, size }) => [name, flat.subarray(offset, offset + size)]),
  );
}

/** Row `index` of a row-major matrix of the given width, as a view. */
export function rowOf(matrix: Float64Array, index: number, width: number): Float64Array {
  return matrix.subarray(index * width, (index + 1) * width);
}

/** weight x + bias; weight is bias.length x x.length. */
export function affine(weight: Float64Array, x: Float64Array, bias: Float64Array): Float64Array {
  const out = bias.slice();
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < x.length; j++) sum += weight[i * x.length + j] * x[j];
    out[i] += sum;
  }
  return out;
}

/** dx += transposed(weight) dy */
export function addTransposedProduct(weight: Float64Array, dy: Float64Array, dx: Float64Array): void {
  for (let i = 0; i < dy.length; i++) {
    for (let j = 0; j < dx.length; j++) dx[j] += weight[i * dx.length + j] * dy[i];
  }
}

/** dweight += dy transposed(x) */
export function addOuterProduct(dy: Float64Array, x: Float64Array, dweight: Float64Array): void {
  for (let i = 0; i < dy.length; i++) {
    for (let j = 0; j < x.length; j++) dweight[i * x.length + j] += dy[i] * x[j];
  }
}

/** target += source */
export function addTo(target: Float64Array, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += source[i];
}
