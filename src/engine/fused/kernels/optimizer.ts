// One update of all parameters, as torch.optim has it. Padding has gradient, moments and value zero and keeps them.
// Multiply and add apart in both numeric classes: this is memory-bound, and one form is less to reason about.
import { all, flush, smallest } from './simd';

/**
 * Adam; `shrink` = 1 - learningRate * decay for AdamW, else 1; `decay` is added to the gradient (Adam), 0 for AdamW.
 * parameter -= stepSize * m / (sqrt(v) * rootScale + epsilon), stepSize = learningRate / (1 - beta1^t), rootScale = 1 /
 * sqrt(1 - beta2^t).
 * @param count values, a multiple of 4
 * @param clip what the gradient is multiplied with first
 * @param rate1 1 - beta1; rate2: 1 - beta2, rounded from float64
 */
export function adam(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: i32,
  clip: f32,
  shrink: f32,
  decay: f32,
  rate1: f32,
  beta2: f32,
  rate2: f32,
  stepSize: f32,
  rootScale: f32,
  epsilon: f32,
): void {
  const bytes = (<usize>count) << 2;
  const limit = smallest();
  for (let v: usize = 0; v < bytes; v += 16) {
    let p = f32x4.mul(v128.load(parameters + v), all(shrink));
    const g = f32x4.add(f32x4.mul(v128.load(gradients + v), all(clip)), f32x4.mul(p, all(decay)));
    let m = v128.load(first + v);
    m = flush(f32x4.add(m, f32x4.mul(f32x4.sub(g, m), all(rate1))), limit);
    const s = flush(
      f32x4.add(f32x4.mul(v128.load(second + v), all(beta2)), f32x4.mul(f32x4.mul(g, all(rate2)), g)),
      limit,
    );
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(s), all(rootScale)), all(epsilon));
    p = f32x4.sub(p, f32x4.div(f32x4.mul(m, all(stepSize)), denominator));
    v128.store(parameters + v, p);
    v128.store(first + v, m);
    v128.store(second + v, s);
  }
}

/** velocity = momentum * velocity + gradient + decay * parameter; parameter -= learningRate * velocity. */
export function sgd(
  parameters: usize,
  gradients: usize,
  velocity: usize,
  count: i32,
  clip: f32,
  decay: f32,
  momentum: f32,
  learningRate: f32,
): void {
  const bytes = (<usize>count) << 2;
  const limit = smallest();
  for (let v: usize = 0; v < bytes; v += 16) {
    const p = v128.load(parameters + v);
    const g = f32x4.add(f32x4.mul(v128.load(gradients + v), all(clip)), f32x4.mul(p, all(decay)));
    const u = flush(f32x4.add(f32x4.mul(v128.load(velocity + v), all(momentum)), g), limit);
    v128.store(parameters + v, f32x4.sub(p, f32x4.mul(u, all(learningRate))));
    v128.store(velocity + v, u);
  }
}
