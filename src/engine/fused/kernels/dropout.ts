// Dropout masks as a function of counters, never stored: the backward pass draws the same numbers again, which costs
// less than to read a mask of the activations' size from memory. The mixing function is `randomUint32` of
// base/random.ts.
import { all } from './simd';
import { at, Plan } from './plan';

/**
 * One mask of the batch. Written by the host for each step (`records.ts` there has the same fields in the same order).
 */
@unmanaged
export class Mask {
  k0: i32;
  k1: i32;
  /** Dropped below this, unsigned. */
  threshold: u32;
  /** 1 / (1 - p) */
  scale: f32;
  /** Units of one direction; what a row has of directions; units of a direction with padding. */
  units: i32;
  directions: i32;
  paddedUnits: i32;
  /** Steps the counters count with: the longest item's. */
  steps: i32;
}

/** The three multipliers and the stride of the counters: in memory for the same reason as the numbers of simd.ts. */
const NUMBERS: usize = memory.data<u32>([0xed5ad4bb, 0xac4c1b51, 0x31848bab, 8], 16);

@inline
function number(index: usize): v128 {
  return v128.load32_splat(NUMBERS + (index << 2));
}

/** randomUint32 of four counters. */
@inline
function mix(counter: v128, k0: v128, k1: v128): v128 {
  let x = v128.xor(counter, k0);
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 17)), number(0));
  x = i32x4.add(v128.xor(x, i32x4.shr_u(x, 11)), k1);
  x = i32x4.mul(x, number(1));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), number(2));
  return v128.xor(x, i32x4.shr_u(x, 14));
}

/**
 * y = x * mask / (1 - p) for the row of an item at a step; y may be x. Padded units read the numbers of their
 * neighbours, but they are zero and stay so.
 */
export function dropRow(mask: Mask, item: i32, step: i32, x: usize, y: usize): void {
  const k0 = i32x4.splat(mask.k0);
  const k1 = i32x4.splat(mask.k1);
  const threshold = i32x4.splat(mask.threshold);
  const scale = all(mask.scale);
  const eight = number(3);
  const bytes = (<usize>mask.paddedUnits) << 2;
  let first = (item * mask.steps + step) * mask.units * mask.directions;
  for (let direction = 0; direction < mask.directions; direction++) {
    let a = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
    let b = i32x4.add(i32x4.splat(first), i32x4(4, 5, 6, 7));
    for (let v: usize = 0; v < bytes; v += 32) {
      const keepA = i32x4.ge_u(mix(a, k0, k1), threshold);
      const keepB = i32x4.ge_u(mix(b, k0, k1), threshold);
      const ya = v128.and(f32x4.mul(v128.load(x + v, 0), scale), keepA);
      const yb = v128.and(f32x4.mul(v128.load(x + v, 16), scale), keepB);
      v128.store(y + v, ya, 0);
      v128.store(y + v, yb, 16);
      a = i32x4.add(a, eight);
      b = i32x4.add(b, eight);
    }
    first += mask.units;
    x += bytes;
    y += bytes;
  }
}

/** dropRow for every row of the batch; rows that pad a step become zero. */
export function dropRows(mask: Mask, plan: Plan, x: usize, xRow: usize, y: usize, yRow: usize): void {
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    const firstRow = at(plan.offset, t);
    const rows = at(plan.offset, t + 1) - firstRow;
    let from = x + <usize>firstRow * xRow;
    let to = y + <usize>firstRow * yRow;
    for (let i = 0; i < active; i++) {
      dropRow(mask, at(plan.item, i), t, from, to);
      from += xRow;
      to += yRow;
    }
    memory.fill(to, 0, <usize>(rows - active) * yRow);
  }
}
