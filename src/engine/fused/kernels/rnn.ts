// The plain recurrent unit, elementwise part of a step: h' = tanh(W x + U h + b). `gates` is one block a row: the sum
// before, h' after the forward pass, the gradient of the sum after the backward pass.
import { all, flush, one, smallest, tanh } from './simd';

/** `state` (rows of `width` bytes) and `out` receive h'. */
export function rnnForward(
  gates: usize,
  gatesRow: usize,
  state: usize,
  out: usize,
  outRow: usize,
  rows: i32,
  width: usize,
): void {
  for (let i = 0; i < rows; i++) {
    for (let v: usize = 0; v < width; v += 32) {
      const g = gates + v;
      const h = state + v;
      const o = out + v;
      const ha = tanh(v128.load(g, 0));
      const hb = tanh(v128.load(g, 16));
      v128.store(g, ha, 0);
      v128.store(g, hb, 16);
      v128.store(h, ha, 0);
      v128.store(h, hb, 16);
      v128.store(o, ha, 0);
      v128.store(o, hb, 16);
    }
    gates += gatesRow;
    state += width;
    out += outRow;
  }
}

/**
 * `carry`: gradient of h' from the later step; becomes 0, for all of it goes through the sum. `previous` is copied to
 * `kept`.
 */
export function rnnBackward(
  gates: usize,
  gatesRow: usize,
  dout: usize,
  doutRow: usize,
  carry: usize,
  previous: usize,
  previousRow: usize,
  kept: usize,
  keptRow: usize,
  rows: i32,
  width: usize,
): void {
  const unit = one();
  const limit = smallest();
  const zero = all(0);
  for (let i = 0; i < rows; i++) {
    for (let v: usize = 0; v < width; v += 32) {
      const g = gates + v;
      const c = carry + v;
      const d = dout + v;
      const k = kept + v;
      const ha = v128.load(g, 0);
      const hb = v128.load(g, 16);
      const da = flush(f32x4.add(v128.load(d, 0), v128.load(c, 0)), limit);
      const db = flush(f32x4.add(v128.load(d, 16), v128.load(c, 16)), limit);
      const pa = v128.load(previous + v, 0);
      const pb = v128.load(previous + v, 16);
      v128.store(g, f32x4.mul(da, f32x4.sub(unit, f32x4.mul(ha, ha))), 0);
      v128.store(g, f32x4.mul(db, f32x4.sub(unit, f32x4.mul(hb, hb))), 16);
      v128.store(c, zero, 0);
      v128.store(c, zero, 16);
      v128.store(k, pa, 0);
      v128.store(k, pb, 16);
    }
    gates += gatesRow;
    dout += doutRow;
    carry += width;
    previous += previousRow;
    kept += keptRow;
  }
}
