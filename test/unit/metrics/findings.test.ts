import { describe, expect, it } from 'vitest';
import { calibration } from '../../../src/metrics/calibration.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import {
  asideSentence,
  classSpreadSentence,
  comparisonSentence,
  detectableSentence,
  evidenceSentence,
} from '../../../src/metrics/comparisonFindings.js';
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

describe('samples that were predicted several times', () => {
  const ten = (matrix: number[][]) => matrix.map((row) => row.map((count) => 10 * count));
  const names = ['a', 'b', 'c'];
  const text = (matrix: number[][], samples: number[] | null, classes = names) =>
    findings(ofMatrix(matrix, classes), samples)
      .map((finding) => finding.text)
      .join(' ');
  const weak = [
    [6, 5, 4],
    [0, 30, 0],
    [0, 0, 30],
  ];
  it('are named by how many there are', () => {
    const counted = 'a is the weak class: 9 of 15 are missed, 5 of them taken for b.';
    expect(text(weak, null)).toContain(counted);
    expect(text(ten(weak), [15, 30, 30])).toContain(counted.replace('9 of 15', 'on average 9 of 15'));
    expect(text([[60, 50, 40], [0, 30, 0], [0, 0, 30]], [15, 30, 30])).toContain('on average 9 of 15'); // prettier-ignore
  });
  it('are no more evidence than once', () => {
    // Two of six missed is chance; twenty of sixty would not be.
    const few = [
      [4, 2],
      [0, 6],
    ];
    expect(text(ten(few), null, ['a', 'b'])).toContain('weak');
    expect(text(ten(few), [6, 6], ['a', 'b'])).toBe('');
    expect(text([[0, 20], [0, 20]], [2, 2], ['a', 'b'])).toBe('Every sample is taken for b.'); // prettier-ignore
    expect(text([[20, 0], [0, 20]], [2, 2], ['a', 'b'])).toBe('All 4 samples are right.'); // prettier-ignore
    const even = text([[90, 90], [90, 90]], [18, 18], ['a', 'b']); // prettier-ignore
    expect(even).toContain('It is on average right 18 times of 36: no more often than always saying a (18).');
  });
  it('are no hundred because they are scored ten times', () => {
    const labels = Int32Array.from({ length: 360 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const probabilities = Float64Array.from({ length: 720 }, (_, i) => (i % 2 === 0 ? 0.58 : 0.42));
    expect(calibrationFinding(calibration(labels, probabilities, 2))?.text).toContain('too modest');
    const judged = calibration(labels, probabilities, 2, 36);
    expect(calibrationFinding(judged)).toBeNull();
    const one = calibration(labels.slice(0, 36), probabilities.slice(0, 72), 2);
    expect(judged.standardError).toBeCloseTo(one.standardError, 12);
    expect(judged.ece).toBeCloseTo(one.ece, 12);
    expect(judged.bins[5].count).toBeCloseTo(36, 9);
    expect(judged.bins[5].low).toBeCloseTo(one.bins[5].low, 9);
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

  it('does not say what could be seen where all folds differ by the same', () => {
    const same = run('A', [0, 0, 0], 'equivalent');
    expect(detectableSentence([same, run('B', [0.02, 0.02, 0.02], 'better')])).toBeNull();
    expect(detectableSentence([same, run('B', [0.02, 0.024, 0.022, 0.021, 0.023], 'better')])).toBe(
      detectableSentence([run('B', [0.02, 0.024, 0.022, 0.021, 0.023], 'better')]),
    );
  });

  it('says what a difference rests on, which way it goes', () => {
    const of = (differences: number[], verdict: Verdict, lowerIsBetter = false) =>
      evidenceSentence({ ...run('A', differences, verdict), differences, lowerIsBetter, fixed: 27, broken: 1 });
    expect(of([0.02, 0.024, 0.022, 0.021, 0.023], 'better')).toBe(
      'It is ahead in 5 of 5 folds; its interval is +0.019 to +0.025. 27 samples are newly right, 1 newly wrong.',
    );
    expect(of([0.05, -0.01, 0.03], 'undecided')).toMatch(/^It is ahead in 2 of 3 folds; its interval holds zero: −/);
    expect(of([-0.02, -0.03, 0, -0.04], 'worse')).toMatch(/^It is behind in 3 of 4 folds/);
    // Of a loss, less is ahead.
    expect(of([-0.02, -0.03, 0.01], 'undecided', true)).toMatch(/^It is ahead in 2 of 3 folds/);
    expect(of([0.02, 0.03, 0.01], 'worse', true)).toMatch(/^It is behind in 3 of 3 folds/);
    expect(of([0.1], 'undecided')).toBe('One split gives no interval. 27 samples are newly right, 1 newly wrong.');
  });

  it('says why there is no word', () => {
    const aside = (...reasons: string[]) => reasons.map((reason, i) => ({ name: `run ${i}`, reason }));
    expect(asideSentence(aside('its score is optimistic'), 'B')).toBe(
      'run 0 cannot be compared with B: its score is optimistic.',
    );
    expect(asideSentence(aside('a', 'b', 'a'), 'B')).toBe('None of the other runs can be compared with B: a; b.');
    expect(asideSentence([], 'B')).toBeNull();
  });

  it('names the class in which runs differ most, and those in which they hardly do', () => {
    const of = (...scores: number[][]) => classSpreadSentence(['no', 'low'], scores);
    expect(of([0.96, 0.58], [0.965, 0.755])).toBe('The runs differ most on low, 0.580 to 0.755; on no they hardly do.');
    expect(of([0.9, 0.58], [0.95, 0.755])).toBe('The runs differ most on low, 0.580 to 0.755.');
    expect(of([0.96, 0.58], [0.961, 0.581])).toBe('The runs hardly differ on any class.');
    expect(of([0.96, 0.58], [0.961, 0.595])).toBeNull();
    expect(of([0.96, 0.58])).toBeNull();
  });
});
