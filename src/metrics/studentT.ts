/** Student's t distribution for whole degrees of freedom: the tail and the quantile that paired comparisons need. */

/**
 * Probability that |T| is at most `t`: the finite series of Abramowitz & Stegun, "Handbook of Mathematical Functions" (1964),
 * 26.7.3 (odd) and 26.7.4 (even degrees of freedom). Exact but for rounding.
 */
function within(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 1;
  const cosine2 = degrees / (degrees + t * t);
  const sine = t / Math.sqrt(degrees + t * t);
  let term = 1;
  let sum = degrees > 1 ? 1 : 0;
  if (degrees % 2 === 0) {
    for (let k = 1; k <= degrees - 3; k += 2) {
      term *= (k / (k + 1)) * cosine2;
      sum += term;
    }
    return sine * sum;
  }
  for (let k = 2; k <= degrees - 3; k += 2) {
    term *= (k / (k + 1)) * cosine2;
    sum += term;
  }
  const cosine = Math.sqrt(cosine2);
  return (2 / Math.PI) * (Math.atan(t / Math.sqrt(degrees)) + sine * cosine * sum);
}

/** Two-sided p-value of a t statistic. `degrees` is a whole number of at least 1. */
export function twoSidedP(t: number, degrees: number): number {
  return Math.max(0, 1 - within(Math.abs(t), degrees));
}

/** The t that |T| exceeds with probability `alpha` (0.05: the factor of a 95 % interval), by bisection. */
export function criticalT(alpha: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (twoSidedP(high, degrees) > alpha) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, degrees) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
