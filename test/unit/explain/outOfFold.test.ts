/** Predictions of repeats joined by sample, and the cards made of them. */
import { describe, expect, it } from 'vitest';
import { card } from '../../../src/explain/card.js';
import { isWrong, marginOf, outOfFoldBySample } from '../../../src/explain/outOfFold.js';
import { matrixCard } from '../../../src/explain/matrixCard.js';
import { computeMetrics } from '../../../src/metrics/classification.js';
import { parsePredictions } from '../../../src/rundir/predictions.js';

const text = `sample,label,repeat,fold,predicted,p_no,p_yes
a,no,0,0,no,0.9,0.1
b,yes,0,1,no,0.6,0.4
a,no,1,1,yes,0.3,0.7
b,yes,1,0,yes,0.2,0.8
`;
const joined = outOfFoldBySample(parsePredictions(text, 'p.csv'));

describe('outOfFoldBySample', () => {
  it('takes the mean over the repeats, and keeps where each was scored', () => {
    const a = joined.samples.get('a')!;
    expect(a.probabilities[0]).toBeCloseTo(0.6, 12);
    expect([a.predicted, isWrong(a)]).toEqual([0, false]);
    expect(a.places).toEqual([
      { repeat: 0, fold: 0, predicted: 0 },
      { repeat: 1, fold: 1, predicted: 1 },
    ]);
    const b = joined.samples.get('b')!;
    expect([b.predicted, isWrong(b)]).toEqual([1, false]);
    expect(marginOf(b)).toBeCloseTo(0.2, 12);
  });
});

describe('card', () => {
  const facts = {
    prediction: {
      sample: 'a',
      label: 0,
      predicted: 1,
      probabilities: [0.25, 0.75],
      places: [{ repeat: 0, fold: 2, predicted: 1 }],
    },
    classes: ['no', 'yes'],
    truth: 'no',
    folds: 5,
    others: ['yes', 'no', 'yes'],
    attention: [0.1, 0.6, 0.3],
    step: 2,
    column: { name: 'joint_01', values: [1, 2, 3.14159] },
    doubts: [],
    run: 'A run',
    links: ['[Open run](command:x)'],
  } as const;
  it('says truth, prediction, fold, agreement, value and attention', () => {
    const said = card(facts);
    expect(said).toContain('**a** is **no**, predicted **yes** ✗');
    expect(said).toContain('Fold 3 of 5: its model never saw this sample. 2 of 3 other runs say yes too.');
    expect(said).toContain('joint\\_01 3.142 at step 3 · attention 0.300, rank 2 of 3');
    expect(said).toContain('| 0.75 |');
  });
  it('says "never saw" of honest runs only', () => {
    const places = [0, 1].map((repeat) => ({ repeat, fold: 2, predicted: 1 }));
    for (const prediction of [facts.prediction, { ...facts.prediction, places }]) {
      expect(card({ ...facts, prediction })).toContain('never saw this sample');
      for (const flag of ['optimistic', 'leaky']) {
        const said = card({ ...facts, prediction, flag });
        expect(said).not.toContain('never saw');
        expect(said).toContain(flag);
      }
    }
  });
  it('does without truth, attention and column', () => {
    const said = card({ ...facts, truth: null, attention: null, column: null, step: null, others: [] });
    expect(said).toContain('**a**: predicted **yes**');
    expect(said).not.toMatch(/undefined|null|NaN/);
  });
  it('lets no name of a file become a link', () => {
    const name = '[run](command:workbench.action.quit)';
    const said = card({ ...facts, classes: [name, 'yes'], truth: name, run: name });
    expect(said).not.toContain('](command:workbench');
  });
});

describe('matrixCard', () => {
  const metrics = computeMetrics(Int32Array.of(0, 0, 1, 1), Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.1, 0.9, 0.4, 0.6), [
    'no',
    'yes',
  ]);
  it('links each cell that holds samples to them, and shows F1', () => {
    const text = matrixCard(metrics, (t, p) => `command:c?${t}${p}`, []);
    expect(text).toContain('&nbsp;1 · 50 %&nbsp;</span>](command:c?01)');
    expect(text).not.toContain('command:c?10');
    expect(text).toContain(`| ${metrics.perClass['yes'].f1.toFixed(3)} |`);
    expect(text).toMatch(/^3 of 4 .*\n\n\| true/s);
  });
});
