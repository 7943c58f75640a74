/** One sample (or window) as augmentation sees it: rows of its own, which may be changed in place. */
import type { RandomStream } from '../../base/random.js';

export interface AugmentedItem {
  /** steps x channels, scaled. */
  readonly continuous: Float32Array;
  /** steps x code columns. */
  readonly codes: Uint16Array;
  readonly steps: number;
  readonly channels: number;
  readonly codeColumns: number;
  /** Position of the first step in its sample. */
  readonly firstStep: number;
}

/** A change of one item: a new one, or the same changed in place. */
export type Change = (item: AugmentedItem, strength: number, stream: RandomStream) => AugmentedItem;

/** Steps `first` … `first + steps - 1`. */
export function cutSteps(item: AugmentedItem, first: number, steps: number): AugmentedItem {
  const { channels, codeColumns } = item;
  return {
    ...item,
    continuous: item.continuous.slice(first * channels, (first + steps) * channels),
    codes: item.codes.slice(first * codeColumns, (first + steps) * codeColumns),
    steps,
    firstStep: item.firstStep + first,
  };
}

/**
 * The item read at other positions, each between 0 and steps - 1: channels interpolated between the two steps around it,
 * categorical columns from the nearest.
 */
export function readAt(item: AugmentedItem, positions: Float64Array): AugmentedItem {
  const { channels, codeColumns, steps } = item;
  const continuous = new Float32Array(positions.length * channels);
  const codes = new Uint16Array(positions.length * codeColumns);
  positions.forEach((position, t) => {
    const before = Math.min(Math.floor(position), steps - 1);
    const after = Math.min(before + 1, steps - 1);
    const share = position - before;
    for (let c = 0; c < channels; c++) {
      const a = item.continuous[before * channels + c];
      const b = item.continuous[after * channels + c];
      continuous[t * channels + c] = share === 0 ? a : a + share * (b - a);
    }
    const nearest = share < 0.5 ? before : after;
    codes.set(item.codes.subarray(nearest * codeColumns, (nearest + 1) * codeColumns), t * codeColumns);
  });
  return { ...item, continuous, codes, steps: positions.length };
}

/** Mean of each channel over the item's steps. */
export function channelMeans({ continuous, channels, steps }: AugmentedItem): Float64Array {
  const means = new Float64Array(channels);
  for (let at = 0; at < steps * channels; at++) means[at % channels] += continuous[at];
  return means.map((sum) => sum / steps);
}
