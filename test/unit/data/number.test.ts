import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCell, readFloat32 } from '../../../src/data/read/number.js';

/** What the byte reader makes of a text that is followed by a comma: its value and whether it ended there. */
function read(text: string): number | null {
  const bytes = Buffer.from(`${text},`);
  const out = new Float32Array(1);
  const end = readFloat32(bytes, 0, out, 0);
  return end === text.length ? out[0] : null;
}

function expectExact(text: string): void {
  const expected = Math.fround(Number(text));
  if (Number.isFinite(expected)) expect([text, read(text)]).toEqual([text, expected]);
  else expect([text, read(text)]).toEqual([text, null]);
}

/** The decimal expansion of a double, all digits. */
function allDigits(value: number): string {
  return value.toFixed(60).replace(/0+$/, '');
}

describe('readFloat32', () => {
  test('agrees with Number on doubles as programs print them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => expectExact(String(value))),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (value) => expectExact(String(value))),
      { numRuns: 5000 },
    );
  });

  test('agrees with Number on any decimal', () => {
    const digits = (max: number) => fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: max }).map((d) => d.join(''));
    const decimal = fc
      .record({
        sign: fc.constantFrom('', '-', '+'),
        whole: digits(25),
        fraction: fc.option(digits(30)),
        exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.integer({ min: 0, max: 340 }))),
      })
      .filter(({ whole, fraction }) => whole !== '' || (fraction ?? '') !== '')
      .map(
        ({ sign, whole, fraction, exponent }) =>
          sign + whole + (fraction === null ? '' : `.${fraction}`) + (exponent ? exponent.join('') : ''),
      );
    fc.assert(fc.property(decimal, expectExact), { numRuns: 10000 });
  });

  test('rounds halfway cases of float32 as Number and fround do', () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(1e-6), max: Math.fround(1e6) });
    fc.assert(
      fc.property(float, fc.integer({ min: -2, max: 2 }), (value, nudge) => {
        const bits = new Int32Array(Float32Array.of(value).buffer);
        bits[0]++;
        const next = new Float32Array(bits.buffer)[0];
        const halfway = allDigits((value + next) / 2);
        expectExact(halfway);
        // Just below and above, in a digit that only exact arithmetic sees.
        const last = Number(halfway.at(-1)) + nudge;
        if (last >= 0 && last <= 9) expectExact(halfway.slice(0, -1) + String(last) + '1');
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    '0', '-0', '0.0', '.5', '5.', '1e0', '16777217', '16777216.999999999999', '3.4028235677973366e38',
    '3.40282346638528859811704183484516925440e38', '1.401298464324817e-45', '7.006492321624085e-46', '7.1e-46', '1e-400',
    '123456789012345678901234567890', '0.000000000000000000000000000000000000000000001401298464324817', '1e400', '9e38',
    '00012.50', '1.00000005960464477539062500000000000000000000001', '1.000000059604644775390625', '9007199254740993',
  ])('%s', (text) => expectExact(text)); // prettier-ignore

  test.each(['', '-', '.', 'e5', '1e', '1e+', '--1', 'abc', 'nan', 'inf', '0x10', ' 1', '1_000', '1 '])(
    '"%s" is no number',
    (text) => expect(read(text)).toBeNull(),
  );
});

test('parseCell knows numbers, missing values, infinities and texts', () => {
  const kinds = [
    '1',
    '-1.5e3',
    '+.5',
    '',
    'NaN',
    'N/A',
    '?',
    'null',
    'inf',
    '-Infinity',
    '1e999',
    '0x10',
    'two',
    '1,5',
  ];
  expect(kinds.map((text) => parseCell(text).kind)).toEqual([
    'number', 'number', 'number', 'missing', 'missing', 'missing', 'missing', 'missing',
    'infinite', 'infinite', 'infinite', 'text', 'text', 'text',
  ]); // prettier-ignore
});
