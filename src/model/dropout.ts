/** Dropout as a function of counters, so that every engine draws the same masks. */
import { randomUint32, type RandomKey } from '../base/random.js';

/** The key of one mask: place 0 … layers - 2 between layers, `layers` after the layer norm, `layers + 1` in the head. */
export function maskKey(step: RandomKey, place: number): RandomKey {
  return { k0: randomUint32(step, place) | 0, k1: randomUint32(step, place + 0x10000) | 0 };
}

/** Values below this are dropped: round(p * 2^32), at most 2^32 - 1. */
export function dropThreshold(p: number): number {
  return Math.min(4294967295, Math.round(p * 4294967296));
}
