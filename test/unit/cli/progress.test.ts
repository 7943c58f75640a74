import { describe, expect, it } from 'vitest';
import { bar, doneLine, epochLine, foldName, leftText, liveLines } from '../../../src/cli/format/progress.js';
import { createStyle } from '../../../src/cli/format/style.js';
import { waitingFold, type FoldState } from '../../../src/rundir/foldState.js';

const style = createStyle(false);
const started: FoldState = {
  ...waitingFold,
  ...{ state: 'started', epoch: 34, epochs: 100, seconds: 68, best: { epoch: 27, metric: 'weightedF1', value: 0.927 } },
};
const metrics = { accuracy: 0.9, balancedAccuracy: 0.8, macroF1: 0.7, weightedF1: 0.9231, logLoss: 0.3 };
const finished = { ...started, state: 'finished', epoch: 51, seconds: 171, metrics } as unknown as FoldState;
const state = {
  folds: [finished, started, waitingFold],
  foldsPerRepeat: 3,
  epochs: 100,
  flag: null,
  left: { seconds: 425, atMost: 900 },
};

describe('progress', () => {
  it('shows the folds at work and the whole', () => {
    expect(liveLines(state, 90, style)).toEqual([
      'fold 2  ━━━━━━━━━━────────────────────  epoch  34 of 100  best weighted F1 0.927 at 27',
      '1 of 3 folds finished · about 7 min left, at most 15 min',
    ]);
  });
  const several: FoldState = {
    ...{ ...started, epoch: 94, epochs: 500 },
    networks: {
      of: 5,
      begun: [
        { epochs: 50, seconds: 50, best: { epoch: 31, metric: 'weightedF1', value: 0.9 } },
        { epochs: 30, seconds: 30, best: { epoch: 12, metric: 'weightedF1', value: 0.95 } },
        { epochs: 14, seconds: 14, best: { epoch: 9, metric: 'weightedF1', value: 0.891 } },
      ],
    },
  };
  it('names the network of a fold with several, and counts its own epochs', () => {
    const now = { ...state, folds: [finished, several, waitingFold] };
    expect(liveLines(now, 90, style)[0]).toBe(
      `fold 2  ${bar((2 + 14 / 100) / 5, 22, style)}  network 3/5, epoch  14 of 100  best weighted F1 0.891 at 9`,
    );
    const event = { epoch: 94, network: { index: 2, of: 5, epoch: 14 }, trainLoss: 0.088, selectLoss: null };
    expect(epochLine(1, now, event)).toBe(
      'fold 2  network 3/5, epoch 14 of 100  train loss 0.088  best weighted F1 0.891 at 9',
    );
    const done = { ...several, state: 'finished', metrics } as unknown as FoldState;
    expect(doneLine(1, done, 'weightedF1', now)).toBe(
      'fold 2  weighted F1 0.923  94 epochs of 5 networks  best at 31, 12, 9  1:08',
    );
  });
  it('keeps bar and epoch on a narrow terminal', () => {
    expect(liveLines(state, 42, style)[0]).toBe('fold 2  ━━━─────  epoch  34 of 100');
  });
  it('says nothing of time before the first epoch', () => {
    const [line] = liveLines({ ...state, folds: [waitingFold], left: null }, 80, style);
    expect(line).toBe('0 of 1 fold finished');
  });
  it('names folds from 1, with their repeat where there are several', () => {
    expect([foldName(4, 5, 5), foldName(7, 10, 5)]).toEqual(['fold 5', 'repeat 2 fold 3']);
  });
  it('writes one line for a fold that is done', () => {
    expect(doneLine(0, finished, 'weightedF1', state)).toBe('fold 1  weighted F1 0.923  51 epochs  best at 27  2:51');
    const flattered = doneLine(0, finished, 'weightedF1', { ...state, flag: 'optimistic' });
    expect(flattered).toBe('fold 1  weighted F1 0.923 optimistic  51 epochs  best at 27  2:51');
    const failed: FoldState = { ...started, state: 'failed', message: 'the loss is not a number\n  at x' };
    expect(doneLine(1, failed, 'weightedF1', state)).toBe('fold 2  failed: the loss is not a number');
    expect(doneLine(2, { ...waitingFold, state: 'finished' }, 'weightedF1', state)).toBe('fold 3');
  });
  it('writes an epoch as a plain line', () => {
    expect(epochLine(1, state, { epoch: 34, trainLoss: 0.088, selectLoss: 0.198 })).toBe(
      'fold 2  epoch 34 of 100  train loss 0.088  select loss 0.198  best weighted F1 0.927 at 27',
    );
    const without = { ...state, folds: [started, { ...started, best: null }] };
    expect(epochLine(1, without, { epoch: 1, trainLoss: 2, selectLoss: null })).toBe(
      'fold 2  epoch 1 of 100  train loss 2.000',
    );
  });
  it('keeps bars within their ends', () => {
    expect([bar(-1, 4, style), bar(0.5, 4, style), bar(7, 4, style)]).toEqual(['────', '━━──', '━━━━']);
  });
  it('names the limit only where it differs', () => {
    expect(leftText({ seconds: 100, atMost: 101 })).toBe('about 2 min left');
  });
});
