/** Quantiles by selection are those of the sorted column, bit for bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile } from '../../../src/base/quantile.js';
import { medianAndRange, spreadOf } from '../../../src/data/quantiles.js';

const sortedOnes = (values: Float64Array): { median: number; range: number } => {
  const sorted = values.slice().sort();
  return { median: quantile(sorted, 0.5), range: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
};

test('median and range of any column', () => {
  const value = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(0, 1, 1, 2), fc.integer());
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (array) => {
      const values = Float64Array.from(array, (v) => v + 0);
      const before = values.slice();
      expect(medianAndRange(values)).toEqual(sortedOnes(values));
      expect(values).toEqual(before);
    }),
    { numRuns: 3000 },
  );
});

test('of long columns: random, sorted, the other way round, constant, two-valued, as organ pipes', () => {
  const n = 20_001;
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const columns = [
    () => random(),
    (i: number) => i,
    (i: number) => -i,
    () => 3,
    (i: number) => i % 2,
    (i: number) => Math.min(i, n - i),
    (i: number) => Math.floor(random() * 3) + (i > n / 2 ? 1 : 0),
  ];
  for (const column of columns) {
    const values = Float64Array.from({ length: n }, (_, i) => column(i));
    expect(medianAndRange(values)).toEqual(sortedOnes(values));
  }
});

test('known values', () => {
  expect(medianAndRange(Float64Array.of(4, 1, 3, 2))).toEqual({ median: 2.5, range: 1.5 });
  expect(medianAndRange(Float64Array.of(7))).toEqual({ median: 7, range: 0 });
  expect(spreadOf(Float64Array.of(1, 3))).toEqual({ mean: 2, deviation: 1, minimum: 1, maximum: 3 });
});
