import { describe, expect, it } from 'vitest';
import {
  cosineOfHalfTurns,
  learningRateAt,
  nextPlateau,
  startPlateau,
  type ScheduleName,
} from '../../../src/model/schedules.js';
import { decodeFloats, readFixture } from '../engine/fixtures.js';

interface ScheduleCase {
  readonly name: ScheduleName;
  readonly learningRate: number;
  readonly totalSteps: number;
  readonly better: 'smaller' | 'larger';
  readonly values: string;
  readonly rates: string;
}
const cases = readFixture<ScheduleCase[]>('schedules');

describe('learningRateAt', () => {
  it.each(cases.filter(({ name }) => name !== 'plateau'))(
    'is PyTorch’s: $name over $totalSteps updates',
    (schedule) => {
      const expected = decodeFloats(schedule.rates);
      expect(expected.length).toBe(schedule.totalSteps);
      expected.forEach((rate, step) => {
        expect(Math.abs(learningRateAt(schedule, step) - rate), `step ${step}`).toBeLessThan(1e-15);
      });
    },
  );

  it('stays where it is without a schedule', () => {
    const schedule = { name: 'none', learningRate: 0.3, totalSteps: 10 } as const;
    expect([0, 5, 9].map((step) => learningRateAt(schedule, step))).toEqual([0.3, 0.3, 0.3]);
  });

  it.each(['cosine', 'oneCycle'] as const)('%s is positive and finite for trainings of any length', (name) => {
    for (let totalSteps = 1; totalSteps <= 40; totalSteps++) {
      for (let step = 0; step < totalSteps; step++) {
        const rate = learningRateAt({ name, learningRate: 0.1, totalSteps }, step);
        expect(rate, `step ${step} of ${totalSteps}`).toBeGreaterThan(0);
        expect(rate).toBeLessThanOrEqual(0.1);
      }
    }
  });
});

describe('nextPlateau', () => {
  it.each(cases.filter(({ name }) => name === 'plateau'))('is ReduceLROnPlateau, better is $better', (one) => {
    const values = decodeFloats(one.values);
    const expected = decodeFloats(one.rates);
    expect(new Set(expected).size).toBeGreaterThan(3);
    let state = startPlateau(one.learningRate);
    values.forEach((value, epoch) => {
      // Through JSON and back, as a checkpoint would keep it.
      state = JSON.parse(JSON.stringify(nextPlateau(state, value, one.better))) as typeof state;
      const rate = learningRateAt({ name: 'plateau', learningRate: one.learningRate, totalSteps: 1 }, epoch, state);
      expect(rate, `epoch ${epoch}`).toBe(expected[epoch]);
    });
  });

  it('counts an epoch without a value as one that is not better', () => {
    let state = nextPlateau(startPlateau(1), 0.5, 'larger');
    for (let epoch = 0; epoch < 5; epoch++) state = nextPlateau(state, NaN, 'larger');
    expect(state).toEqual({ learningRate: 0.5, best: 0.5, badEpochs: 0 });
  });
});

describe('cosineOfHalfTurns', () => {
  it('is the cosine', () => {
    let worst = 0;
    for (let i = 0; i <= 10000; i++) {
      worst = Math.max(worst, Math.abs(cosineOfHalfTurns(i / 10000) - Math.cos((Math.PI * i) / 10000)));
    }
    expect(worst).toBeLessThan(6e-16);
    expect([0, 0.5, 1].map(cosineOfHalfTurns)).toEqual([1, 0, -1]);
  });
});
