// The gated recurrent unit, elementwise part of a step. Columns of a row of `gates`, each block as wide as the padded
// hidden size:
//   forward, before: n | r | z | q   n, r, z: W x + biases, and for r and z already + U h;  q = U_n h + b_hn
//   forward, after:  n | r | z | q   activated, as backward needs them
//   backward, after: dn | dr | dz | dq   gradients before the activations
// In this order the input product owns the first three blocks and the recurrent product the last three: both
// contiguous.
// h' = n + z (h - n),  n = tanh(W_n x + b_in + r q)
import { flush, madd, one, sigmoid, smallest, tanh } from './simd';

/** `width`: bytes of a block. `state` (rows of `width` bytes) holds h and receives h'; `out` receives h', too. */
export function gruForward(
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
      const n = gates + v;
      const r = n + width;
      const z = r + width;
      const q = z + width;
      const h = state + v;
      const o = out + v;
      const ra = sigmoid(v128.load(r, 0));
      const rb = sigmoid(v128.load(r, 16));
      const za = sigmoid(v128.load(z, 0));
      const zb = sigmoid(v128.load(z, 16));
      const na = tanh(madd(ra, v128.load(q, 0), v128.load(n, 0)));
      const nb = tanh(madd(rb, v128.load(q, 16), v128.load(n, 16)));
      const ha = madd(za, f32x4.sub(v128.load(h, 0), na), na);
      const hb = madd(zb, f32x4.sub(v128.load(h, 16), nb), nb);
      v128.store(r, ra, 0);
      v128.store(r, rb, 16);
      v128.store(z, za, 0);
      v128.store(z, zb, 16);
      v128.store(n, na, 0);
      v128.store(n, nb, 16);
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
 * `dout`: gradient of h' from above; `carry`: from the later step, replaced by what reaches h past the gates (dh' z);
 * `previous`: h, of which a copy goes to `kept`, in line with the rows of `gates`, for the weight gradient.
 */
export function gruBackward(
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
  for (let i = 0; i < rows; i++) {
    for (let v: usize = 0; v < width; v += 32) {
      const n = gates + v;
      const r = n + width;
      const z = r + width;
      const q = z + width;
      const c = carry + v;
      const d = dout + v;
      const p = previous + v;
      const k = kept + v;
      const da = flush(f32x4.add(v128.load(d, 0), v128.load(c, 0)), limit);
      const db = flush(f32x4.add(v128.load(d, 16), v128.load(c, 16)), limit);
      const na = v128.load(n, 0);
      const nb = v128.load(n, 16);
      const ra = v128.load(r, 0);
      const rb = v128.load(r, 16);
      const za = v128.load(z, 0);
      const zb = v128.load(z, 16);
      const ha = v128.load(p, 0);
      const hb = v128.load(p, 16);
      const ua = f32x4.mul(da, f32x4.sub(unit, za));
      const ub = f32x4.mul(db, f32x4.sub(unit, zb));
      const dna = f32x4.mul(ua, f32x4.sub(unit, f32x4.mul(na, na)));
      const dnb = f32x4.mul(ub, f32x4.sub(unit, f32x4.mul(nb, nb)));
      const dza = f32x4.mul(f32x4.mul(ua, za), f32x4.sub(ha, na));
      const dzb = f32x4.mul(f32x4.mul(ub, zb), f32x4.sub(hb, nb));
      const dqa = f32x4.mul(dna, ra);
      const dqb = f32x4.mul(dnb, rb);
      const dra = f32x4.mul(f32x4.mul(dqa, v128.load(q, 0)), f32x4.sub(unit, ra));
      const drb = f32x4.mul(f32x4.mul(dqb, v128.load(q, 16)), f32x4.sub(unit, rb));
      v128.store(n, dna, 0);
      v128.store(n, dnb, 16);
      v128.store(r, dra, 0);
      v128.store(r, drb, 16);
      v128.store(z, dza, 0);
      v128.store(z, dzb, 16);
      v128.store(q, dqa, 0);
      v128.store(q, dqb, 16);
      v128.store(c, f32x4.mul(da, za), 0);
      v128.store(c, f32x4.mul(db, zb), 16);
      v128.store(k, ha, 0);
      v128.store(k, hb, 16);
    }
    gates += gatesRow;
    dout += doutRow;
    carry += width;
    previous += previousRow;
    kept += keptRow;
  }
}
