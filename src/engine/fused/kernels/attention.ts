// Attention over time: score = w . y_t, softmax over an item's steps, context = weighted sum of its y_t.
import { all, exp, load, madd, sumLanes } from './simd';
import { at, Plan } from './plan';
import { Readout, readRow, readRowBackward } from './readout';

/** Below any score: marks rows that pad a step. */
const NONE: f32 = -3e38;

@inline
function dot(a: usize, b: usize, width: usize): f32 {
  let s = all(0);
  let u = all(0);
  for (let v: usize = 0; v < width; v += 32) {
    s = madd(v128.load(a + v, 0), v128.load(b + v, 0), s);
    u = madd(v128.load(a + v, 16), v128.load(b + v, 16), u);
  }
  return sumLanes(f32x4.add(s, u));
}

/** Fills y, scores (with the attention) and context. */
export function attend(r: Readout, plan: Plan): void {
  const width = (<usize>r.columns) << 2;
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    const firstRow = at(plan.offset, t);
    const endRow = at(plan.offset, t + 1);
    for (let i = 0; i < active; i++) {
      const row = <usize>(firstRow + i);
      const x = r.x + row * r.xRow;
      const y = r.y + row * r.yRow;
      if (x != y) readRow(r, at(plan.item, i), t, x, y, r.stats + (row << 3));
      f32.store(r.scores + (row << 2), dot(r.attention, y, width));
    }
    for (let row = firstRow + active; row < endRow; row++) f32.store(r.scores + ((<usize>row) << 2), NONE);
  }
  for (let i = 0; i < plan.items; i += 4) softmaxOverSteps(r, plan, i);
  // Rows that pad the batch to the tile included: the head multiplies them.
  memory.fill(r.context, 0, <usize>((plan.items + 3) & ~3) * width);
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    const firstRow = at(plan.offset, t);
    for (let i = 0; i < active; i++) {
      const row = <usize>(firstRow + i);
      const weight = v128.load32_splat(r.scores + (row << 2));
      const y = r.y + row * r.yRow;
      const c = r.context + <usize>i * width;
      for (let v: usize = 0; v < width; v += 32) {
        const a = madd(weight, v128.load(y + v, 0), v128.load(c + v, 0));
        const b = madd(weight, v128.load(y + v, 16), v128.load(c + v, 16));
        v128.store(c + v, a, 0);
        v128.store(c + v, b, 16);
      }
    }
  }
}

/** Softmax of the items at places i … i + 3, a lane each, as long as the first of them (the longest) lasts. */
function softmaxOverSteps(r: Readout, plan: Plan, i: i32): void {
  const steps = at(plan.length, i);
  let largest = all(NONE);
  for (let t = 0; t < steps; t++) largest = f32x4.pmax(largest, load(scoresAt(r, plan, t, i)));
  let sum = all(0);
  for (let t = 0; t < steps; t++) {
    const p = scoresAt(r, plan, t, i);
    const score = load(p);
    // Lanes that are padding give exactly zero, where exp alone would give its smallest value.
    const e = v128.and(exp(f32x4.sub(score, largest)), f32x4.ne(score, all(NONE)));
    v128.store(p, e);
    sum = f32x4.add(sum, e);
  }
  // Lanes beyond the last item have no step at all: their sum is 0, and 0 / 0 must not spread.
  const scale = f32x4.div(all(1), f32x4.pmax(sum, all(1e-30)));
  for (let t = 0; t < steps; t++) {
    const p = scoresAt(r, plan, t, i);
    v128.store(p, f32x4.mul(load(p), scale));
  }
}

@inline
function scoresAt(r: Readout, plan: Plan, t: i32, i: i32): usize {
  return r.scores + ((<usize>(at(plan.offset, t) + i)) << 2);
}

/** Fills dx and adds to the gradients of the score's weights and of the norm. */
export function attendBackward(r: Readout, plan: Plan): void {
  const width = (<usize>r.columns) << 2;
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    const firstRow = at(plan.offset, t);
    for (let i = 0; i < active; i++) {
      const row = <usize>(firstRow + i);
      const y = r.y + row * r.yRow;
      const dy = r.dx + row * r.dxRow;
      const dc = r.contextGradient + <usize>i * width;
      const c = r.context + <usize>i * width;
      const weight = f32.load(r.scores + (row << 2));
      // Softmax backward: dscore = weight (y . dc - context . dc), the weighted mean over steps of y . dc being context
      // . dc. The differences y - context are taken first, here and for the gradient of w (whose dscore sum to zero):
      // otherwise what is left when nearly equal rows cancel would be rounding errors.
      let da = all(0);
      let db = all(0);
      for (let v: usize = 0; v < width; v += 32) {
        da = madd(f32x4.sub(v128.load(y + v, 0), v128.load(c + v, 0)), v128.load(dc + v, 0), da);
        db = madd(f32x4.sub(v128.load(y + v, 16), v128.load(c + v, 16)), v128.load(dc + v, 16), db);
      }
      const a = all(weight);
      const s = all(weight * sumLanes(f32x4.add(da, db)));
      for (let v: usize = 0; v < width; v += 32) {
        const w = r.attention + v;
        const dw = r.attentionGradient + v;
        const dwa = madd(s, f32x4.sub(v128.load(y + v, 0), v128.load(c + v, 0)), v128.load(dw, 0));
        const dwb = madd(s, f32x4.sub(v128.load(y + v, 16), v128.load(c + v, 16)), v128.load(dw, 16));
        v128.store(dw, dwa, 0);
        v128.store(dw, dwb, 16);
        const dya = madd(a, v128.load(dc + v, 0), f32x4.mul(s, v128.load(w, 0)));
        const dyb = madd(a, v128.load(dc + v, 16), f32x4.mul(s, v128.load(w, 16)));
        v128.store(dy + v, dya, 0);
        v128.store(dy + v, dyb, 16);
      }
      readRowBackward(r, at(plan.item, i), t, r.x + row * r.xRow, dy, r.stats + (row << 3));
    }
  }
}
