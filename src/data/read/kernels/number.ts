/**
 * Decimal text to float32 in the common form (`-1.0947052308906111e-06`), eight digits at a time. The way of rounding is
 * that of `readFloat32` in ../number.ts, which reads whatever is refused here.
 */

const MINUS: u32 = 45;
const PLUS: u32 = 43;
const POINT: u32 = 46;
const ZERO: u32 = 48;

/** Powers of ten from 10^-290 to 10^290 stand at POWERS, as float64; the host writes them. */
export const POWERS: usize = 1024;
const LARGEST_POWER: i32 = 290;

const BELOW: f64 = 1 - 2 ** -49;
const ABOVE: f64 = 1 + 2 ** -49;

/** Whether all eight bytes of a word are digits: adding pushes larger ones, subtracting smaller ones over the top bit. */
@inline
function eightDigits(word: u64): bool {
  return (((word + 0x4646464646464646) | (word - 0x3030303030303030)) & 0x8080808080808080) == 0;
}

/** The number that eight digits write: joined to pairs, then to fours and to eight, by multiplications that add as well. */
@inline
function valueOfEight(word: u64): u64 {
  word -= 0x3030303030303030;
  word = word * 10 + (word >> 8);
  const low = (word & 0x000000ff000000ff) * 0x000f424000000064;
  const high = ((word >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  return (low + high) >> 32;
}

/**
 * Stores the number that starts at `p` in `out`. Eight bytes behind its end must be readable.
 * @returns its end, or 0 where it has another form, more than 18 significant digits, or needs exact arithmetic
 */
@inline
export function readNumber(p: usize, out: usize): usize {
  let c: u32 = load<u8>(p);
  const negative = c == MINUS;
  p += usize(negative);
  let start = p;
  let mantissa: u64 = 0;
  c = u32(load<u8>(p)) - ZERO;
  while (c < 10) {
    mantissa = mantissa * 10 + c;
    c = u32(load<u8>(++p)) - ZERO;
  }
  let digits = i32(p - start);
  let exponent: i32 = 0;
  if (c == POINT - ZERO) {
    const fraction = ++p;
    let word = load<u64>(p);
    while (eightDigits(word)) {
      mantissa = mantissa * 100000000 + valueOfEight(word);
      p += 8;
      word = load<u64>(p);
    }
    c = u32(load<u8>(p)) - ZERO;
    while (c < 10) {
      mantissa = mantissa * 10 + c;
      c = u32(load<u8>(++p)) - ZERO;
    }
    exponent = -i32(p - fraction);
    digits -= exponent;
  }
  if (digits == 0) return 0;
  if (digits > 18) {
    // Zeros at the start do not count.
    for (let byte = load<u8>(start); byte == ZERO || byte == POINT; byte = load<u8>(++start)) {
      if (byte == ZERO) digits--;
    }
    if (digits > 18) return 0;
  }
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
  // 18 digits fit a signed integer, which processors convert faster.
  let value = f64(i64(mantissa));
  if (exponent < 0 && exponent >= -22) {
    value /= load<f64>(POWERS + (usize(LARGEST_POWER - exponent) << 3));
  } else if (exponent != 0) {
    if (exponent < -LARGEST_POWER || exponent > LARGEST_POWER) return 0;
    value *= load<f64>(POWERS + (usize(LARGEST_POWER + exponent) << 3));
  }
  const rounded = f32(value * BELOW);
  if (rounded != f32(value * ABOVE) || rounded > f32.MAX_VALUE) return 0;
  store<f32>(out, negative ? -rounded : rounded);
  return p;
}
