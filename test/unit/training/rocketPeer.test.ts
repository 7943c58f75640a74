/** MiniRocket against an independent implementation (test/fixtures/minirocket.py): the same dilations, and the same features. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveKey, RandomStream } from '../../../src/base/random.js';
import { drawKernels } from '../../../src/training/baselines/rocket/kernels.js';
import { transformer } from '../../../src/training/baselines/rocket/transform.js';

type Dilations = [dilation: number, features: number][];

const { cases, dilations } = JSON.parse(
  readFileSync(new URL('../../fixtures/minirocket.json', import.meta.url), 'utf8'),
) as {
  cases: {
    samples: number[][][];
    dilations: Dilations;
    /** Of each part; null: there is one channel. */
    channels: number[][] | null;
    biases: number[];
    features: number[][];
  }[];
  dilations: { steps: number; dilations: Dilations }[];
};

describe.each(cases)('fixture %#', ({ samples, dilations: given, channels, biases, features }) => {
  it.each(samples.map((sample, i) => [i, sample, features[i]] as const))(
    'sample %i has the same features',
    (_, sample, expected) => {
      const steps = sample[0].length;
      const kernels = {
        dilations: given.map(([dilation, count]) => ({ dilation, features: count })),
        channels: channels ?? given.flatMap(() => Array.from({ length: 84 }, () => [0])),
      };
      const out = new Float32Array(biases.length);
      const write = transformer({ kernels, biases: Float32Array.from(biases) }, steps);
      write({ steps, channels: sample.map((values) => Float64Array.from(values)) }, out);
      expect(expected).toHaveLength(out.length);
      expect(Math.max(...out.map((value, at) => Math.abs(value - expected[at])))).toBeLessThan(1e-6);
    },
  );
});

it.each(dilations)('dilations for $steps steps', ({ steps, dilations: expected }) => {
  const drawn = drawKernels(steps, 1, new RandomStream(deriveKey(1, 'rocket'))).dilations;
  expect(drawn.map(({ dilation, features }) => [dilation, features])).toEqual(expected);
});
