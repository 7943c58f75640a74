/** How many samples stand behind predictions that count them several times. */
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { parsePredictions } from '../../../src/rundir/predictions.js';
import { countSamples, scoredSamples } from '../../../src/rundir/scoredSamples.js';

const planOf = (settings: object) => ({
  experiment: parseExperiment(JSON.stringify({ data: { train: 'x.csv' }, ...settings }), 'x').experiment,
});
const predictionsOf = (rows: readonly string[]) =>
  parsePredictions(
    ['sample,label,repeat,fold,predicted,p_a,p_b', ...rows.map((row) => `${row},a,0.6,0.4`), ''].join('\n'),
    'p.csv',
  );

describe('counted', () => {
  it('once, samples are what the matrix says', () => {
    expect(countSamples(planOf({}), predictionsOf(['s1,a,0,0', 's2,b,0,1']))).toBeNull();
  });
  it('in every repeat, they are as many as in one', () => {
    const rows = ['s1,a,0,0', 's2,b,0,1', 's3,a,0,1'];
    const again = rows.map((row) => row.replace(',0,', ',1,'));
    expect(countSamples(planOf({}), predictionsOf([...rows, ...again]))).toEqual([2, 1]);
  });
  it('by window, they are as many as whole ones; other ids may hold a sign', () => {
    const rows = predictionsOf(['s1@0,a,0,0', 's1@5,a,0,0', 's2@0,b,0,1']);
    const data = { train: 'x.csv', window: { length: 10, stride: 5 } };
    expect(countSamples(planOf({ data, validation: { scored: 'windows' } }), rows)).toEqual([1, 1]);
    expect(countSamples(planOf({}), rows)).toBeNull();
  });
});

it('a result of before is taken to score each sample once a repeat', () => {
  const outOfFold = { confusionMatrix: [[108, 72], [60, 120]] }; // prettier-ignore
  expect(scoredSamples({ repeats: 10 }, { outOfFold })).toEqual([18, 18]);
  expect(scoredSamples({ repeats: 10 }, { outOfFold, scoredSamples: [20, 18] })).toEqual([20, 18]);
  expect(scoredSamples({ repeats: 1 }, { outOfFold })).toBeNull();
  expect(scoredSamples(null, { outOfFold: null })).toBeNull();
});
