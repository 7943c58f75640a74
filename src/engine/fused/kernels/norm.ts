// Layer normalisation of one row over all directions: y = gamma (x - mean) / sqrt(variance + 1e-5) + beta.
import { all, madd, sumLanes } from './simd';

@unmanaged
export class Norm {
  /** Units that count, of all directions together. */
  units: i32;
  /** Columns of a row, padded units included. */
  columns: i32;
  /** 1 for a unit, 0 for padding: what the mean is subtracted from must stay zero. */
  real: usize;
  gamma: usize;
  beta: usize;
  gammaGradient: usize;
  betaGradient: usize;
}

/**
 * y from x (they may not overlap); leaves mean and 1 / sqrt(variance + eps) at `stats`. Two passes over x, which is in
 * the first cache.
 */
export function normRow(norm: Norm, x: usize, y: usize, stats: usize): void {
  const width = (<usize>norm.columns) << 2;
  const inverse: f32 = 1 / <f32>norm.units;
  let a = all(0);
  let b = all(0);
  for (let v: usize = 0; v < width; v += 32) {
    a = f32x4.add(a, v128.load(x + v, 0));
    b = f32x4.add(b, v128.load(x + v, 16));
  }
  const mean: f32 = sumLanes(f32x4.add(a, b)) * inverse;
  const center = all(mean);
  a = all(0);
  b = all(0);
  for (let v: usize = 0; v < width; v += 32) {
    const da = f32x4.mul(f32x4.sub(v128.load(x + v, 0), center), v128.load(norm.real + v, 0));
    const db = f32x4.mul(f32x4.sub(v128.load(x + v, 16), center), v128.load(norm.real + v, 16));
    v128.store(y + v, da, 0);
    v128.store(y + v, db, 16);
    a = madd(da, da, a);
    b = madd(db, db, b);
  }
  const rstd: f32 = 1 / sqrt<f32>(sumLanes(f32x4.add(a, b)) * inverse + 1e-5);
  const scale = all(rstd);
  for (let v: usize = 0; v < width; v += 32) {
    const ya = madd(f32x4.mul(v128.load(y + v, 0), scale), v128.load(norm.gamma + v, 0), v128.load(norm.beta + v, 0));
    const yb = madd(f32x4.mul(v128.load(y + v, 16), scale), v128.load(norm.gamma + v, 16), v128.load(norm.beta + v, 16));
    v128.store(y + v, ya, 0);
    v128.store(y + v, yb, 16);
  }
  store<f32>(stats, mean, 0);
  store<f32>(stats, rstd, 4);
}

/**
 * dx = rstd (g - mean(g) - u mean(g u)), g = gamma dy, u = (x - mean) rstd: in place of dy. Adds to the gradients of
 * gamma and beta. u is computed again from x: cheaper than to store it.
 */
export function normRowBackward(norm: Norm, x: usize, dy: usize, stats: usize): void {
  const width = (<usize>norm.columns) << 2;
  const inverse: f32 = 1 / <f32>norm.units;
  const center = all(load<f32>(stats));
  const rstd = all(load<f32>(stats, 4));
  let g1 = all(0);
  let g2 = all(0);
  let u1 = all(0);
  let u2 = all(0);
  for (let v: usize = 0; v < width; v += 32) {
    const ua = f32x4.mul(f32x4.sub(v128.load(x + v, 0), center), rstd);
    const ub = f32x4.mul(f32x4.sub(v128.load(x + v, 16), center), rstd);
    const da = v128.load(dy + v, 0);
    const db = v128.load(dy + v, 16);
    const dg = norm.gammaGradient + v;
    const dbeta = norm.betaGradient + v;
    const dga = madd(da, ua, v128.load(dg, 0));
    const dgb = madd(db, ub, v128.load(dg, 16));
    v128.store(dg, dga, 0);
    v128.store(dg, dgb, 16);
    const dba = f32x4.add(da, v128.load(dbeta, 0));
    const dbb = f32x4.add(db, v128.load(dbeta, 16));
    v128.store(dbeta, dba, 0);
    v128.store(dbeta, dbb, 16);
    const ga = f32x4.mul(da, v128.load(norm.gamma + v, 0));
    const gb = f32x4.mul(db, v128.load(norm.gamma + v, 16));
    v128.store(dy + v, ga, 0);
    v128.store(dy + v, gb, 16);
    g1 = f32x4.add(g1, ga);
    g2 = f32x4.add(g2, gb);
    u1 = madd(ga, ua, u1);
    u2 = madd(gb, ub, u2);
  }
  const meanG = all(sumLanes(f32x4.add(g1, g2)) * inverse);
  const meanGu = all(sumLanes(f32x4.add(u1, u2)) * inverse);
  for (let v: usize = 0; v < width; v += 32) {
    const ua = f32x4.mul(f32x4.sub(v128.load(x + v, 0), center), rstd);
    const ub = f32x4.mul(f32x4.sub(v128.load(x + v, 16), center), rstd);
    const da = f32x4.sub(f32x4.sub(v128.load(dy + v, 0), meanG), f32x4.mul(ua, meanGu));
    const db = f32x4.sub(f32x4.sub(v128.load(dy + v, 16), meanG), f32x4.mul(ub, meanGu));
    // Padding gets zero by `real`: without it the weights of padded units would begin to move.
    const dxa = f32x4.mul(f32x4.mul(da, rstd), v128.load(norm.real + v, 0));
    const dxb = f32x4.mul(f32x4.mul(db, rstd), v128.load(norm.real + v, 16));
    v128.store(dy + v, dxa, 0);
    v128.store(dy + v, dxb, 16);
  }
}
