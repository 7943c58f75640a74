/** Loops over columns: compiled for many rows, in JavaScript for few, the same values for both. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countInOrder, translate } from '../../../src/data/read/columnKernel.js';

/** Fewer rows than the compiled loops are started for, and more than they have at a time. */
const sizes = [0, 1, 1000, 16_384, 40_000];
const shared = (codes: readonly number[]): Int32Array =>
  Object.assign(new Int32Array(new SharedArrayBuffer(4 * codes.length)), codes);

test('codes are translated, also into 16 bits, behind other rows, and in place', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sizes),
      fc.array(fc.nat(65_535), { minLength: 1, maxLength: 300 }),
      (rows, levels) => {
        const map = Int32Array.from(levels);
        const codes = shared(Array.from({ length: rows }, (_, row) => (row * 7919) % map.length));
        const expected = Array.from(codes, (code) => map[code]);
        const short = new Uint16Array(rows + 3).fill(9);
        translate(codes, map, short, 3);
        expect([...short]).toEqual([9, 9, 9, ...expected]);
        translate(codes, map, codes, 0);
        expect([...codes]).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

test('more ids than a page of memory holds', () => {
  const ids = 100_000;
  const map = Int32Array.from({ length: ids }, (_, i) => ids - 1 - i);
  const codes = shared(Array.from({ length: ids }, (_, i) => i));
  const { counts, ordered } = countInOrder(codes, map, null);
  expect(ordered).toBe(false);
  expect(counts.every((count) => count === 1)).toBe(true);
  translate(codes, map, codes, 0);
  expect(countInOrder(codes, map, null).ordered).toBe(true);
});

test.each(sizes.filter((rows) => rows > 1))(
  'rows are counted, and every kind of disorder is seen, in %i rows',
  (rows) => {
    const perSample = 160;
    // The third value belongs to no row: its count is 0.
    const map = Int32Array.from({ length: Math.ceil(rows / perSample) + 3 }, (_, i) => i);
    const codes = (): Int32Array => shared(Array.from({ length: rows }, (_, row) => Math.floor(row / perSample)));
    const times = (): Float64Array => Float64Array.from({ length: rows }, (_, row) => (row % perSample) / 10);

    const plain = countInOrder(codes(), map, times());
    expect(plain.ordered).toBe(true);
    expect(countInOrder(codes(), map, null).ordered).toBe(true);
    expect([...plain.counts]).toEqual(
      Array.from(map, (_, i) => Math.max(0, Math.min(perSample, rows - i * perSample))),
    );
    const places = [1, Math.floor(rows / 2), rows - 1, 8192, 8191].filter((row) => row < rows && row % perSample !== 0);
    for (const row of places) {
      for (const time of [times()[row - 1], -1, NaN]) {
        const changed = times();
        changed[row] = time;
        expect(countInOrder(codes(), map, changed).ordered).toBe(false);
        expect(countInOrder(codes(), map, null).ordered).toBe(true);
      }
    }
    if (rows < 2 * perSample) return;
    const apart = codes();
    apart[rows - 1] = 0;
    expect(countInOrder(apart, map, times()).ordered).toBe(false);
    // Another order of samples is one by another map.
    expect(
      countInOrder(
        codes(),
        map.map((value) => map.length - 1 - value),
        times(),
      ).ordered,
    ).toBe(false);
  },
);
