/**
 * A batch as time-major packed rows, PyTorch's PackedSequence: first the rows of step 0, longest item first, then those of
 * step 1, … Items that have ended have no rows, so nothing ever needs a mask but the softmax over time.
 */
import type { Batch, BatchMix } from '../contract.js';

export interface Packing {
  /** Items. */
  readonly size: number;
  /** Steps of the longest item. */
  readonly steps: number;
  /** Packed rows: the sum of all lengths. */
  readonly rows: number;
  /** Items that have a step t, for each t; never increases. */
  readonly active: readonly number[];
  /** Of each packed row: its item, in the batch's order. */
  readonly item: Int32Array;
  /** Of each packed row: its step. */
  readonly step: Int32Array;
  /** size x steps, in the batch's order: the packed row of item b at step t; 0 beyond an item's length. */
  readonly packedRow: Int32Array;
}

/** @throws RangeError where the batch is empty or an item has no step: a bug of the caller */
export function packBatch(batch: Batch): Packing {
  const { size, length } = batch;
  const order = Array.from({ length: size }, (_, item) => item).sort((a, b) => length[b] - length[a] || a - b);
  if (size === 0 || length[order[size - 1]] < 1) throw new RangeError('A batch needs items of at least one step.');
  const steps = length[order[0]];
  let rows = 0;
  for (const item of order) rows += length[item];

  const active: number[] = [];
  const packing = {
    size,
    steps,
    rows,
    active,
    item: new Int32Array(rows),
    step: new Int32Array(rows),
    packedRow: new Int32Array(size * steps),
  };
  let row = 0;
  let count = size;
  for (let step = 0; step < steps; step++) {
    while (length[order[count - 1]] <= step) count--;
    active.push(count);
    for (let i = 0; i < count; i++, row++) {
      packing.item[row] = order[i];
      packing.step[row] = step;
      packing.packedRow[order[i] * steps + step] = row;
    }
  }
  return packing;
}

/** Continuous channels in packed order, rows x channels. */
export function packedContinuous(batch: Batch, packing: Packing, channels: number): Float32Array {
  const packed = new Float32Array(packing.rows * channels);
  for (let row = 0; row < packing.rows; row++) {
    const start = (batch.row[packing.item[row]] + packing.step[row]) * channels;
    packed.set(batch.continuous.subarray(start, start + channels), row * channels);
  }
  return packed;
}

/** The batch with its second items in the place of the first; those that are not mixed stay. */
export function secondItems(batch: Batch, mix: BatchMix): Batch {
  const choose = (own: Int32Array, second: Int32Array): Int32Array =>
    own.map((value, i) => (mix.share[i] > 0 ? second[i] : value));
  return { ...batch, row: choose(batch.row, mix.row), firstStep: choose(batch.firstStep, mix.firstStep) };
}

/** The share of the second item in packed order. */
export function packedShares(mix: BatchMix, packing: Packing): Float32Array {
  return Float32Array.from(packing.item, (item) => mix.share[item]);
}

/** Codes of one categorical column in packed order. */
export function packedCodes(batch: Batch, packing: Packing, column: number, columns: number): Int32Array {
  return packing.item.map((item, row) => batch.codes[(batch.row[item] + packing.step[row]) * columns + column]);
}

/** Rows of the time table in packed order: steps beyond the table share its last row. */
export function packedTimeRows(batch: Batch, packing: Packing, tableRows: number): Int32Array {
  return packing.item.map((item, row) => Math.min(batch.firstStep[item] + packing.step[row], tableRows - 1));
}

/** The packed rows of each item's last step, in the batch's order. */
export function lastRows(batch: Batch, packing: Packing): Int32Array {
  return Int32Array.from(
    { length: packing.size },
    (_, item) => packing.packedRow[item * packing.steps + batch.length[item] - 1],
  );
}

/** The packed rows of each item's first step, in the batch's order. */
export function firstRows(packing: Packing): Int32Array {
  return Int32Array.from({ length: packing.size }, (_, item) => packing.packedRow[item * packing.steps]);
}
