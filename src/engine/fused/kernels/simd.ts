// Arithmetic on four lanes that every kernel shares: multiply-add, exp, sigmoid, tanh, sums over lanes.
// Kernels step by 32 bytes with two independent v128 side by side: V8's revectoriser joins such pairs into 256 bits.

/**
 * a * b + c: rounded once in the class `fma`, twice in `portable`. The feature is a constant of the compiler, so only one
 * of the two forms is in a module; nothing else differs between the two.
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
 * Values below 1e-30 become zero. WebAssembly has no flush-to-zero mode, and what decays over time steps or updates would
 * otherwise end in denormals, which the processor handles some hundred times slower.
 */
@inline
export function flush(x: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), all(1e-30)));
}

/**
 * exp to about 1 ulp on [-87, 88], clamped outside (NaN stays NaN). Range reduction by ln 2 in two parts and the polynomial of degree 5
 * on [-ln 2 / 2, ln 2 / 2] with the coefficients of the Cephes library (S. Moshier, expf).
 * Rounding to the nearest whole number is done by adding 1.5 * 2^23, which leaves it in the low bits: `nearest` costs more, and the
 * low bits, shifted into the exponent, are just what scales the result. pmin/pmax are one instruction on x64, min/max are six.
 */
@inline
export function exp(argument: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(argument, all(-87)), all(88));
  const shifted = madd(x, all(1.44269504088896341), all(12582912));
  const whole = f32x4.sub(shifted, all(12582912));
  const f = madd(whole, all(2.1219444e-4), madd(whole, all(-0.693359375), x));
  let p = madd(all(1.98756915e-4), f, all(1.3981999507e-3));
  p = madd(p, f, all(8.3334519073e-3));
  p = madd(p, f, all(4.1665795894e-2));
  p = madd(p, f, all(1.6666665459e-1));
  p = madd(p, f, all(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(f, f), p, f), all(1));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(all(1), f32x4.add(all(1), exp(f32x4.neg(x))));
}

/** 1 - 2 / (1 + exp(2 x)): exactly 0 at 0, so padded units stay 0; absolute error below 1.5e-7. */
@inline
export function tanh(x: v128): v128 {
  return f32x4.sub(all(1), f32x4.div(all(2), f32x4.add(all(1), exp(f32x4.add(x, x)))));
}
