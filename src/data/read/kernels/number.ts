/**
 * Decimal text to float32 in the common form (`-1.0947052308906111e-06`), eight digits at a time. The way of rounding is
 * that of `readFloat32` in ../number.ts, which reads whatever is refused here.
 */

const MINUS: u32 = 45;
const PLUS: u32 = 43;
const POINT: u32 = 46;
const ZERO: u32 = 48;

/** Powers of ten from 10^-290 to 10^290, as float64; the host writes them. */
export const POWERS: usize = memory.data(8 * 581, 8);
const LARGEST_POWER: i32 = 290;

/** In units of a float64's last place. */
const NEAR: u32 = 16;

/** By the number of digits that follow, 0 to 8: what a mantissa is multiplied by, and how large it may be to stay below 2^63. */
const TENS: usize = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]);
const MOST: usize = memory.data<u64>([
  9223372036854775807, 922337203685477579, 92233720368547757, 9223372036854774, 922337203685476, 92233720368546,
  9223372036853, 922337203684, 92233720367
]);
const MOST_FOR_EIGHT: u64 = 92233720367;

/** Eight characters as a word; those that are digits become 0 to 9. */
@inline
function eightAt(p: usize): u64 {
  return load<u64>(p) ^ 0x3030303030303030;
}

/** The top bit of each byte that is no digit, true up to the first of them: above, a carry may have come in. */
@inline
function others(word: u64): u64 {
  return ((word + 0x7676767676767676) | word) & 0x8080808080808080;
}

/** The number that eight digits write: joined to pairs, then to fours and to eight, by multiplications that add as well. */
@inline
function valueOfEight(word: u64): u64 {
  word = word * 10 + (word >> 8);
  const low = (word & 0x000000ff000000ff) * 0x000f424000000064;
  const high = ((word >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  return (low + high) >> 32;
}

/**
 * Stores the number that starts at `p` in `out`. Eight bytes behind its end must be readable.
 * @returns its end, or 0 where it has another form, more digits than an integer holds, or needs exact arithmetic
 */
@inline
export function readNumber(p: usize, out: usize): usize {
  let c: u32 = load<u8>(p);
  const negative = c == MINUS;
  p += usize(negative);
  const start = p;
  let mantissa: u64 = 0;
  c = u32(load<u8>(p)) - ZERO;
  while (c < 10) {
    mantissa = mantissa * 10 + c;
    c = u32(load<u8>(++p)) - ZERO;
  }
  let digits = i32(p - start);
  if (digits > 18) return 0;
  let exponent: i32 = 0;
  if (c == POINT - ZERO) {
    const fraction = ++p;
    let word = eightAt(p);
    let ends = others(word);
    while (ends == 0) {
      if (mantissa > MOST_FOR_EIGHT) return 0;
      mantissa = mantissa * 100000000 + valueOfEight(word);
      p += 8;
      word = eightAt(p);
      ends = others(word);
    }
    // The rest without a loop, whose length no processor could guess: its digits move to the end of the word, behind zeros.
    const bits = ctz(ends) & 0x78;
    if (mantissa > load<u64>(MOST + usize(bits))) return 0;
    mantissa = mantissa * load<u64>(TENS + usize(bits)) + valueOfEight((word << (56 - bits)) << 8);
    p += usize(bits >> 3);
    exponent = -i32(p - fraction);
    digits -= exponent;
    c = u32(load<u8>(p)) - ZERO;
  }
  if (digits == 0) return 0;
  c += ZERO;
  if ((c | 32) == 101) {
    c = load<u8>(++p);
    const down = c == MINUS;
    if (down || c == PLUS) c = load<u8>(++p);
    c -= ZERO;
    if (c > 9) return 0;
    let power: i32 = 0;
    while (c < 10) {
      if (power < 10000) power = power * 10 + c;
      c = u32(load<u8>(++p)) - ZERO;
    }
    exponent += down ? -power : power;
  }
  if (exponent < -LARGEST_POWER || exponent > LARGEST_POWER) return 0;
  // Signed, which processors convert faster; it is below 2^63.
  const value = f64(i64(mantissa)) * load<f64>(POWERS + (usize(LARGEST_POWER + exponent) << 3));
  const bits = reinterpret<u64>(value);
  // Not a float32 of full precision (2^-126 to 2^127), or perhaps not.
  if (u32(bits >>> 52) - 897 > 252 && mantissa != 0) return 0;
  // So near to the middle between two float32 that the error of `value`, three units in its last place at most, may matter.
  if ((u32(bits) & 0x1fffffff) - (0x10000000 - NEAR) < 2 * NEAR) return 0;
  store<f32>(out, f32(negative ? -value : value));
  return p;
}

/**
 * Stores the time that starts at `p` in `out`, as a float64: at most 15 digits, perhaps with a point, which are exact, as is the
 * power of ten they are divided by, so that the quotient is rounded once.
 * @returns its end, or 0 where it has another form
 */
@inline
export function readTime(p: usize, out: usize): usize {
  const start = p;
  let mantissa: i64 = 0;
  let c = u32(load<u8>(p)) - ZERO;
  while (c < 10) {
    mantissa = mantissa * 10 + c;
    c = u32(load<u8>(++p)) - ZERO;
  }
  if (p == start || p - start > 15) return 0;
  if (c != POINT - ZERO) {
    store<f64>(out, f64(mantissa));
    return p;
  }
  const fraction = ++p;
  c = u32(load<u8>(p)) - ZERO;
  while (c < 10) {
    mantissa = mantissa * 10 + c;
    c = u32(load<u8>(++p)) - ZERO;
  }
  if (p - start > 16) return 0;
  store<f64>(out, f64(mantissa) / load<f64>(POWERS + ((usize(LARGEST_POWER) + p - fraction) << 3)));
  return p;
}
