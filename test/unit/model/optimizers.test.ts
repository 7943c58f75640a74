import { describe, expect, it } from 'vitest';
import { optimizerOf, wholePower } from '../../../src/model/optimizers.js';
import type { OptimizerSpec } from '../../../src/model/types.js';
import { uniformAt } from '../engine/drawn.js';
import { decodeFloats, readFixture } from '../engine/fixtures.js';

interface OptimizerCase {
  readonly optimizer: OptimizerSpec;
  readonly learningRate: number;
  readonly steps: string;
}
const cases = readFixture<OptimizerCase[]>('optimizers').map((one) => ({
  ...one,
  title: `${one.optimizer.name}, decay ${one.optimizer.weightDecay}, momentum ${one.optimizer.momentum}`,
}));
const scales = [1, 1e-3, 1e-9, 0, 100, 1];
const drawn = (seed: number, stream: number): Float64Array =>
  Float64Array.from({ length: 6 }, (_, i) => uniformAt(seed, stream, i));

describe('optimizerOf', () => {
  it.each(cases)('takes the steps of PyTorch: $title', ({ optimizer: spec, learningRate, steps }) => {
    const expected = decodeFloats(steps);
    const parameters = drawn(8, 1);
    const optimizer = optimizerOf(spec);
    const state = optimizer.init(parameters);
    for (let step = 0; step < 12; step++) {
      const gradients = drawn(9 + step, 2).map((value, i) => value * scales[i]) as Float64Array;
      const kept = gradients.slice();
      optimizer.update(state, parameters, gradients, learningRate);
      expect(gradients).toEqual(kept);
      parameters.forEach((value, i) => {
        expect(Math.abs(value - expected[step * 6 + i]), `step ${step}, parameter ${i}`).toBeLessThan(1e-12);
      });
    }
    expect(state.step).toBe(12);
  });

  it('works in float32 where the parameters are float32', () => {
    const optimizer = optimizerOf(cases[0].optimizer);
    const parameters = Float32Array.from(drawn(8, 1));
    const state = optimizer.init(parameters);
    expect(state.moments.every((moment) => moment instanceof Float32Array)).toBe(true);
    const gradients = drawn(9, 2).map((value, i) => value * scales[i]);
    optimizer.update(state, parameters, gradients, 0.1);
    parameters.forEach((value, i) => {
      expect(Math.abs(value - decodeFloats(cases[0].steps)[i])).toBeLessThan(1e-7);
    });
  });
});

describe('wholePower', () => {
  it('is the power', () => {
    for (const base of [0.9, 0.999, 0.5, 1]) {
      for (const exponent of [0, 1, 2, 3, 10, 999, 12345]) {
        const expected = base ** exponent;
        expect(Math.abs(wholePower(base, exponent) - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }
    }
  });
});
