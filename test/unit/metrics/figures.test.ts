/** Axes of the ablation's figures. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dotScale, position, roundTicks } from '../../../src/metrics/dotScale.js';
import { bestSoFar, parallel, short, type SearchRow } from '../../../src/metrics/searchFigures.js';

it('holds what is near, the band and zero; what is far away does not stretch it', () => {
  const near = [0.01, -0.005, 0.02].map((difference) => ({
    difference,
    low: difference - 0.01,
    high: difference + 0.01,
  }));
  const scale = dotScale([...near, { difference: -0.3, low: -0.32, high: -0.28 }], 0.01);
  for (const { low, high } of near) {
    expect(position(scale, low)).toBeGreaterThan(0);
    expect(position(scale, high)).toBeLessThan(1);
  }
  expect(position(scale, -0.3)).toBeLessThan(0);
  expect(scale.ticks).toContain(0);
  const bare = dotScale([], 0.01);
  expect([position(bare, -0.01) > 0, position(bare, 0.01) < 1]).toEqual([true, true]);
});

it('round ticks: ascending, inside, two to eleven', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 1e-4, max: 3, noNaN: true }),
      (low, width) => {
        const ticks = roundTicks(low, low + width);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(11);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-9);
          expect(tick).toBeLessThanOrEqual(low + width + 1e-9);
        }
      },
    ),
  );
});

const rows: SearchRow[] = [0.8, null, 0.9, 0.85].map((score, i) => ({
  ...{ name: `#${i}`, score, optimistic: false, started: `2025-01-0${4 - i}T00:00:00Z`, seconds: 10 * (i + 1) },
  point: { 'a.rate': 10 ** -(i + 1), 'a.cell': i % 2 === 0 ? 'gru' : 'lstm', same: 1 },
}));

it('parallel coordinates: varying settings, logarithms where they span much, texts evenly, the score last', () => {
  const { axes, lines } = parallel(rows, 'weighted F1')!;
  expect(axes.map(({ name, log }) => [name, log])).toEqual([
    ['a.rate', true],
    ['a.cell', false],
    ['weighted F1', false],
  ]);
  expect(lines.map(({ rank }) => rank)).toEqual([2, 0, 1]);
  expect(lines[1].at.map((at) => Number(at.toFixed(6)))).toEqual([0.333333, 0, 1]);
  expect(parallel(rows.slice(0, 2), 'x')).toBeNull();
});

it('best so far, in the order in which rows were started', () => {
  expect(bestSoFar(rows)!.steps).toEqual([
    { name: '#3', seconds: 40, score: 0.85, best: 0.85 },
    { name: '#2', seconds: 70, score: 0.9, best: 0.9 },
    { name: '#0', seconds: 80, score: 0.8, best: 0.9 },
  ]);
  expect(bestSoFar(rows, true)!.steps.at(-1)!.best).toBe(0.8);
  expect(bestSoFar(rows.map((row) => ({ ...row, optimistic: true })))).toBeNull();
});

it('short numbers', () => {
  expect([0, 0.000216, 0.945, 64, 1e6].map(short)).toEqual(['0', '2.2e−4', '0.945', '64', '1e+6']);
});
