import { describe, expect, it } from 'vitest';
import { waitingFold, type FoldState } from '../../../src/rundir/foldState.js';
import { timeLeft } from '../../../src/runs/timeLeft.js';

const fold = (state: FoldState['state'], epoch: number, seconds = epoch): FoldState => ({
  ...waitingFold,
  state,
  epoch,
  seconds,
});

describe('timeLeft', () => {
  it('is unknown before the first epoch', () => {
    expect(timeLeft([fold('started', 0), waitingFold], 100, 1)).toBeNull();
  });
  it('takes the limit until a fold has finished', () => {
    expect(timeLeft([fold('started', 10), waitingFold], 100, 1)).toEqual({ seconds: 190, atMost: 190 });
  });
  it('expects what finished folds took', () => {
    expect(timeLeft([fold('finished', 40), fold('started', 10), waitingFold], 100, 1)).toEqual({
      seconds: 70,
      atMost: 190,
    });
  });
  it('believes a fold that has announced more epochs than the plan: it is fine-tuned', () => {
    const begun = { ...fold('started', 100), epochs: 500 };
    expect(timeLeft([begun, waitingFold], 100, 1)).toEqual({ seconds: 900, atMost: 900 });
  });
  const of = (epochs: readonly number[], all = 3, seconds = (epoch: number) => epoch): FoldState => ({
    ...fold(
      'started',
      epochs.reduce((sum, epoch) => sum + epoch, 0),
    ),
    epochs: all * 100,
    networks: { of: all, begun: epochs.map((epoch) => ({ epochs: epoch, seconds: seconds(epoch), best: null })) },
  });
  it('counts networks, not folds, where a fold trains several: what one takes, the next is expected to', () => {
    // One stopped after 20 epochs, the second is at 10; a third and a whole fold to go, each of 20.
    expect(timeLeft([of([20, 10]), waitingFold], 100, 1, 3)).toEqual({ seconds: 10 + 20 + 60, atMost: 90 + 100 + 300 });
    // A fold that is done early is not taken for one with epochs left.
    const done: FoldState = { ...of([20, 30, 10]), state: 'finished' };
    expect(timeLeft([done, of([15])], 100, 1, 3)?.seconds).toBe(5 + 30 + 10);
  });
  it('knows what a stage takes from the same stage of other folds', () => {
    const done: FoldState = { ...of([20, 10], 2, (epoch) => (epoch === 20 ? 40 : 5)), state: 'finished' };
    expect(timeLeft([done, of([10], 2, () => 20)], 100, 1, 2)?.seconds).toBe(10 * 2 + 10 * 0.5);
  });
  it('deals the epochs of a log that does not tell networks apart', () => {
    const begun = { ...fold('started', 150), epochs: 300 };
    expect(timeLeft([begun, waitingFold], 100, 1, 3)).toEqual({ seconds: 450, atMost: 450 });
  });
  it('shares folds among workers, but never splits one', () => {
    expect(timeLeft([fold('started', 10), fold('started', 10), waitingFold], 100, 2)).toEqual({
      seconds: 190,
      atMost: 190,
    });
    expect(timeLeft([fold('started', 10), waitingFold], 100, 8)?.seconds).toBe(100);
  });
  it('counts one more epoch for a fold beyond what is usual, and nothing for what is done', () => {
    expect(timeLeft([fold('finished', 20), fold('started', 50)], 100, 1)).toEqual({ seconds: 1, atMost: 50 });
    expect(timeLeft([fold('finished', 20), fold('failed', 3)], 100, 1)).toEqual({ seconds: 0, atMost: 0 });
  });
});
