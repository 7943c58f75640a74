import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterInfos } from '../../../src/model/parameters.js';
import { attentionOfInputs, recurrentSteps } from '../../../src/model/stem.js';
import { initialParameters } from '../../../src/model/initialise.js';
import type { NetworkSpec } from '../../../src/model/types.js';

const stems = fc.record({
  filters: fc.constant(4),
  kernel: fc.constantFrom(1, 3, 5),
  stride: fc.integer({ min: 1, max: 6 }),
});

describe('steps behind a stem', () => {
  it('are as many as strides begin within the item', () => {
    fc.assert(
      fc.property(stems, fc.integer({ min: 1, max: 50 }), (stem, steps) => {
        const begun = Array.from({ length: steps }, (_, t) => t).filter((t) => t % stem.stride === 0);
        expect(recurrentSteps({ stem }, steps)).toBe(begun.length);
      }),
    );
    expect(recurrentSteps({}, 7)).toBe(7);
  });

  it('share their attention among the steps they stand for', () => {
    expect(
      Array.from(
        attentionOfInputs({ stem: { filters: 1, kernel: 3, stride: 2 } }, Float32Array.of(0.5, 0.25, 0.25), 5),
      ),
    ).toEqual([0.25, 0.25, 0.125, 0.125, 0.25]);
    fc.assert(
      fc.property(stems, fc.integer({ min: 1, max: 50 }), (stem, steps) => {
        const own = new Float32Array(recurrentSteps({ stem }, steps)).map((_, i) => i + 1);
        const spread = attentionOfInputs({ stem }, own, steps);
        const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);
        expect(spread).toHaveLength(steps);
        expect(sum(spread) / sum(own)).toBeCloseTo(1, 4);
      }),
    );
  });
});

it('a convolution begins as PyTorch’s: uniform within 1 / sqrt(inputs x kernel)', () => {
  const spec: NetworkSpec = {
    continuous: 5,
    embeddings: [],
    time: null,
    stem: { filters: 40, kernel: 7, stride: 2 },
    cell: 'gru',
    hidden: 3,
    layers: 1,
    bidirectional: false,
    layerNorm: false,
    attention: false,
    dropout: 0,
    headUnits: null,
    classes: 2,
  };
  const parameters = initialParameters(spec, { k0: 1, k1: 2 });
  const [weight, bias, input] = parameterInfos(spec);
  expect([weight.shape, bias.shape, input.shape]).toEqual([[40, 5, 7], [40], [9, 40]]);
  for (const { offset, size } of [weight, bias]) {
    const largest = Math.max(...parameters.subarray(offset, offset + size).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(35));
    expect(largest).toBeGreaterThan(0.9 / Math.sqrt(35));
  }
});
