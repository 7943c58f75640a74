import { describe, expect, it } from 'vitest';
import { calibration } from '../../../src/metrics/calibration.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { comparisonSentence, detectableSentence } from '../../../src/metrics/comparisonFindings.js';
import { calibrationFinding, findings } from '../../../src/metrics/findings.js';
import { correctedTTest, type Verdict } from '../../../src/metrics/paired.js';

/** Metrics of predictions that give this confusion matrix. */
function ofMatrix(matrix: number[][], classes: string[]) {
  const pairs = matrix.flatMap((row, truth) =>
    row.flatMap((count, answer) => Array.from({ length: count }, () => [truth, answer])),
  );
  const probabilities = new Float64Array(pairs.length * classes.length);
  pairs.forEach(([, answer], i) => (probabilities[i * classes.length + answer] = 1));
  return computeMetrics(
    Int32Array.from(pairs, ([truth]) => truth),
    probabilities,
    classes,
  );
}
const said = (matrix: number[][], classes = ['no_pain', 'low_pain', 'high_pain'].slice(0, matrix.length)): string =>
  findings(ofMatrix(matrix, classes))
    .map((one) => one.text)
    .join(' ');

describe('findings', () => {
  it('says what the pain task shows', () => {
    expect(
      said([
        [494, 17, 0],
        [15, 71, 8],
        [0, 6, 50],
      ]),
    ).toBe(
      'low_pain is the weak class: 23 of 94 are missed, 15 of them taken for no_pain. No high_pain sample is taken for no_pain.',
    );
  });
  it.each([
    [
      'all right',
      [
        [30, 0],
        [0, 20],
      ],
      'All 50 samples are right.',
    ],
    [
      'one answer',
      [
        [30, 0],
        [20, 0],
      ],
      'Every sample is taken for no_pain.',
    ],
    [
      'no better than the majority',
      [
        [50, 20],
        [15, 15],
      ],
      'It is right 65 times of 100: no more often than always saying no_pain (70). low_pain is the weak class: 15 of 30 are missed.',
    ],
    [
      'even errors: silent',
      [
        [45, 5],
        [6, 44],
      ],
      '',
    ],
    [
      'chance in a small class: silent',
      [
        [90, 2, 0],
        [1, 4, 0],
        [0, 0, 5],
      ],
      '',
    ],
    [
      'all missed one way',
      [
        [90, 0, 0],
        [12, 28, 0],
        [2, 0, 18],
      ],
      'low_pain is the weak class: 12 of 40 are missed, all of them taken for no_pain.',
    ],
    [
      'a tie',
      [
        [90, 0, 0],
        [6, 28, 6],
        [2, 0, 18],
      ],
      'low_pain is the weak class: 12 of 40 are missed.',
    ],
    [
      'one sample',
      [
        [9, 0],
        [0, 0],
      ],
      'Every sample is taken for no_pain.',
    ],
  ])('%s', (_, matrix, text) => {
    expect(said(matrix)).toBe(text);
  });
  it('names its class', () => {
    expect(
      findings(
        ofMatrix(
          [
            [90, 0],
            [30, 10],
          ],
          ['a', 'b'],
        ),
      ),
    ).toMatchObject([{ kind: 'weakClass', subject: 'b' }]);
  });
});

describe('calibrationFinding', () => {
  /** `count` samples said with this confidence, of which `right` are. */
  const said = (...groups: [count: number, confidence: number, right: number][]) => {
    const labels = groups.flatMap(([count, , right]) => Array.from({ length: count }, (_, i) => (i < right ? 0 : 1)));
    const probabilities = groups.flatMap(([count, confidence]) =>
      Array.from({ length: count }, () => [confidence, 1 - confidence]).flat(),
    );
    return calibrationFinding(calibration(Int32Array.from(labels), Float64Array.from(probabilities), 2))?.text ?? null;
  };
  it.each([
    ['few samples', [[50, 0.9, 45]], null],
    [
      'true',
      [
        [200, 0.95, 190],
        [100, 0.75, 74],
      ],
      'Its probabilities can be taken at their word.',
    ],
    ['too sure', [[200, 0.95, 160]], 'It is too sure of itself: it says 0.95 on average and is right in 0.80.'],
    ['too modest', [[200, 0.65, 180]], 'It is too modest: it says 0.65 on average and is right in 0.90.'],
    [
      'off in places',
      [
        [200, 0.75, 180],
        [200, 0.95, 160],
        [20, 0.55, 11],
      ],
      'Its probabilities are off in places: where it says 0.75, 0.90 are right.',
    ],
  ] as const)('%s', (_, groups, text) => {
    expect(said(...(groups as unknown as [number, number, number][]))).toBe(text);
  });
});

describe('comparison', () => {
  const run = (name: string, differences: number[], verdict: Verdict) => ({
    name,
    result: correctedTTest(differences, 0.25),
    verdict,
  });
  it('counts where there are too many to name', () => {
    const run = (name: string, difference: number, verdict: 'better' | 'undecided') => ({
      ...{ name, verdict },
      result: { difference, low: 0, high: 0, p: 0.01, detectable: 0.01, folds: 5 },
    });
    const many = [
      ...Array.from({ length: 9 }, (_, i) => run(`b${i}`, 0.01 * i, 'better')),
      run('x', 0, 'undecided'),
      run('y', 0, 'undecided'),
    ];
    expect(comparisonSentence(many)).toBe('Of 11 compared, 9 are better, by up to 0.080 (b8); 2 are undecided.');
  });

  it('names winners first and what is open last', () => {
    const runs = [
      run('BiLSTM', [0.01, 0.05, -0.02, 0.03, 0], 'undecided'),
      run('BiGRU', [0.02, 0.024, 0.022, 0.021, 0.023], 'better'),
      run('the 32-unit run', [-0.028, -0.028, -0.027, -0.029, -0.028], 'worse'),
    ];
    expect(comparisonSentence(runs)).toBe(
      'BiGRU is better by 0.022; the 32-unit run is worse by 0.028. BiLSTM is undecided.',
    );
    expect(detectableSentence(runs)).toBe(
      'With these 5 folds a difference must exceed 0.001 to 0.050, depending on the run, to be told from chance; a true one of 0.002 to 0.067 is found four times in five.',
    );
  });
  it('joins names and stays silent of nothing', () => {
    expect(comparisonSentence([run('A', [0, 0], 'equivalent'), run('B', [0, 0], 'equivalent')])).toBe(
      'A and B are equivalent.',
    );
    expect(comparisonSentence([])).toBeNull();
    expect(detectableSentence([run('A', [0.1], 'undecided')])).toBeNull();
    expect(detectableSentence([run('A', [0, 0.3], 'undecided')])).toBe(
      'With these 2 folds no difference below 1 could be told from chance.',
    );
  });
});
