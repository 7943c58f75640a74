// What the host may call.
import { madd } from './simd';

export { attend, attendBackward } from './attention';
export { dropRows } from './dropout';
export { linearBackward, linearForward, reluDrop, reluDropBackward } from './head';
export { gatherInputs, scatterInputGradients } from './inputs';
export { takeLast, takeLastBackward } from './lastState';
export { adam, sgd } from './optimizer';
export { product, setTileRows } from './product';
export { backwardEnd, backwardGroup, backwardInputs, backwardStart } from './recurrentBackward';
export { forwardDirection } from './recurrentForward';
export { sumOfSquares, zero } from './reduce';

/**
 * Bits of madd(1 + 2^-12, 1 + 2^-12, -1 - 2^-11): 2^-24 where it is rounded once, 0 where twice. Tells the numeric
 * class.
 */
export function fusedResidue(x: f32, y: f32): f32 {
  return f32x4.extract_lane(madd(f32x4.splat(x), f32x4.splat(x), f32x4.splat(y)), 0);
}
