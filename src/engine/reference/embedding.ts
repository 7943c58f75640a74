/** The input vectors of one item: continuous channels, embeddings of its categories, and the time embedding. */
import { inputLayout } from '../../model/parameters.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import { addTo, rowOf, type Tensors } from './tensors.js';

/** steps x input size, row-major. */
export function inputForward(spec: NetworkSpec, parameters: Tensors, batch: Batch, item: number): Float64Array {
  const layout = inputLayout(spec);
  const steps = batch.length[item];
  const input = new Float64Array(steps * layout.size);
  for (let t = 0; t < steps; t++) {
    const x = rowOf(input, t, layout.size);
    const row = batch.row[item] + t;
    for (let c = 0; c < spec.continuous; c++) x[c] = batch.continuous[row * spec.continuous + c];
    for (const { name, index, column, size } of lookups(spec, batch, item, t)) {
      addTo(x.subarray(column, column + size), rowOf(parameters[name], index, size));
    }
  }
  return input;
}

/** Adds the gradients of the tables; the data themselves need none. `dinput` is steps x input size. */
export function inputBackward(
  spec: NetworkSpec,
  gradients: Tensors,
  batch: Batch,
  item: number,
  dinput: Float64Array,
): void {
  const width = inputLayout(spec).size;
  for (let t = 0; t < batch.length[item]; t++) {
    const dx = rowOf(dinput, t, width);
    for (const { name, index, column, size } of lookups(spec, batch, item, t)) {
      addTo(rowOf(gradients[name], index, size), dx.subarray(column, column + size));
    }
  }
}

/** Which table rows are added at which columns of a step's input vector. */
function lookups(
  spec: NetworkSpec,
  batch: Batch,
  item: number,
  t: number,
): { name: string; index: number; column: number; size: number }[] {
  const layout = inputLayout(spec);
  const found = spec.embeddings.map(({ size }, i) => ({
    name: `embeddings.${i}.weight`,
    index: batch.codes[(batch.row[item] + t) * spec.embeddings.length + i],
    column: layout.embeddings[i],
    size,
  }));
  if (spec.time) {
    const { rows, size, after } = spec.time;
    const index = Math.min(batch.firstStep[item] + t, rows - 1);
    const columns = layout.time === null ? after.map((i) => layout.embeddings[i]) : [layout.time];
    for (const column of columns) found.push({ name: 'time_embedding.weight', index, column, size });
  }
  return found;
}
