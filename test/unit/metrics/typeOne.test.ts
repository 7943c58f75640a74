/**
 * How often "better or worse" is said of two procedures that are equally good: learners of features that are alike, trained
 * and scored in cross-validation on simulated samples, so that folds share training samples as real ones do.
 */
import { expect, it } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { correctedTTest, holm, verdict } from '../../../src/metrics/paired.js';

const samples = 90;
const folds = 5;
const width = 3;

/**
 * Weighted F1 of `learners` in each fold of each repeat. Classes 0 (two thirds) and 1; learner i sees features of its own,
 * distributed as those of the others, and takes the nearest class mean of its training part.
 */
function crossValidate(learners: number, repeats: number, stream: RandomStream): number[][] {
  const labels = Array.from({ length: samples }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const x = Float64Array.from({ length: samples * learners * width }, (_, j) => {
    const sample = Math.floor(j / (learners * width));
    return stream.normal() + 0.7 * labels[sample];
  });
  const scores = Array.from({ length: learners }, () => [] as number[]);
  const order = labels.map((_, i) => i);
  for (let r = 0; r < repeats; r++) {
    const part = new Int32Array(samples);
    stream.shuffle(order);
    [0, 1].forEach((c) => order.filter((i) => labels[i] === c).forEach((i, n) => (part[i] = (n + c) % folds)));
    for (let k = 0; k < folds; k++) for (let l = 0; l < learners; l++) scores[l].push(scoreFold(l, k, part));
  }
  return scores;

  function scoreFold(l: number, k: number, part: Int32Array): number {
    const means = new Float64Array(2 * width);
    const counts = [0, 0];
    for (let i = 0; i < samples; i++) {
      if (part[i] === k) continue;
      counts[labels[i]]++;
      for (let f = 0; f < width; f++) means[labels[i] * width + f] += x[(i * learners + l) * width + f];
    }
    const matrix = [0, 0, 0, 0];
    for (let i = 0; i < samples; i++) {
      if (part[i] !== k) continue;
      let [near, far] = [0, 0];
      for (let f = 0; f < width; f++) {
        const value = x[(i * learners + l) * width + f];
        near += (value - means[f] / counts[0]) ** 2;
        far += (value - means[width + f] / counts[1]) ** 2;
      }
      matrix[2 * labels[i] + (far < near ? 1 : 0)]++;
    }
    const [tn, fp, fn, tp] = matrix;
    const f1 = (hit: number, missed: number, alarms: number): number =>
      hit === 0 ? 0 : (2 * hit) / (2 * hit + missed + alarms);
    const total = tn + fp + fn + tp;
    return (f1(tn, fp, fn) * (tn + fp) + f1(tp, fn, fp) * (fn + tp)) / total;
  }
}

/** Share of simulated tables in which any row is called better or worse than the first. */
function wrong(rows: number, repeats: number, tables: number, share = 1 / (folds - 1)): number {
  let said = 0;
  for (let t = 0; t < tables; t++) {
    const scores = crossValidate(rows + 1, repeats, new RandomStream(deriveKey(2025, 'selfTest', rows, repeats, t)));
    const results = scores.slice(1).map((own) =>
      correctedTTest(
        own.map((s, i) => s - scores[0][i]),
        share,
      ),
    );
    const adjusted = holm(results.map(({ p }) => p ?? 1));
    if (results.some((result, i) => ['better', 'worse'].includes(verdict(result, adjusted[i])))) said++;
  }
  return said / tables;
}

// The standard error of a share of 0.05 in 1,000 tables is 0.007.
it('at most 0.07 of five folds', () => {
  expect(wrong(1, 1, 1000)).toBeLessThanOrEqual(0.07);
});

it('at most 0.07 of three repeats of five folds', () => {
  expect(wrong(1, 3, 600)).toBeLessThanOrEqual(0.07);
});

it('at most 0.07 of a whole table of six rows', () => {
  expect(wrong(6, 1, 400)).toBeLessThanOrEqual(0.07);
});

it('more than that without the correction: the simulation can fail', () => {
  expect(wrong(1, 3, 300, 0)).toBeGreaterThan(0.15);
});
