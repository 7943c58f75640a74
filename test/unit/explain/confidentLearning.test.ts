/** Label errors: against an independent computation (test/fixtures/confident_learning.py), and on labels flipped on purpose. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { checkLabels } from '../../../src/explain/confidentLearning.js';

interface Case {
  readonly classes: number;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly thresholds: number[];
  readonly joint: number[][];
  readonly estimatedErrors: number;
  readonly issues: number[];
  readonly suggested: number[];
  readonly confident: boolean[];
}
const file = resolve(import.meta.dirname, '../../fixtures/confident_learning.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

describe('checkLabels', () => {
  it.each(cases)('agrees with numpy ($classes classes)', (one) => {
    const found = checkLabels(one.labels, one.probabilities, one.classes);
    expect(found.joint).toEqual(one.joint);
    found.thresholds.forEach((threshold, c) => expect(threshold).toBeCloseTo(one.thresholds[c], 12));
    expect(found.estimatedErrors).toBeCloseTo(one.estimatedErrors, 9);
    expect(found.issues.map(({ index }) => index)).toEqual(one.issues);
    expect(found.issues.map(({ suggested }) => suggested)).toEqual(one.suggested);
    expect(found.issues.map(({ confident }) => confident)).toEqual(one.confident);
  });

  it('finds labels that were flipped, and estimates how many', () => {
    const random = new RandomStream(deriveKey(1, 'generate'));
    const labels: number[] = [];
    const probabilities: number[] = [];
    const flipped = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const truth = i % 4;
      if (random.uniform() < 0.05) flipped.add(i);
      labels.push(flipped.has(i) ? (truth + 1 + random.integer(3)) % 4 : truth);
      const weights = [0, 1, 2, 3].map((c) => Math.exp(random.normal() + (c === truth ? 5 : 0)));
      const sum = weights.reduce((a, b) => a + b, 0);
      probabilities.push(...weights.map((weight) => weight / sum));
    }
    const { issues, estimatedErrors } = checkLabels(labels, probabilities, 4);
    const top = issues.slice(0, flipped.size);
    expect(top.filter(({ index }) => flipped.has(index)).length / flipped.size).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(estimatedErrors - flipped.size)).toBeLessThan(0.5 * flipped.size);
  });

  it('has nothing to say of labels that are confirmed, unknown, or of a class without samples', () => {
    expect(checkLabels([0, 1], [0.9, 0.1, 0.1, 0.9], 2).issues).toEqual([]);
    expect(checkLabels([-1, 0], [0.1, 0.9, 0.9, 0.1], 2).issues).toEqual([]);
  });

  it('lists what is doubted without confidence, and does not count it', () => {
    const { issues, estimatedErrors } = checkLabels([0, 0], [0.9, 0.1, 0.1, 0.9], 2);
    expect(issues).toEqual([{ index: 1, label: 0, suggested: 1, selfConfidence: 0.1, confident: false }]);
    expect(estimatedErrors).toBe(0);
  });
});
