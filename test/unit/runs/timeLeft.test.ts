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
  it('believes a fold that has announced more epochs than the plan: it trains several networks', () => {
    const begun = { ...fold('started', 100), epochs: 500 };
    expect(timeLeft([begun, waitingFold], 100, 1)).toEqual({ seconds: 900, atMost: 900 });
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
