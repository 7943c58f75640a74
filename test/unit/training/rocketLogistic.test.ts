/** The logistic regression on MiniRocket's features: the optimum that a direct fit finds, with a penalty chosen on parts left out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { fitLogistic, logits } from '../../../src/training/baselines/logistic.js';
import { fitScale } from '../../../src/training/baselines/rocket/calibrate.js';
import { fitClassifier } from '../../../src/training/baselines/rocket/classifier.js';
import { fitRocketLogistic, logisticPenalties } from '../../../src/training/baselines/rocket/logistic.js';

const classes = 3;

/** Centred features in which the first columns tell something of the class; labels take turns. */
function draw(count: number, columns: number, seed: number) {
  const random = new RandomStream(deriveKey(seed, 'generate'));
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const raw = Array.from(labels, (label) =>
    Array.from({ length: columns }, (_, j) => random.normal() + (j % classes === label && j < 6 ? 1 : 0)),
  );
  const means = raw[0].map((_, j) => raw.reduce((sum, row) => sum + row[j] / count, 0));
  return { features: Float32Array.from(raw.flatMap((row) => row.map((value, j) => value - means[j]))), labels };
}

describe.each([
  ['more features than samples', 24, 60],
  ['more samples than features', 45, 7],
])('with %s', (_, count, columns) => {
  const { features, labels } = draw(count, columns, 5);
  const parts = Int32Array.from(labels, (_, i) => Math.floor(i / classes) % 4);
  const wide = Float64Array.from(features);
  const fitted = fitRocketLogistic(features, columns, labels, classes, parts);

  it('weights and intercepts are those of a fit on the features themselves', () => {
    const direct = fitLogistic({ features: wide, columns, labels, classes }, fitted.penalty);
    direct.weights.forEach((weight, at) => {
      expect(fitted.weights[at]).toBeCloseTo(weight, 5);
    });
    direct.bias.forEach((bias, c) => {
      expect(fitted.intercept[c]).toBeCloseTo(bias, 5);
    });
  });

  it('the penalty is the one with the smallest cross entropy of the parts left out, with the scale that belongs to it', () => {
    const rows = (wanted: (i: number) => boolean) => {
      const chosen = [...labels.keys()].filter(wanted);
      const values = chosen.flatMap((i) => [...wide.subarray(i * columns, (i + 1) * columns)]);
      return { features: Float64Array.from(values), labels: Int32Array.from(chosen, (i) => labels[i]) };
    };
    const scales = logisticPenalties.map((penalty) => {
      const left = [0, 1, 2, 3].map((part) => ({
        model: fitLogistic({ ...rows((i) => parts[i] !== part), columns, classes }, penalty),
        own: rows((i) => parts[i] === part),
      }));
      const values = left.flatMap(({ model, own }) => [...logits(model, own.features, columns)]);
      const truth = Int32Array.from(left.flatMap(({ own }) => [...own.labels]));
      return fitScale(Float64Array.from(values), truth, classes);
    });
    const best = scales.reduce((least, { loss }, at) => (loss < scales[least].loss ? at : least), 0);
    expect(fitted.penalty).toBe(logisticPenalties[best]);
    expect(fitted.scale).toBeCloseTo(scales[best].scale, 3);
  });
});

it('ends on whatever it is given: samples twice, features that never vary, classes of one sample, one part, no signal', () => {
  const value = fc.constantFrom(-3, 0, 0, 1e-6, 0.5, 100);
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }).chain((count) =>
        fc.record({
          values: fc.array(value, { minLength: 4 * count, maxLength: 4 * count }),
          labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: count, maxLength: count }),
          groups: fc.option(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count })),
        }),
      ),
      ({ values, labels, groups }) => {
        const present = [...new Set(labels)];
        const examples = {
          features: Float32Array.from(values),
          columns: 4,
          labels: Int32Array.from(labels, (label) => present.indexOf(label)),
          classes: present.length,
          groups: groups && Int32Array.from(groups),
        };
        const { weights, intercept, scale } = fitClassifier('logistic', examples, deriveKey(1, 'rocket'));
        expect([...weights, ...intercept, scale].every(Number.isFinite)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('leaves out whole groups to choose the penalty, where samples have groups', () => {
  // Labels are drawn for each group, and its samples are alike: only who sees half of a group can predict its other half.
  const random = new RandomStream(deriveKey(2, 'generate'));
  const groups = Int32Array.from({ length: 40 }, (_, i) => i >> 2);
  const centre = Array.from({ length: 10 }, () => Array.from({ length: 30 }, () => random.normal()));
  const features = Float32Array.from(
    [...groups].flatMap((group) => centre[group].map((x) => x + random.normal() / 20)),
  );
  const labels = groups.map((group) => group % 2);
  const examples = { features, columns: 30, labels, classes: 2 };
  const penaltyWith = (own: Int32Array | null) =>
    fitClassifier('logistic', { ...examples, groups: own }, deriveKey(3, 'rocket')).penalty;
  expect(penaltyWith(groups)).toBeGreaterThan(penaltyWith(null));
});
