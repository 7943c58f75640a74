/** Whom a sample is mixed with, and in which shares (Zhang et al. 2018, https://arxiv.org/abs/1710.09412). */
import type { RandomStream } from '../../base/random.js';
import { readAt, type AugmentedItem } from './item.js';

/**
 * Beta(alpha, alpha) by Jöhnk's method, with `exp` and `log` in the place of powers, whose bits differ between versions of V8.
 * @param alpha above 0, at most 2
 */
export function betaShare(alpha: number, stream: RandomStream): number {
  for (;;) {
    const logX = Math.log(1 - stream.uniform()) / alpha;
    const logY = Math.log(1 - stream.uniform()) / alpha;
    const x = Math.exp(logX);
    const y = Math.exp(logY);
    if (x + y > 1) continue;
    // Small alpha: both are below the smallest float, but not their ratio.
    if (x + y > 0) return x / (x + y);
    const largest = Math.max(logX, logY);
    return Math.exp(logX - largest) / (Math.exp(logX - largest) + Math.exp(logY - largest));
  }
}

/** The item with as many steps as another: its time runs faster or slower. */
export function resample(item: AugmentedItem, steps: number): AugmentedItem {
  if (steps === item.steps) return item;
  const last = item.steps - 1;
  const positions = Float64Array.from({ length: steps }, (_, t) =>
    steps === 1 ? last / 2 : Math.min(last, (t * last) / (steps - 1)),
  );
  return readAt(item, positions);
}
