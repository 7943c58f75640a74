import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { scalarMetrics } from '../../../src/metrics/types.js';
import { fixture } from './fixture.js';

describe('computeMetrics gives scikit-learn’s figures', () => {
  it.each(fixture.cases)('$name', (one) => {
    const metrics = computeMetrics(Int32Array.from(one.labels), Float64Array.from(one.probabilities), one.classes);
    for (const name of scalarMetrics) expect(metrics[name], name).toBeCloseTo(one[name], 12);
    expect(metrics.confusionMatrix).toEqual(one.confusionMatrix);
    expect(metrics.classes).toEqual(one.classes);
    one.classes.forEach((name, c) => {
      const { precision, recall, f1, support } = metrics.perClass[name];
      expect(precision).toBeCloseTo(one.perClass[c].precision, 12);
      expect(recall).toBeCloseTo(one.perClass[c].recall, 12);
      expect(f1).toBeCloseTo(one.perClass[c].f1, 12);
      expect(support).toBe(one.perClass[c].support);
    });
  });
});

describe('computeMetrics', () => {
  it('refuses what cannot be scored', () => {
    const half = Float64Array.of(0.5, 0.5);
    expect(() => computeMetrics(new Int32Array(0), new Float64Array(0), ['a', 'b'])).toThrow(RangeError);
    expect(() => computeMetrics(Int32Array.of(-1), half, ['a', 'b'])).toThrow('sample 0: label -1');
    expect(() => computeMetrics(Int32Array.of(2), half, ['a', 'b'])).toThrow(RangeError);
    expect(() => computeMetrics(Int32Array.of(0, 1), half, ['a', 'b'])).toThrow(
      '2 probabilities for 2 samples of 2 classes',
    );
  });

  it('keeps its laws for any predictions', () => {
    const predictions = fc.integer({ min: 2, max: 5 }).chain((classes) =>
      fc.record({
        classes: fc.constant(classes),
        rows: fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: classes - 1 }),
            fc.array(fc.integer({ min: 1, max: 99 }), { minLength: classes, maxLength: classes }),
          ),
          { minLength: 1, maxLength: 40 },
        ),
      }),
    );
    fc.assert(
      fc.property(predictions, ({ classes, rows }) => {
        const names = Array.from({ length: classes }, (_, c) => `c${c}`);
        const labels = Int32Array.from(rows, ([label]) => label);
        const probabilities = Float64Array.from(
          rows.flatMap(([, weights]) => weights.map((w) => w / weights.reduce((a, b) => a + b, 0))),
        );
        const metrics = computeMetrics(labels, probabilities, names);
        // Weighted recall is accuracy; every sample is in one cell; order of samples does not matter.
        const recall = names.reduce(
          (sum, name) => sum + metrics.perClass[name].recall * metrics.perClass[name].support,
          0,
        );
        expect(recall / rows.length).toBeCloseTo(metrics.accuracy, 12);
        expect(metrics.confusionMatrix.flat().reduce((a, b) => a + b, 0)).toBe(rows.length);
        for (const name of ['accuracy', 'balancedAccuracy', 'macroF1', 'weightedF1'] as const) {
          expect(metrics[name]).toBeGreaterThanOrEqual(0);
          expect(metrics[name]).toBeLessThanOrEqual(1 + 1e-12);
        }
        const turned = computeMetrics(
          labels.slice().reverse(),
          Float64Array.from(rows.toReversed().flatMap(([, w]) => w.map((x) => x / w.reduce((a, b) => a + b, 0)))),
          names,
        );
        expect(turned.confusionMatrix).toEqual(metrics.confusionMatrix);
        expect(turned.logLoss).toBeCloseTo(metrics.logLoss, 12);
      }),
    );
  });
});
