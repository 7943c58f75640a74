import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { applyDecision, fitDecision, fitTemperature, fitWeights } from '../../../src/metrics/decision.js';

const classes = ['a', 'b', 'c'];

/** Samples whose label is drawn from probabilities; what is returned are those, made surer by a power. */
function drawn(samples: number, power: number, seed = 1) {
  const stream = new RandomStream(deriveKey(seed, 'selfTest'));
  const labels = new Int32Array(samples);
  const probabilities = new Float64Array(samples * 3);
  for (let i = 0; i < samples; i++) {
    const logits = classes.map(() => 1.5 * stream.normal());
    const soft = (scale: number): number[] => {
      const exponentials = logits.map((value) => Math.exp(scale * value));
      const sum = exponentials.reduce((a, b) => a + b);
      return exponentials.map((value) => value / sum);
    };
    const [a, b] = soft(1);
    const u = stream.uniform();
    labels[i] = u < a ? 0 : u < a + b ? 1 : 2;
    probabilities.set(soft(power), i * 3);
  }
  return { labels, probabilities };
}

describe('temperature', () => {
  test.each([0.5, 1, 3])('finds the power %f that made the probabilities too sure', (power) => {
    const { labels, probabilities } = drawn(4000, power);
    expect(fitTemperature(labels, probabilities, 3) / power).toBeCloseTo(1, 1);
  });

  test('never worsens the log loss of what it is fitted on, and moves no decision', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0.3, max: 4, noNaN: true }), (seed, power) => {
        const { labels, probabilities } = drawn(40, power, seed);
        const decision = fitDecision(labels, probabilities, classes, { temperature: true, metric: null });
        const [before, after] = decision.fitted.logLoss;
        expect(after).toBeLessThanOrEqual(before + 1e-9);
        const made = applyDecision(probabilities, 3, decision);
        expect(computeMetrics(labels, made, classes).confusionMatrix).toEqual(
          computeMetrics(labels, probabilities, classes).confusionMatrix,
        );
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test('certain mistakes do not break it', () => {
    const temperature = fitTemperature(Int32Array.from([0, 1]), Float64Array.from([0, 1, 0, 0, 1, 0]), 3);
    expect(temperature).toBeGreaterThan(1);
    expect(fitTemperature(new Int32Array(0), new Float64Array(0), 3)).toBe(1);
  });
});

describe('weights of the classes', () => {
  test('undo a class that is preferred too much', () => {
    const { labels, probabilities } = drawn(1000, 1);
    const skewed = applyDecision(probabilities, 3, {
      temperature: 1,
      weights: [4, 1, 1],
      fitted: { samples: 0, logLoss: [0, 0], metric: null, value: null },
    });
    const weights = fitWeights(labels, skewed, classes, 'accuracy');
    const after = applyDecision(skewed, 3, {
      temperature: 1,
      weights,
      fitted: { samples: 0, logLoss: [0, 0], metric: null, value: null },
    });
    const accuracy = (values: Float64Array): number => computeMetrics(labels, values, classes).accuracy;
    expect(accuracy(after)).toBeGreaterThan(accuracy(skewed) + 0.05);
    expect(Math.abs(accuracy(after) - accuracy(probabilities))).toBeLessThan(0.02);
  });

  test('never worsen the metric where they are fitted; rows go on summing to 1', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom('macroF1' as const, 'weightedF1' as const), (seed, metric) => {
        const { labels, probabilities } = drawn(30, 1, seed);
        const decision = fitDecision(labels, probabilities, classes, { temperature: false, metric });
        const [before, after] = decision.fitted.value!;
        expect(after).toBeGreaterThanOrEqual(before);
        const made = applyDecision(probabilities, 3, decision);
        expect(computeMetrics(labels, made, classes)[metric]).toBe(after);
        for (let i = 0; i < made.length; i += 3) expect(made[i] + made[i + 1] + made[i + 2]).toBeCloseTo(1, 12);
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  test('stay 1 where nothing can be won', () => {
    expect(
      fitWeights(Int32Array.from([0, 1]), Float64Array.from([0.9, 0.1, 0, 0.1, 0.9, 0]), classes, 'macroF1'),
    ).toEqual([1, 1, 1]);
  });
});
