import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedTTest, holm, verdict } from '../../../src/metrics/paired.js';
import { criticalT, twoSidedP } from '../../../src/metrics/studentT.js';
import { mean, standardDeviation, summarise } from '../../../src/metrics/summary.js';
import { fixture } from './fixture.js';

describe('Student’s t is SciPy’s', () => {
  it('tail', () => {
    for (const one of fixture.student)
      expect(twoSidedP(one.t, one.degrees), JSON.stringify(one)).toBeCloseTo(one.p, 12);
  });
  it('quantile', () => {
    for (const one of fixture.critical) expect(criticalT(one.alpha, one.degrees) / one.t).toBeCloseTo(1, 11);
  });
});

describe('corrected resampled t-test', () => {
  it.each(fixture.paired)('$differences.length folds', (one) => {
    const result = correctedTTest(one.differences, one.testShare);
    for (const key of ['difference', 'low', 'high', 'p'] as const) expect(result[key]).toBeCloseTo(one[key], 11);
    expect(result.folds).toBe(one.differences.length);
  });

  it('knows no interval of one fold, and no evidence in equal runs', () => {
    const one = correctedTTest([0.1], 0.25);
    expect([one.low, one.p, one.detectable]).toEqual([null, null, null]);
    expect(verdict(one, null)).toBe('undecided');
    const same = correctedTTest([0, 0, 0, 0], 1 / 3, true);
    expect(same).toMatchObject({ difference: 0, low: 0, high: 0, p: 1 });
    expect(verdict(same, same.p)).toBe('equivalent');
  });

  it('takes the same difference in every fold for no certainty', () => {
    const same = correctedTTest([0.05, 0.05, 0.05, 0.05, 0.05], 0.25);
    expect(same).toMatchObject({ difference: 0.05, low: null, high: null, p: null, detectable: null, folds: 5 });
    expect(verdict(same, null)).toBe('undecided');
  });

  it('takes no difference in any fold for none only of runs that predict the same', () => {
    // Few samples a fold: two models that err on different ones may well score alike in every fold.
    for (const alike of [
      [0, 0, 0, 0],
      [1e-16, 0, -1e-16, 0],
    ]) {
      const chance = correctedTTest(alike, 1 / 3);
      expect(chance).toMatchObject({ low: null, high: null, p: null, detectable: null });
      expect(verdict(chance, null)).toBe('undecided');
    }
  });

  it('is wider than the plain paired t-test, always', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (differences) => {
          const corrected = correctedTTest(differences, 0.25);
          const plain = correctedTTest(differences, 0);
          fc.pre(corrected.detectable !== null && plain.detectable !== null);
          expect(corrected.detectable!).toBeGreaterThanOrEqual(plain.detectable!);
          expect(corrected.p!).toBeGreaterThanOrEqual(plain.p! - 1e-12);
        },
      ),
    );
  });
});

describe('verdict', () => {
  const of = (low: number, high: number) => ({
    difference: (low + high) / 2,
    low,
    high,
    p: 0,
    detectable: (high - low) / 2,
    folds: 5,
  });
  it.each([
    [0.009, 0.034, 0.01, 'better'],
    [-0.038, -0.018, 0.01, 'worse'],
    [0.009, 0.034, 0.06, 'undecided'],
    [-0.006, 0.008, 0.7, 'equivalent'],
    [0.001, 0.008, 0.01, 'equivalent'],
    [-0.01, 0.037, 0.2, 'undecided'],
  ])('[%f, %f] with p %f is %s', (low, high, p, word) => {
    expect(verdict(of(low, high), p)).toBe(word);
  });
  it('turns round for log loss', () => {
    expect(verdict(of(0.02, 0.04), 0.01, { lowerIsBetter: true })).toBe('worse');
    expect(verdict(of(-0.04, -0.02), 0.01, { lowerIsBetter: true })).toBe('better');
  });
});

it('Holm’s adjustment is statsmodels’', () => {
  holm(fixture.holm.p).forEach((p, i) => expect(p).toBeCloseTo(fixture.holm.adjusted[i], 12));
  expect(holm([])).toEqual([]);
});

describe('summarise', () => {
  const metrics = (value: number) => ({
    accuracy: value,
    balancedAccuracy: value / 2,
    macroF1: 0,
    weightedF1: 1,
    logLoss: 2 * value,
  });
  it('gives mean and sample deviation of each metric', () => {
    const { mean: center, std } = summarise([metrics(0.8), metrics(0.9), metrics(1)]);
    expect(center).toEqual({
      accuracy: expect.closeTo(0.9, 12),
      balancedAccuracy: expect.closeTo(0.45, 12),
      macroF1: 0,
      weightedF1: 1,
      logLoss: expect.closeTo(1.8, 12),
    });
    expect(std).toEqual({
      accuracy: expect.closeTo(0.1, 12),
      balancedAccuracy: expect.closeTo(0.05, 12),
      macroF1: 0,
      weightedF1: 0,
      logLoss: expect.closeTo(0.2, 12),
    });
  });
  it('has no deviation of one fold and refuses none', () => {
    expect(summarise([metrics(0.8)]).std.accuracy).toBe(0);
    expect(() => summarise([])).toThrow(RangeError);
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 12);
  });
});
