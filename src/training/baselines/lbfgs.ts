/** L-BFGS in float64 for smooth convex functions of some thousand variables; deterministic, and run until it has converged. */

/** Writes the gradient at `x` into `gradient` and returns the value. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Whether no component of the gradient is larger than the tolerance. */
  readonly converged: boolean;
}

/** Pairs of steps and gradient changes that stand for the curvature. */
const memory = 12;
const sufficientDecrease = 1e-4;
/** Differences of the value below this share of it are rounding; then slopes decide. */
const valueRounding = 1e-13;

/**
 * Nocedal and Wright, Numerical Optimization (2006), algorithm 7.5, halving the step until it decreases the value enough, or,
 * where that drowns in rounding, until the slope says so (Hager and Zhang 2005, https://doi.org/10.1137/030601880, eq. 3).
 */
export function minimise(
  f: Differentiable,
  start: Float64Array,
  { tolerance, maxIterations = 20_000 }: { readonly tolerance: number; readonly maxIterations?: number },
): Minimum {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = f(x, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; ; iteration++) {
    if (largest(gradient) <= tolerance) return { x, value, iterations: iteration, converged: true };
    if (iteration === maxIterations) return { x, value, iterations: iteration, converged: false };

    const direction = descentDirection(gradient, pairs);
    const slope = dot(gradient, direction);
    // Without curvature the scale of the first step is unknown: one unit of length at most.
    let step = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
    const nextGradient = new Float64Array(x.length);
    for (;;) {
      const next = x.map((component, i) => component + step * direction[i]);
      const nextValue = f(next, nextGradient);
      const enough = nextValue <= value + sufficientDecrease * step * slope;
      const withinRounding = nextValue <= value + valueRounding * Math.abs(value);
      if (enough || (withinRounding && dot(nextGradient, direction) <= (2 * sufficientDecrease - 1) * slope)) {
        remember(pairs, x, next, gradient, nextGradient);
        x = next;
        value = nextValue;
        gradient = nextGradient;
        break;
      }
      step /= 2;
      if (step < 1e-20) return { x, value, iterations: iteration, converged: false };
    }
  }
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step . change) */
  readonly rho: number;
}

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((component) => -component);
  const alphas: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    alphas[i] = pairs[i].rho * dot(pairs[i].step, direction);
    addScaled(direction, -alphas[i], pairs[i].change);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  pairs.forEach(({ step, change, rho }, i) => {
    addScaled(direction, alphas[i] - rho * dot(change, direction), step);
  });
  return direction;
}

function remember(
  pairs: Pair[],
  x: Float64Array,
  next: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const step = next.map((component, i) => component - x[i]);
  const change = nextGradient.map((component, i) => component - gradient[i]);
  const curvature = dot(step, change);
  // Convex, so only rounding makes it anything but positive.
  if (!(curvature > 0)) return;
  pairs.push({ step, change, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * source[i];
}

function largest(values: Float64Array): number {
  let result = 0;
  for (const value of values) result = Math.max(result, Math.abs(value));
  return result;
}
