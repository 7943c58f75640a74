/** Comparisons over samples: SciPy's intervals, and what picking the best flatters by, against its known value. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { quantile } from '../../../src/base/quantile.js';
import { bootstrapDifference } from '../../../src/metrics/bootstrap.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { findableDifference } from '../../../src/metrics/paired.js';
import { resample, type PooledSystems } from '../../../src/metrics/resample.js';
import { selectionEffect } from '../../../src/metrics/selectionEffect.js';
import { criticalT } from '../../../src/metrics/studentT.js';
import { mean } from '../../../src/metrics/summary.js';
import { scalarMetrics } from '../../../src/metrics/types.js';

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/statistics.json', import.meta.url), 'utf8')) as {
  labels: number[];
  predicted: number[][];
  groups: number[];
  bootstrap: { metric: 'macroF1' | 'weightedF1'; difference: number; samples: number[]; groups: number[] }[];
  power: { folds: number; errors: number }[];
};

const labels = Int32Array.from(fixture.labels);
const systems = fixture.predicted.map((each) => ({
  predicted: Int32Array.from(each),
  losses: Float64Array.from(each, (c, i) => (c === fixture.labels[i] ? 0.2 : 1.7)),
}));
const data: PooledSystems = { labels, classes: 3, groups: null, systems };
const key = deriveKey(7, 'bootstrap');

describe('paired bootstrap', () => {
  // Two simulations of 2,000 and 20,000 draws: the ends of their intervals differ by a few thousandths.
  it.each(fixture.bootstrap)('$metric is SciPy’s', ({ metric, difference, samples, groups }) => {
    const own = bootstrapDifference(resample(data, metric, 2000, key), 1, 0);
    expect(own.difference).toBeCloseTo(difference, 12);
    expect(own.units).toBe(240);
    const grouped = { ...data, groups: Int32Array.from(fixture.groups) };
    const by = bootstrapDifference(resample(grouped, metric, 2000, key), 1, 0);
    expect(by.units).toBe(40);
    for (const [found, [low, high]] of [
      [own, samples],
      [by, groups],
    ] as const) {
      expect(Math.abs(found.low - low)).toBeLessThan(0.008);
      expect(Math.abs(found.high - high)).toBeLessThan(0.008);
    }
  });

  it('scores the whole as computeMetrics does', () => {
    const probabilities = Float64Array.from(
      fixture.predicted[0].flatMap((c) => [0, 1, 2].map((k) => (k === c ? 1 : 0))),
    );
    const expected = computeMetrics(labels, probabilities, ['a', 'b', 'c']);
    for (const metric of scalarMetrics) {
      const [whole] = resample(data, metric, 1, key).whole;
      if (metric === 'logLoss') expect(whole).toBeCloseTo(mean([...systems[0].losses]), 12);
      else expect(whole).toBeCloseTo(expected[metric], 12);
    }
  });

  it('keeps groups whole', () => {
    const [first] = [{ ...data, groups: new Int32Array(240).map((_, i) => (i < 120 ? 4 : 9)) }];
    const { drawn, units } = resample(first, 'accuracy', 200, key);
    expect(units).toBe(2);
    // Two groups: both, or one of them twice.
    expect(new Set([...drawn[0]].map((score) => score.toFixed(9))).size).toBe(3);
  });

  it('interpolates quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
    expect(quantile([5], 0.3)).toBe(5);
  });
});

/** Systems that are right with the same probability, each by itself: the best of them is the luckiest. */
function equals(count: number, samples: number, right: number, seed: number): PooledSystems {
  const stream = new RandomStream(deriveKey(seed, 'selfTest'));
  const truth = Int32Array.from({ length: samples }, () => stream.integer(2));
  return {
    ...{ labels: truth, classes: 2, groups: null },
    systems: Array.from({ length: count }, () => ({
      predicted: truth.map((c) => (stream.uniform() < right ? c : 1 - c)),
      losses: new Float64Array(samples),
    })),
  };
}

describe('the effect of picking the best', () => {
  it('is nothing where there is nothing to pick', () => {
    const { effect, best, chosen } = selectionEffect(resample(equals(1, 80, 0.8, 3), 'macroF1', 100, key));
    expect([best, chosen]).toEqual([0, [1]]);
    expect(effect).toBeCloseTo(0, 12);
  });

  it('is what the best of equals has by luck, on average over 60 tables', () => {
    const runs = Array.from({ length: 60 }, (_, i) => {
      const { effect, score } = selectionEffect(resample(equals(8, 150, 0.8, 100 + i), 'accuracy', 120, key));
      return { effect, luck: score - 0.8 };
    });
    const [effect, luck] = [mean(runs.map((run) => run.effect)), mean(runs.map((run) => run.luck))];
    // sqrt(0.8 · 0.2 / 150) · 1.42, the mean of the largest of eight normals.
    expect(luck).toBeGreaterThan(0.038);
    expect(luck).toBeLessThan(0.055);
    expect(Math.abs(effect - luck)).toBeLessThan(0.008);
  });

  it('is nearly nothing where one is far better', () => {
    const { systems: weak, ...rest } = equals(5, 300, 0.6, 5);
    const strong = { predicted: rest.labels.map((c, i) => (i % 12 === 0 ? 1 - c : c)), losses: new Float64Array(300) };
    const found = selectionEffect(resample({ ...rest, systems: [...weak, strong] }, 'weightedF1', 300, key));
    expect(found.best).toBe(5);
    expect(found.chosen[5]).toBe(1);
    expect(Math.abs(found.effect)).toBeLessThan(0.003);
  });

  it('knows that a small loss is the good one', () => {
    const losses = (value: number): Float64Array => new Float64Array(40).fill(value);
    const base = equals(1, 40, 0.8, 1);
    const [{ predicted }] = base.systems;
    const both = {
      ...base,
      systems: [
        { predicted, losses: losses(0.5) },
        { predicted, losses: losses(0.4) },
      ],
    };
    expect(selectionEffect(resample(both, 'logLoss', 50, key), true).best).toBe(1);
  });
});

describe('power', () => {
  it.each(fixture.power)('of $folds folds is that of statsmodels, nearly', ({ folds, errors }) => {
    const error = 0.01;
    const detectable = criticalT(0.05, folds - 1) * error;
    const found = findableDifference({ difference: 0, low: 0, high: 0, p: 1, detectable, folds })!;
    // The usual approximation by two t quantiles; the exact value needs the noncentral distribution.
    expect(found / error / errors).toBeGreaterThan(0.95);
    expect(found / error / errors).toBeLessThan(1.05);
  });
});
