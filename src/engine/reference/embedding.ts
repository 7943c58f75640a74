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
    for (const { row, firstStep, part } of parts(batch, item)) {
      for (let c = 0; c < spec.continuous; c++) x[c] += part * batch.continuous[(row + t) * spec.continuous + c];
      for (const { name, index, column, size } of lookups(spec, batch, row, firstStep, t)) {
        addTo(x.subarray(column, column + size), scaled(rowOf(parameters[name], index, size), part));
      }
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
    for (const { row, firstStep, part } of parts(batch, item)) {
      for (const { name, index, column, size } of lookups(spec, batch, row, firstStep, t)) {
        addTo(rowOf(gradients[name], index, size), scaled(dx.subarray(column, column + size), part));
      }
    }
  }
}

/** What an item is made of: itself, and where the batch is mixed a second item. */
function parts(batch: Batch, item: number): { row: number; firstStep: number; part: number }[] {
  const share = batch.mix?.share[item] ?? 0;
  const first = { row: batch.row[item], firstStep: batch.firstStep[item], part: 1 - share };
  if (!batch.mix || share === 0) return [first];
  return [first, { row: batch.mix.row[item], firstStep: batch.mix.firstStep[item], part: share }];
}

function scaled(values: Float64Array, by: number): Float64Array {
  return by === 1 ? values : values.map((value) => by * value);
}

/** Which table rows are added at which columns of a step's input vector. */
function lookups(
  spec: NetworkSpec,
  batch: Batch,
  row: number,
  firstStep: number,
  t: number,
): { name: string; index: number; column: number; size: number }[] {
  const layout = inputLayout(spec);
  const found = spec.embeddings.map(({ size }, i) => ({
    name: `embeddings.${i}.weight`,
    index: batch.codes[(row + t) * spec.embeddings.length + i],
    column: layout.embeddings[i],
    size,
  }));
  if (spec.time) {
    const { rows, size, after } = spec.time;
    const index = Math.min(firstStep + t, rows - 1);
    const columns = layout.time === null ? after.map((i) => layout.embeddings[i]) : [layout.time];
    for (const column of columns) found.push({ name: 'time_embedding.weight', index, column, size });
  }
  return found;
}
