// How the rows of a batch lie in every matrix over time: step by step, inside a step the items by falling length. So
// the rows still active at step t are the first active[t] of the step, and an item keeps its place from step to step
// (as in packed sequences).

/**
 * Written by the host for each batch (`records.ts` there has the same fields in the same order); i32 arrays by
 * address.
 */
@unmanaged
export class Plan {
  /** Steps of the longest item. */
  steps: i32;
  /** Groups of consecutive steps: what is computed while it is in the cache. */
  groups: i32;
  /** Items. */
  items: i32;
  /** Per step: items that long. */
  active: usize;
  /** Per step, and the end: its first row, always a multiple of 4. Rows from active[t] on pad the step for the tile. */
  offset: usize;
  /** Per group, and the end: its first step. */
  group: usize;
  /** Per place: the item's index in the caller's batch, which counts in dropout masks. */
  item: usize;
  /** Per place: steps of the item. */
  length: usize;
}

@inline
export function at(list: usize, index: i32): i32 {
  return load<i32>(list + ((<usize>index) << 2));
}

/** Rows that pad a step are zero, whatever an earlier batch left there: they meet zeros in sums, and 0 * NaN is NaN. */
export function zeroRows(x: usize, xRow: usize, from: i32, to: i32, bytes: usize): void {
  for (let i = from; i < to; i++) memory.fill(x + <usize>i * xRow, 0, bytes);
}
