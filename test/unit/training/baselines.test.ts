import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomUint32 } from '../../../src/base/random.js';
import { parseExperiment } from '../../../src/config/load.js';
import type { Experiment } from '../../../src/config/schema.js';
import { applyPreprocessing, fitPreprocessing } from '../../../src/data/prepare.js';
import type { Dataset, Fold } from '../../../src/data/types.js';
import { fitBaseline, restoreBaseline, type BaselineState } from '../../../src/training/baselines/index.js';
import { minimise } from '../../../src/training/baselines/lbfgs.js';
import { fitLogistic, logisticProbabilities } from '../../../src/training/baselines/logistic.js';
import { summaryFeatures } from '../../../src/training/baselines/summaryFeatures.js';
import { penalties, type SummaryLinearState } from '../../../src/training/baselines/summaryLinear.js';

/** What test/fixtures/baselines.py wrote. */
interface Fixture {
  readonly labels: number[];
  readonly features: number[];
  readonly standardised: { readonly fit: number[]; readonly score: number[] };
  readonly chosen: number;
  readonly solutions: readonly {
    readonly l2: number;
    readonly selectLogLoss: number;
    readonly probabilities: number[];
  }[];
}
const fixture = JSON.parse(readFileSync(new URL('../../fixtures/baselines.json', import.meta.url), 'utf8')) as Fixture;
const samples = fixture.labels.length;
const longest = 20;

const drawn = (stream: number, counter: number): number =>
  randomUint32({ k0: 1, k1: stream }, counter) / 2147483648 - 1;

/** The data of test/fixtures/baselines.py. */
function drawDataset(): Dataset {
  const rowStart = new Uint32Array(samples + 1);
  const channels: number[][] = [[], [], [], []];
  const codes: number[] = [];
  for (let i = 0; i < samples; i++) {
    const length = 1 + Math.floor(((drawn(1, i) + 1) / 2) * (longest - 1) + 0.5);
    const label = fixture.labels[i];
    for (let t = 0; t < length; t++) {
      const at = longest * i + t;
      channels[0].push(100 + 5 * drawn(10, at) + 2 * label);
      channels[1].push(drawn(11, at) * (1 + label / 2));
      channels[2].push(drawn(12, at) + 0.02 * t * (label - 1));
      channels[3].push(7.25);
      codes.push(Math.floor(((drawn(20, at) + 1) / 2) * 3));
    }
    rowStart[i + 1] = rowStart[i] + length;
  }
  return {
    sampleIds: Array.from({ length: samples }, (_, i) => String(i)),
    rowStart,
    continuous: channels.map((values, i) => ({ name: `x${i}`, values: Float32Array.from(values) })),
    categorical: [{ name: 'mood', codes: Uint16Array.from(codes), levels: ['a', 'b', 'c'] }],
    labels: Int32Array.from(fixture.labels),
    classes: ['low', 'middle', 'high'],
    groups: null,
    hash: '',
    sampleHashes: [],
  };
}

const dataset = drawDataset();
const part = (keep: (remainder: number) => boolean): Int32Array =>
  Int32Array.from({ length: samples }, (_, i) => i).filter((i) => keep(i % 6));
const fold: Fold = {
  repeat: 0,
  fold: 0,
  fit: part((r) => r >= 2),
  select: part((r) => r === 1),
  score: part((r) => r === 0),
};
const roles = { categorical: [{ name: 'mood', size: 4 }], transform: {} };
const experimentWith = (settings: object): Experiment =>
  parseExperiment(JSON.stringify({ data: { train: 'x.csv' }, ...settings }), 'x.json').experiment;
const plain = experimentWith({});
const unselected = experimentWith({ validation: { selection: 'none' } });

const furthest = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  expect(actual.length).toBe(expected.length);
  return Array.from(actual).reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i])), 0);
};
const solution = (l2: number) => fixture.solutions.find((one) => one.l2 === l2)!;

