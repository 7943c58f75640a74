import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  align,
  epochTicks,
  linearTicks,
  logTicks,
  lossLimits,
  meanBand,
  metricLimits,
} from '../../../webview/chart/curves.js';
import { pushApart } from '../../../webview/chart/pushApart.js';
import { clock, percent, roughly } from '../../../webview/format.js';

describe('curves', () => {
  it('align by epoch', () => {
    expect(align([1, 2, 4], [0.1, 0.2, 0.4], 5)).toEqual([0.1, 0.2, null, 0.4, null]);
  });

  it('have a mean that ends where the first fold stops', () => {
    const band = meanBand([
      [1, 2, 3],
      [3, 4, null],
    ]);
    expect(band?.mean).toEqual([2, 3, null]);
    // Sample standard deviation of two values that are 2 apart.
    expect(band?.high[0]).toBeCloseTo(2 + Math.SQRT2, 12);
    expect(meanBand([[1, 2]])).toBeNull();
    expect(meanBand([[1], [null]])).toBeNull();
  });
});

describe('axes', () => {
  it('have ticks that people count in', () => {
    expect(linearTicks(0.7, 1)).toEqual([0.7, 0.8, 0.9, 1]);
    expect(logTicks(0.05, 0.8)).toEqual([0.05, 0.1, 0.2, 0.5]);
    expect(logTicks(1e-5, 10)).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]);
    expect(epochTicks(1, 60, 6)).toEqual([1, 10, 20, 30, 40, 50, 60]);
    expect(epochTicks(1, 2, 6)).toEqual([1, 2]);
  });

  it('hold what they show, but for a start far below the rest', () => {
    const row = [0.1, 0.7, 0.8, 0.85, 0.9, 0.91, 0.92, 0.91];
    const [low, high] = metricLimits([row]);
    expect(low).toBeGreaterThan(0.5);
    expect(high).toBeGreaterThanOrEqual(0.92);
    expect(metricLimits([])).toEqual([0, 1]);
  });

  it('never turn round, whatever the losses are', () => {
    const values = fc.array(fc.oneof(fc.constant(null), fc.double({ min: 1e-12, max: 1e6, noNaN: true })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, fc.boolean(), (row, log) => {
        const [low, high] = lossLimits([row], log);
        expect(low).toBeLessThan(high);
        if (log) expect(low).toBeGreaterThan(0);
        for (const value of row)
          if (value !== null) expect(value).toSatisfy((v: number) => v >= low * 0.999999 && v <= high * 1.000001);
      }),
    );
  });

  it('hold every value of a metric between 0 and 1', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (row) => {
        const [low, high] = metricLimits([row]);
        expect(low).toBeLessThan(high);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(Math.max(...row)).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });
});

describe('labels', () => {
  it('keep their distance, inside the chart where they fit', () => {
    const places = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(places, (wished) => {
        const placed = [...pushApart(wished, 14, 0, 200)].sort((a, b) => a - b);
        for (let i = 1; i < placed.length; i++) expect(placed[i] - placed[i - 1]).toBeGreaterThanOrEqual(14 - 1e-6);
        expect(placed.every((place) => place >= -1e-6 && place <= 200 + 1e-6)).toBe(true);
      }),
    );
  });

  it('stay where they wish where they can', () => {
    expect(pushApart([50, 100], 14, 0, 200)).toEqual([50, 100]);
    expect(pushApart([100, 98], 14, 0, 200)).toEqual([112, 98]);
  });
});

describe('words for numbers', () => {
  it('are no finer than they are true', () => {
    expect([3, 38, 420, 7900].map(roughly)).toEqual(['under 5 s', '40 s', '7 min', '2 h 10 min']);
    expect([3.2, 42, 171, 3771].map(clock)).toEqual(['3.2 s', '42 s', '2:51', '1:02:51']);
    expect([percent(1, 1000), percent(999, 1000), percent(0, 5), percent(1, 3)]).toEqual([
      '<1 %',
      '>99 %',
      '–',
      '33 %',
    ]);
  });
});
