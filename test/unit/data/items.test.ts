/** Windows, the order of an epoch, and votes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKey } from '../../../src/base/random.js';
import { epochOrder } from '../../../src/data/sampler.js';
import { joinVotes, joinWindows } from '../../../src/data/votes.js';
import { cutItems } from '../../../src/data/windows.js';
import { bareDataset } from './files.js';

describe('cutItems', () => {
  const shapes = (lengths: number[], window: { length: number; stride: number } | null) => {
    const dataset = bareDataset(
      lengths,
      lengths.map(() => 0),
    );
    const items = cutItems(
      dataset,
      Int32Array.from(lengths, (_, i) => i),
      window,
    );
    return Array.from(items.sample, (sample, i) => [sample, items.row[i], items.length[i], items.firstStep[i]]);
  };

  test('without a window an item is a sample', () => {
    expect(shapes([3, 1], null)).toEqual([
      [0, 0, 3, 0],
      [1, 3, 1, 0],
    ]);
  });

  test('the last window is aligned to the end; a short sample is one short item', () => {
    expect(shapes([10, 2], { length: 4, stride: 3 })).toEqual([
      [0, 0, 4, 0],
      [0, 3, 4, 3],
      [0, 6, 4, 6],
      [1, 10, 2, 0],
    ]);
    expect(shapes([9], { length: 4, stride: 3 })).toEqual([
      [0, 0, 4, 0],
      [0, 3, 4, 3],
      [0, 5, 4, 5],
    ]);
    expect(shapes([160], { length: 40, stride: 20 })).toHaveLength(7);
  });

  test('windows lie inside their sample and, with a stride up to their length, cover every step', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 25 }), (n, length, stride) => {
        const dataset = bareDataset(
          n,
          n.map(() => 0),
        );
        const items = cutItems(
          dataset,
          Int32Array.from(n, (_, i) => i),
          { length, stride },
        );
        const covered = new Set<number>();
        items.sample.forEach((sample, i) => {
          expect(items.row[i]).toBe(dataset.rowStart[sample] + items.firstStep[i]);
          expect(items.row[i] + items.length[i]).toBeLessThanOrEqual(dataset.rowStart[sample + 1]);
          expect(items.length[i]).toBe(Math.min(length, n[sample]));
          for (let t = 0; t < items.length[i]; t++) covered.add(items.row[i] + t);
        });
        n.forEach((_, i) => expect(covered.has(dataset.rowStart[i + 1] - 1)).toBe(true));
        if (stride <= length) expect(covered.size).toBe(dataset.rowStart.at(-1));
      }),
    );
  });
});

describe('epochOrder', () => {
  const labels = Int32Array.from({ length: 1000 }, (_, i) => (i < 800 ? 0 : i < 950 ? 1 : 2));
  const key = (epoch: number) => deriveKey(3, 'sampler', epoch);

  test('none: every item once, in an order of the epoch', () => {
    const order = epochOrder(labels, 'none', key(0));
    expect(order.slice().sort()).toEqual(Int32Array.from(labels, (_, i) => i));
    expect(epochOrder(labels, 'none', key(0))).toEqual(order);
    expect(epochOrder(labels, 'none', key(1))).not.toEqual(order);
  });

  test('weighted: classes come up equally often, items of a class too', () => {
    const drawn = new Int32Array(1000);
    for (let epoch = 0; epoch < 60; epoch++)
      for (const item of epochOrder(labels, 'weighted', key(epoch))) drawn[item]++;
    for (const c of [0, 1, 2]) {
      const times = drawn.filter((_, i) => labels[i] === c);
      // 20,000 expected of 60,000; the standard deviation is 115.
      expect(Math.abs(times.reduce((a, b) => a + b, 0) - 20000)).toBeLessThan(600);
      expect(times.every((n) => n > 0)).toBe(true);
    }
  });

  test('weighted: a class without items is never drawn', () => {
    expect(new Set(epochOrder(Int32Array.of(2, 2, 5), 'weighted', key(0)))).toSatisfy((items: Set<number>) =>
      [...items].every((item) => item < 3),
    );
  });
});

describe('votes', () => {
  test('mean', () => {
    const items = cutItems(bareDataset([4, 2], [0, 1]), Int32Array.of(0, 1), { length: 2, stride: 2 });
    const joined = joinWindows(items, Float64Array.of(0.9, 0.1, 0.5, 0.5, 0.2, 0.8), 2, Int32Array.of(1, 0), 'mean');
    expect([...joined]).toEqual([0.2, 0.8, 0.7, 0.3]);
  });

  test('majority: votes first, the mean between equals', () => {
    const two = Float64Array.of(0.51, 0.49, 0, 0.51, 0.49, 0, 0, 1, 0);
    const votes = joinVotes([0, 0, 0], two, 3, 1, 'majority');
    expect(votes[0]).toBeGreaterThan(votes[1]);
    const tie = joinVotes([0, 0], Float64Array.of(0.6, 0.4, 0.1, 0.9), 2, 1, 'majority');
    expect(tie[1]).toBeGreaterThan(tie[0]);
  });

  test('rows sum to one, and the winner has most votes', () => {
    const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), fc.constantFrom('mean', 'majority'), (rows, vote) => {
        const p = rows.map((r) => r.map((x) => x / (r[0] + r[1] + r[2])));
        const joined = joinVotes(
          rows.map(() => 0),
          Float64Array.from(p.flat()),
          3,
          1,
          vote,
        );
        expect(joined[0] + joined[1] + joined[2]).toBeCloseTo(1, 12);
        if (vote === 'mean') return;
        const votes = [0, 1, 2].map((c) => p.filter((r) => r.indexOf(Math.max(...r)) === c).length);
        expect(votes[joined.indexOf(Math.max(...joined))]).toBe(Math.max(...votes));
      }),
    );
  });
});