describe('summaryLinear', () => {
  it('summarises channels and categories as numpy does', () => {
    const experiment = experimentWith({ preprocessing: { scaling: 'none' } });
    const preprocessing = fitPreprocessing(dataset, fold.fit, experiment, roles);
    const prepared = applyPreprocessing(dataset, preprocessing);
    const { names, values } = summaryFeatures(dataset, prepared, preprocessing, fold.score);
    expect(names.slice(0, 5)).toEqual(['x0.mean', 'x0.deviation', 'x0.minimum', 'x0.maximum', 'x0.slope']);
    expect(names.slice(-3)).toEqual(['mood=a', 'mood=b', 'mood=c']);
    // The fixture blanks the constant channel x3.
    const own = values.map((value, i) => (names[i % names.length].startsWith('x3') ? 0 : value));
    expect(furthest(own, fixture.features)).toBeLessThan(1e-9);
  });

  it('gives the probabilities of scikit-learn at the penalty that the select part chooses', () => {
    const { state, probabilities } = fitBaseline('summaryLinear', dataset, fold, plain, roles);
    expect((state as SummaryLinearState).l2).toBe(fixture.chosen);
    expect(furthest(probabilities(dataset, fold.score), solution(fixture.chosen).probabilities)).toBeLessThan(1e-4);
  });

  it('uses a penalty of 1 where nothing selects', () => {
    const byNone = fitBaseline('summaryLinear', dataset, fold, unselected, roles);
    expect(furthest(byNone.probabilities(dataset, fold.score), solution(1).probabilities)).toBeLessThan(1e-4);
    const byEmpty = fitBaseline('summaryLinear', dataset, { ...fold, select: new Int32Array() }, plain, roles);
    expect(byEmpty.state).toEqual(byNone.state);
  });

  it.each(penalties)('solves the regression as scikit-learn does at a penalty of %d', (l2) => {
    const examples = {
      features: Float64Array.from(fixture.standardised.fit),
      columns: fixture.features.length / fold.score.length,
      labels: fold.fit.map((sample) => dataset.labels[sample]),
      classes: 3,
    };
    const scored = Float64Array.from(fixture.standardised.score);
    const probabilities = logisticProbabilities(fitLogistic(examples, l2), scored, examples.columns);
    expect(furthest(probabilities, solution(l2).probabilities)).toBeLessThan(1e-6);
  });

  it.each(['robust', 'minmax', 'none'])('does not depend on the scaling of channels: %s', (scaling) => {
    const standard = fitBaseline('summaryLinear', dataset, fold, unselected, roles);
    const experiment = experimentWith({ preprocessing: { scaling }, validation: { selection: 'none' } });
    const other = fitBaseline('summaryLinear', dataset, fold, experiment, roles);
    const [a, b] = [standard, other].map(({ probabilities }) => probabilities(dataset, fold.score));
    expect(furthest(a, b)).toBeLessThan(1e-4);
  });

  it('gives a class that the fit part lacks the probability 0', () => {
    const fit = fold.fit.filter((sample) => dataset.labels[sample] !== 1);
    const { probabilities } = fitBaseline('summaryLinear', dataset, { ...fold, fit }, plain, roles);
    const given = probabilities(dataset, fold.score);
    fold.score.forEach((_, i) => {
      expect(given[i * 3 + 1]).toBe(0);
      expect(given[i * 3] + given[i * 3 + 2]).toBeCloseTo(1, 12);
    });
  });

  it('knows no order of samples and ignores what is not in the fit part', () => {
    const labels = dataset.labels.map((label, i) => (fold.score.includes(i) ? (label + 1) % 3 : label));
    const other = fitBaseline('summaryLinear', { ...dataset, labels }, fold, plain, roles);
    expect(other.state).toEqual(fitBaseline('summaryLinear', dataset, fold, plain, roles).state);
    const backwards = fold.score.slice().reverse();
    const given = other.probabilities(dataset, fold.score);
    expect(other.probabilities(dataset, backwards).subarray(0, 3)).toEqual(given.subarray(-3));
  });
});

describe('majority', () => {
  it('gives everybody the shares of the fit part', () => {
    const { probabilities, state } = fitBaseline('majority', dataset, fold, plain, roles);
    const counts = [0, 1, 2].map((label) => fold.fit.filter((sample) => dataset.labels[sample] === label).length);
    const shares = counts.map((count) => count / fold.fit.length);
    expect(state).toEqual({ kind: 'majority', shares });
    expect(Array.from(probabilities(dataset, fold.score.subarray(0, 2)))).toEqual([...shares, ...shares]);
  });
});

it.each(['majority', 'summaryLinear'] as const)('%s comes back from JSON with the same bits', (kind) => {
  const fitted = fitBaseline(kind, dataset, fold, plain, roles);
  const restored = restoreBaseline(JSON.parse(JSON.stringify(fitted.state)) as BaselineState);
  expect(restored.state).toEqual(fitted.state);
  expect(restored.probabilities(dataset, fold.score)).toEqual(fitted.probabilities(dataset, fold.score));
});

describe('minimise', () => {
  it('finds the minimum of any convex quadratic', () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 36, maxLength: 36 }),
        fc.array(entry, { minLength: 6, maxLength: 6 }),
        (a, centre) => {
          // (x - centre)ᵀ (AᵀA + 0.1) (x - centre) / 2
          const f = (x: Float64Array, gradient: Float64Array): number => {
            const away = x.map((value, i) => value - centre[i]);
            const image = away.map((_, row) => away.reduce((sum, value, i) => sum + a[row * 6 + i] * value, 0));
            away.forEach((value, i) => {
              gradient[i] = 0.1 * value + image.reduce((sum, im, row) => sum + a[row * 6 + i] * im, 0);
            });
            return [...away].reduce((sum, value, i) => sum + (0.1 * value * value + image[i] * image[i]) / 2, 0);
          };
          const { x, converged } = minimise(f, new Float64Array(6), { tolerance: 1e-9 });
          expect(converged).toBe(true);
          expect(furthest(x, centre)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says so where it stops before it has converged', () => {
    const f = (x: Float64Array, gradient: Float64Array): number => {
      gradient[0] = -Math.exp(-x[0]);
      return Math.exp(-x[0]);
    };
    expect(minimise(f, new Float64Array(1), { tolerance: 1e-12, maxIterations: 3 }).converged).toBe(false);
  });
});
