/** Dropout with the masks of the engine contract: the same in every engine for the same key. */
import { randomUint32, type RandomKey } from '../../base/random.js';
import { dropThreshold, maskKey } from '../../model/dropout.js';

/** Where an item stands in its batch: the counters of its masks start at (item x longest) x width. */
export interface DropoutPlace {
  readonly step: RandomKey;
  readonly probability: number;
  readonly item: number;
  /** Steps of the longest item of the batch; 1 in the head. */
  readonly longest: number;
}

/**
 * The factor of each value of one item: 0 or 1 / (1 - p).
 * @param place which mask, see `maskKey`
 * @returns steps x width
 */
export function dropoutMask(dropout: DropoutPlace, place: number, steps: number, width: number): Float64Array {
  const key = maskKey(dropout.step, place);
  const threshold = dropThreshold(dropout.probability);
  const first = dropout.item * dropout.longest * width;
  return new Float64Array(steps * width).map((_, i) =>
    randomUint32(key, first + i) >= threshold ? 1 / (1 - dropout.probability) : 0,
  );
}

/** x times mask, elementwise; a missing mask keeps everything. Serves the way back as well. */
export function applyMask(x: Float64Array, mask: Float64Array | null): Float64Array {
  return mask ? x.map((value, i) => value * mask[i]) : x;
}
