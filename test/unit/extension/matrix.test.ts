/** The inline confusion matrix at any time of a run: counts of folds that train, of those that are scored, of the result. */
import { describe, expect, it } from 'vitest';
import { matrixOf, pooled } from '../../../src/extension/editor/matrix/metrics.js';
import type { RunRecord } from '../../../src/extension/model/record.js';
import { advanceFoldState, waitingFold, type FoldState } from '../../../src/rundir/foldState.js';
import type { FoldEvent } from '../../../src/rundir/types.js';

const classes = ['calm', 'wild'];
const record = (folds: readonly FoldState[], result: unknown = null, stages: unknown = null): RunRecord =>
  ({ plan: { data: { classes }, experiment: { stages } }, folds, result }) as unknown as RunRecord;
const epoch = (n: number, confusionMatrix?: number[][]): FoldEvent => ({
  ...{ type: 'epoch', fold: 0, epoch: n, trainLoss: 1, selectLoss: 1, learningRate: 0.1, seconds: 1 },
  metrics: {
    ...{ accuracy: 1, balancedAccuracy: 1, macroF1: 1, weightedF1: 1 },
    ...(confusionMatrix ? { confusionMatrix } : {}),
  },
});
const trained = (...events: FoldEvent[]): FoldState => events.reduce(advanceFoldState, waitingFold);

describe('matrixOf', () => {
  it('says nothing before the first epoch, nor of logs without matrices', () => {
    expect(matrixOf(record([waitingFold]))).toBe(null);
    expect(matrixOf(record([trained(epoch(1))]))).toBe(null);
    expect(matrixOf(record([], { outOfFold: null }))).toBe(null);
  });

  it('adds up what folds in training say after their last epoch, and says of which samples', () => {
    const one = trained(epoch(1, [[9, 9], [9, 9]]), epoch(2, [[3, 1], [0, 4]])); // prettier-ignore
    const two = trained(epoch(5, [[2, 0], [2, 2]])); // prettier-ignore
    const found = matrixOf(record([one, two, waitingFold]))!;
    expect(found.metrics.confusionMatrix).toEqual([[5, 1], [2, 6]]); // prettier-ignore
    expect(found.sofar).toBe('2 in training, up to epoch 5, on the samples that select');
  });

  it('does not take what a stage tells apart for the classes', () => {
    const one = trained(epoch(1, [[9, 9], [9, 9]])); // prettier-ignore
    expect(matrixOf(record([one], null, { a: ['calm'], b: ['wild'] }))).toBe(null);
  });

  it('counts the scored samples of folds that are finished', () => {
    const metrics = { confusionMatrix: [[8, 0], [0, 8]] } as unknown as FoldState['metrics']; // prettier-ignore
    const found = matrixOf(record([{ ...waitingFold, metrics }, trained(epoch(3, [[1, 0], [1, 0]]))]))!; // prettier-ignore
    expect(found.metrics.confusionMatrix).toEqual([[9, 0], [1, 8]]); // prettier-ignore
    expect(found.sofar).toBe('1 of 2 folds scored, one in training, up to epoch 3, on the samples that select');
  });

  it('is that of the result once there is one', () => {
    const outOfFold = { confusionMatrix: [[1, 0], [0, 1]] }; // prettier-ignore
    expect(matrixOf(record([], { outOfFold }))).toEqual({ metrics: outOfFold, sofar: '' });
  });
});

describe('pooled', () => {
  it('has precision, recall and F1 of the sums', () => {
    const { perClass } = pooled(classes, [[[3, 1], [0, 0]], [[1, 0], [2, 3]]]); // prettier-ignore
    expect(perClass['calm']).toEqual({ precision: 4 / 6, recall: 4 / 5, f1: 8 / 11, support: 5 });
    expect(pooled(classes, [[[0, 0], [0, 0]]]).perClass['wild'].f1).toBe(0); // prettier-ignore
  });
});
