// Arithmetic on four lanes that every kernel shares: multiply-add, exp, sigmoid, tanh, sums over lanes. Kernels step by
// 32 bytes with two independent v128 side by side: V8's revectoriser joins such pairs into 256 bits. It does so from
// pairs of stores down to pairs of loads, so both stores of a pair come after all loads of the pair.

/**
 * a * b + c: rounded once in the class `fma`, twice in `portable`. The feature is a constant of the compiler, so only
 * one of the two forms is in a module; nothing else differs between the two.
 */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f32x4.relaxed_madd(a, b, c);
  } else {
    return f32x4.add(f32x4.mul(a, b), c);
  }
}

@inline
export function load(at: usize): v128 {
  return v128.load(at);
}

@inline
export function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** Sum of the four lanes, always in this order. */
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/**
 * Numbers that inner loops need, in memory. A constant in the code is not free: for 256 bits V8 builds it from eight or
 * so instructions at each use, where a broadcast from memory is one load (measured: the gates took half the time).
 */
const NUMBERS: usize = memory.data<f32>([
  // 0: some small ones, and the smallest value that is carried on
  1, 0.5, 1e-30,
  // 3: exp: bounds, 1 / ln 2, 1.5 * 2^23, ln 2 in two parts, polynomial
  -87, 88, 1.44269504088896341, 12582912, -0.693359375, 2.1219444e-4,
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  // 15: tanh: bounds, numerator and denominator from the highest power down
  -8.999995231628418, 8.999995231628418,
  1.3354653503071695e-8, 2.0609075103552614e-5, 3.495587610822358e-3, 1.3381025170785274e-1, 9.999999794480188e-1,
  7.776554625706782e-7, 3.285634032508815e-4, 2.587698013485318e-2, 4.671434076124235e-1, 1,
  // 27: the same for tanh(x / 2) / 2
  -17.999990463256836, 17.999990463256836,
  1.3041653811593453e-11, 8.05041996232524e-8, 5.4618556419099345e-5, 8.363140731740796e-3, 2.499999948620047e-1,
  3.0377166506667116e-9, 5.1338031757950235e-6, 1.6173112584283238e-3, 1.1678585190310586e-1, 1
], 16);

/** Number `index` of the table, in all lanes. */
@inline
function number(index: usize): v128 {
  return v128.load32_splat(NUMBERS + (index << 2));
}

@inline
export function one(): v128 {
  return number(0);
}

/** The smallest value that is carried from step to step, for `flush`. */
@inline
export function smallest(): v128 {
  return number(2);
}

/**
 * Values below `limit` (1e-30) become zero. WebAssembly has no flush-to-zero mode, and what decays over time steps or
 * updates would otherwise end in denormals, which the processor handles some hundred times slower.
 */
@inline
export function flush(x: v128, limit: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), limit));
}

/**
 * exp to about 1 ulp on [-87, 88], clamped outside (NaN stays NaN). Range reduction by ln 2 in two parts and the
 * polynomial of degree 5 on [-ln 2 / 2, ln 2 / 2] with the coefficients of the Cephes library (S. Moshier, expf).
 * Rounding to the nearest whole number is done by adding 1.5 * 2^23, which leaves it in the low bits: `nearest` costs
 * more, and the low bits, shifted into the exponent, are just what scales the result. pmin/pmax are one instruction on
 * x64, min/max are six.
 */
@inline
export function exp(argument: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(argument, number(3)), number(4));
  const shifted = madd(x, number(5), number(6));
  const whole = f32x4.sub(shifted, number(6));
  const f = madd(whole, number(8), madd(whole, number(7), x));
  let p = madd(number(9), f, number(10));
  p = madd(p, f, number(11));
  p = madd(p, f, number(12));
  p = madd(p, f, number(13));
  p = madd(p, f, number(14));
  p = f32x4.add(madd(f32x4.mul(f, f), p, f), number(0));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/**
 * x N(x^2) / D(x^2) with degree 4 above and below, x clamped; `first`: index of the bounds, N and D follow. Numerator
 * and denominator do not wait for each other, and there is no exponent to assemble: two thirds of the instructions of a
 * tanh by exp.
 */
@inline
function rational(argument: v128, first: usize): v128 {
  const x = f32x4.pmin(f32x4.pmax(argument, number(first)), number(first + 1));
  const z = f32x4.mul(x, x);
  let n = madd(number(first + 2), z, number(first + 3));
  let d = madd(number(first + 7), z, number(first + 8));
  n = madd(n, z, number(first + 4));
  d = madd(d, z, number(first + 9));
  n = madd(n, z, number(first + 5));
  d = madd(d, z, number(first + 10));
  n = madd(n, z, number(first + 6));
  d = madd(d, z, number(first + 11));
  return f32x4.div(f32x4.mul(x, n), d);
}

/**
 * tanh, exactly 0 at 0, so that padded units stay 0. Largest error 3.5e-7 (near +-1; below |x| = 3 it is 2.6e-7).
 * Coefficients: minimax of the relative error on [-9, 9] by Remez' algorithm (2.1e-8 before rounding). The bounds lie a
 * few roundings inside, where both numeric classes give exactly 1: at 9 itself fused rounding gives 1.0000001, and 1 -
 * tanh^2 would let gradient through a saturated gate (found with inputs of 1e4, where a weight's gradient is that times
 * the input).
 */
@inline
export function tanh(x: v128): v128 {
  return rational(x, 15);
}

/** 1 / (1 + exp(-x)) = 1/2 + tanh(x / 2) / 2, the halves being part of the coefficients. Largest error 2e-7. */
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.add(rational(x, 27), number(1));
}
