/** Decimal text to float32 and float64, straight from bytes: correctly rounded, and fast enough to read a column at disk speed. */

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const missingWords = new Set(['', 'nan', 'na', 'n/a', '#n/a', 'null', 'none', '?']);
const infinite = /^[+-]?(inf|infinity)$/i;

/** Largest finite float32. */
export const largestFloat32 = 3.4028234663852886e38;

const smallestExponent = -290;
const largestExponent = 290;
/** 10^k as the nearest double, for k from `smallestExponent` on; exact for |k| <= 22. */
const powers = Float64Array.from({ length: largestExponent - smallestExponent + 1 }, (_, i) =>
  Number(`1e${i + smallestExponent}`),
);
const zeroPower = -smallestExponent;

/**
 * More than the relative error of the approximation below and of `Number` together (at most 5 roundings of 2^-53 and a
 * truncation of 1e-17): the exact double lies between `value * below` and `value * above`.
 */
const below = 1 - 2 ** -49;
const above = 1 + 2 ** -49;

/**
 * Reads the decimal number that starts at `bytes[start]`, and stores `Math.fround(Number(text))` in `out[at]`.
 *
 * Up to 18 significant digits go into two integers of 9 digits; scaled by a power of ten they give a double with a known
 * error. Where both ends of the error interval round to the same float32, so does the exact value, as rounding is monotone;
 * else (about once in 10^7 random numbers, and for numbers halfway between two floats) the text is converted exactly.
 *
 * `bytes` must hold a byte that cannot be part of a number behind the last one.
 * @returns where the number ends, or -1 where there is none or it is too large for float32; then nothing is stored
 */
export function readFloat32(bytes: Uint8Array, start: number, out: Float32Array, at: number): number {
  let p = start;
  let c = bytes[p];
  const negative = c === 45;
  if (negative || c === 43) c = bytes[++p];
  const first = p;
  let high = 0;
  let low = 0;
  let count = 0;
  let exponent = 0;
  let zeros: number;
  while (c === 48) c = bytes[++p];
  zeros = p - first;
  while (c >= 48 && c <= 57) {
    if (count < 9) high = (Math.imul(high, 10) + (c - 48)) | 0;
    else if (count < 18) low = (Math.imul(low, 10) + (c - 48)) | 0;
    else exponent++;
    count++;
    c = bytes[++p];
  }
  if (c === 46) {
    const fraction = ++p;
    c = bytes[p];
    if (count === 0) {
      while (c === 48) c = bytes[++p];
      zeros += p - fraction;
    }
    while (count < 9 && c >= 48 && c <= 57) {
      high = (Math.imul(high, 10) + (c - 48)) | 0;
      count++;
      c = bytes[++p];
    }
    while (count < 18 && c >= 48 && c <= 57) {
      low = (Math.imul(low, 10) + (c - 48)) | 0;
      count++;
      c = bytes[++p];
    }
    exponent -= p - fraction;
    if (count >= 18) {
      while (c >= 48 && c <= 57) {
        count++;
        c = bytes[++p];
      }
    }
  }
  if (count === 0 && zeros === 0) return -1;
  if (c === 101 || c === 69) {
    c = bytes[++p];
    const down = c === 45;
    if (down || c === 43) c = bytes[++p];
    if (!(c >= 48 && c <= 57)) return -1;
    let power = 0;
    while (c >= 48 && c <= 57) {
      if (power < 100000) power = power * 10 + (c - 48);
      c = bytes[++p];
    }
    exponent += down ? -power : power;
  }
  // Exact: the product has at most 51 significant bits, as 10^9 = 5^9 * 2^9.
  const digits = count <= 9 ? high : high * powers[zeroPower + Math.min(count, 18) - 9] + low;
  let value: number;
  if (exponent <= 0 && exponent >= -22) {
    value = digits / powers[zeroPower - exponent];
  } else if (exponent >= smallestExponent && exponent <= largestExponent) {
    value = digits * powers[zeroPower + exponent];
  } else {
    return storeExactly(bytes, start, p, out, at);
  }
  const rounded = Math.fround(value * below);
  if (rounded !== Math.fround(value * above)) return storeExactly(bytes, start, p, out, at);
  if (rounded > largestFloat32) return -1;
  out[at] = negative ? -rounded : rounded;
  return p;
}

function storeExactly(bytes: Uint8Array, start: number, end: number, out: Float32Array, at: number): number {
  const value = Math.fround(Number(asciiText(bytes, start, end)));
  if (!(Math.abs(value) <= largestFloat32)) return -1;
  out[at] = value;
  return end;
}

/** Bytes known to be ASCII, as text. */
function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** What a cell says, where it is not a plain number in the common form. */
export type CellValue =
  { readonly kind: 'number'; readonly value: number } | { readonly kind: 'missing' | 'infinite' | 'text' };

/** A trimmed cell as a double: decimal numbers only (no hexadecimal, no grouping), and the usual words for a missing one. */
export function parseCell(text: string): CellValue {
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'infinite' };
  }
  if (missingWords.has(text.toLowerCase())) return { kind: 'missing' };
  return { kind: infinite.test(text) ? 'infinite' : 'text' };
}
