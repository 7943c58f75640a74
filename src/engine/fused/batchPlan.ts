/** Orders the items of a batch by length and lays out their rows over time: what kernels/plan.ts describes. */
import type { Batch } from '../contract.js';
import { GROUP_ROWS } from './memory.js';
import { TILE_ROWS } from './shape.js';

/** Views of the arena's lists, and what the host needs of the last plan. */
export interface PlanLists {
  readonly active: Int32Array;
  readonly offset: Int32Array;
  readonly group: Int32Array;
  /** Per place: the item's index in the caller's batch. */
  readonly item: Int32Array;
  readonly length: Int32Array;
}

export interface PlanSizes {
  readonly items: number;
  readonly steps: number;
  readonly groups: number;
  readonly rows: number;
}

/**
 * Fills the lists for items `first` … `first + count - 1` of a batch. Equal lengths keep the batch's order, so the
 * result is a function of the batch alone.
 * @param counts scratch, as long as the longest possible item + 2
 */
export function planBatch(lists: PlanLists, batch: Batch, first: number, count: number, counts: Int32Array): PlanSizes {
  const { active, offset, group, item, length } = lists;
  const longest = orderByLength(lists, batch, first, count, counts);
  let steps = 0;
  for (let place = 0; place < count; place++) length[place] = batch.length[item[place]];
  for (let place = count - 1; place >= 0; place--) while (steps < length[place]) active[steps++] = place + 1;
  let groups = 0;
  let row = 0;
  for (let t = 0; t < longest; t++) {
    const rows = Math.ceil(active[t] / TILE_ROWS) * TILE_ROWS;
    if (t === 0 || row + rows - offset[group[groups - 1]] > GROUP_ROWS) group[groups++] = t;
    offset[t] = row;
    row += rows;
  }
  offset[longest] = row;
  group[groups] = longest;
  return { items: count, steps: longest, groups, rows: row };
}

/** Stable counting sort by falling length into `item`; returns the greatest length. */
function orderByLength(lists: PlanLists, batch: Batch, first: number, count: number, counts: Int32Array): number {
  counts.fill(0);
  let longest = 0;
  const limit = counts.length - 2;
  for (let i = first; i < first + count; i++) {
    const steps = batch.length[i];
    if (!(steps >= 1 && steps <= limit))
      throw new Error(`Item ${i} has ${steps} steps; the network holds 1 to ${limit}.`);
    longest = Math.max(longest, steps);
    counts[steps]++;
  }
  let place = 0;
  for (let steps = longest; steps >= 1; steps--) {
    const here = counts[steps];
    counts[steps] = place;
    place += here;
  }
  for (let i = first; i < first + count; i++) lists.item[counts[batch.length[i]]++] = i;
  return longest;
}
