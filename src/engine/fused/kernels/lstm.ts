// The long short-term memory cell, elementwise part of a step. A row of `gates` holds the blocks i | f | g | o, each as
// wide as the padded hidden size: sums before, activations after the forward pass, gradients of the sums after the
// backward pass.
// c' = f c + i g,  h' = o tanh(c')
import { all, flush, madd, one, sigmoid, smallest, tanh } from './simd';

/**
 * `state`, `cellState`: h and c, replaced by h' and c'; `out` receives h', `cells` (rows of `width` bytes) c' for the
 * backward pass.
 */
export function lstmForward(
  gates: usize,
  gatesRow: usize,
  state: usize,
  cellState: usize,
  out: usize,
  outRow: usize,
  cells: usize,
  rows: i32,
  width: usize,
): void {
  for (let i = 0; i < rows; i++) {
    for (let v: usize = 0; v < width; v += 32) {
      const gi = gates + v;
      const gf = gi + width;
      const gg = gf + width;
      const go = gg + width;
      const h = state + v;
      const c = cellState + v;
      const o = out + v;
      const k = cells + v;
      const ia = sigmoid(v128.load(gi, 0));
      const ib = sigmoid(v128.load(gi, 16));
      const fa = sigmoid(v128.load(gf, 0));
      const fb = sigmoid(v128.load(gf, 16));
      const ga = tanh(v128.load(gg, 0));
      const gb = tanh(v128.load(gg, 16));
      const oa = sigmoid(v128.load(go, 0));
      const ob = sigmoid(v128.load(go, 16));
      const ca = madd(fa, v128.load(c, 0), f32x4.mul(ia, ga));
      const cb = madd(fb, v128.load(c, 16), f32x4.mul(ib, gb));
      const ha = f32x4.mul(oa, tanh(ca));
      const hb = f32x4.mul(ob, tanh(cb));
      v128.store(gi, ia, 0);
      v128.store(gi, ib, 16);
      v128.store(gf, fa, 0);
      v128.store(gf, fb, 16);
      v128.store(gg, ga, 0);
      v128.store(gg, gb, 16);
      v128.store(go, oa, 0);
      v128.store(go, ob, 16);
      v128.store(c, ca, 0);
      v128.store(c, cb, 16);
      v128.store(k, ca, 0);
      v128.store(k, cb, 16);
      v128.store(h, ha, 0);
      v128.store(h, hb, 16);
      v128.store(o, ha, 0);
      v128.store(o, hb, 16);
    }
    gates += gatesRow;
    state += width;
    cellState += width;
    out += outRow;
    cells += width;
  }
}

/**
 * `dout`: gradient of h' from above; `carry`, `cellCarry`: gradients of h' and c' from the later step; `carry` becomes
 * 0 (all of it goes through the gates), `cellCarry` the gradient of c. `cells`: c'; `previousCells`: c; `previous`: h,
 * copied to `kept` for the weight gradient.
 */
export function lstmBackward(
  gates: usize,
  gatesRow: usize,
  dout: usize,
  doutRow: usize,
  carry: usize,
  cellCarry: usize,
  cells: usize,
  previousCells: usize,
  previousCellsRow: usize,
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
      const gi = gates + v;
      const gf = gi + width;
      const gg = gf + width;
      const go = gg + width;
      const c = carry + v;
      const cc = cellCarry + v;
      const d = dout + v;
      const k = kept + v;
      const ia = v128.load(gi, 0);
      const ib = v128.load(gi, 16);
      const fa = v128.load(gf, 0);
      const fb = v128.load(gf, 16);
      const ga = v128.load(gg, 0);
      const gb = v128.load(gg, 16);
      const oa = v128.load(go, 0);
      const ob = v128.load(go, 16);
      // tanh(c') again instead of stored: as fast, and a third of the memory less.
      const ta = tanh(v128.load(cells + v, 0));
      const tb = tanh(v128.load(cells + v, 16));
      const dha = flush(f32x4.add(v128.load(d, 0), v128.load(c, 0)), limit);
      const dhb = flush(f32x4.add(v128.load(d, 16), v128.load(c, 16)), limit);
      const doa = f32x4.mul(f32x4.mul(dha, ta), f32x4.mul(oa, f32x4.sub(unit, oa)));
      const dob = f32x4.mul(f32x4.mul(dhb, tb), f32x4.mul(ob, f32x4.sub(unit, ob)));
      const dca = flush(madd(f32x4.mul(dha, oa), f32x4.sub(unit, f32x4.mul(ta, ta)), v128.load(cc, 0)), limit);
      const dcb = flush(madd(f32x4.mul(dhb, ob), f32x4.sub(unit, f32x4.mul(tb, tb)), v128.load(cc, 16)), limit);
      const dia = f32x4.mul(f32x4.mul(dca, ga), f32x4.mul(ia, f32x4.sub(unit, ia)));
      const dib = f32x4.mul(f32x4.mul(dcb, gb), f32x4.mul(ib, f32x4.sub(unit, ib)));
      const dga = f32x4.mul(f32x4.mul(dca, ia), f32x4.sub(unit, f32x4.mul(ga, ga)));
      const dgb = f32x4.mul(f32x4.mul(dcb, ib), f32x4.sub(unit, f32x4.mul(gb, gb)));
      const dfa = f32x4.mul(f32x4.mul(dca, v128.load(previousCells + v, 0)), f32x4.mul(fa, f32x4.sub(unit, fa)));
      const dfb = f32x4.mul(f32x4.mul(dcb, v128.load(previousCells + v, 16)), f32x4.mul(fb, f32x4.sub(unit, fb)));
      const pa = v128.load(previous + v, 0);
      const pb = v128.load(previous + v, 16);
      v128.store(gi, dia, 0);
      v128.store(gi, dib, 16);
      v128.store(gf, dfa, 0);
      v128.store(gf, dfb, 16);
      v128.store(gg, dga, 0);
      v128.store(gg, dgb, 16);
      v128.store(go, doa, 0);
      v128.store(go, dob, 16);
      v128.store(c, zero, 0);
      v128.store(c, zero, 16);
      v128.store(cc, f32x4.mul(dca, fa), 0);
      v128.store(cc, f32x4.mul(dcb, fb), 16);
      v128.store(k, pa, 0);
      v128.store(k, pb, 16);
    }
    gates += gatesRow;
    dout += doutRow;
    carry += width;
    cellCarry += width;
    cells += width;
    previousCells += previousCellsRow;
    previous += previousRow;
    kept += keptRow;
  }
}
