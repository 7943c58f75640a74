/** From items to the batches an engine computes. */
import type { Batch } from '../engine/contract.js';
import type { Dataset, Items, PreparedData } from '../data/types.js';

/** Items with what a batch needs of them. */
export interface ItemSet {
  readonly prepared: PreparedData;
  readonly items: Items;
  /** Class index of each item, -1 where its sample has no label. */
  readonly labels: Int32Array;
}

export function itemSet(prepared: PreparedData, items: Items, dataset: Dataset): ItemSet {
  return { prepared, items, labels: items.sample.map((sample) => dataset.labels[sample]) };
}

/** Longest item, in time steps; 0 of none. */
export function longestItem(items: Items): number {
  return items.length.reduce((longest, length) => Math.max(longest, length), 0);
}

/** The batch of items `order[from]` to `order[to - 1]`; the large matrices are shared, not copied. */
export function batchOf(set: ItemSet, order: Int32Array, from: number, to: number): Batch {
  const chosen = order.subarray(from, to);
  const pick = (values: Int32Array): Int32Array => chosen.map((item) => values[item]);
  return {
    continuous: set.prepared.continuous,
    codes: set.prepared.codes,
    size: chosen.length,
    row: pick(set.items.row),
    length: pick(set.items.length),
    firstStep: pick(set.items.firstStep),
    labels: pick(set.labels),
  };
}

/** 0 … count - 1. */
export function inOrder(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
