/** Dropout masks in the layout of this engine; their values are those of every engine (contract.ts). */
import { randomUint32, type RandomKey } from '../../base/random.js';
import { dropThreshold, maskKey } from '../../model/dropout.js';
import type { Packing } from './packing.js';

/** The mask of a tensor of packed rows: rows x width, 0 or 1 / (1 - p). */
export function packedMask(step: RandomKey, place: number, p: number, packing: Packing, width: number): Float32Array {
  const { item, step: time, steps } = packing;
  return mask(maskKey(step, place), p, packing.rows, width, (row) => item[row] * steps + time[row]);
}

/** The mask of the head's hidden units: size x width. */
export function headMask(step: RandomKey, place: number, p: number, size: number, width: number): Float32Array {
  return mask(maskKey(step, place), p, size, width, (row) => row);
}

/** `position(row)` is the row's place in the tensor that the counters are defined on: item x steps + step. */
function mask(key: RandomKey, p: number, rows: number, width: number, position: (row: number) => number): Float32Array {
  const threshold = dropThreshold(p);
  const kept = 1 / (1 - p);
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const counter = position(row) * width;
    for (let unit = 0; unit < width; unit++) {
      if (randomUint32(key, counter + unit) >= threshold) values[row * width + unit] = kept;
    }
  }
  return values;
}
