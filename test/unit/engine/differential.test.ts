import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { anyCase, manyRows, type AnyCase } from './anyNetwork.js';
import { differences, type Differences } from './differential.js';
import { plainLoss } from './drawn.js';
import { fusedClasses } from './fusedClasses.js';

/**
 * Measured over 2,300 random cases and both classes: logits 1.7e-6, loss 1.6e-7, gradients 1.4e-5, updates 3e-4, all of them
 * rounding in networks that saturate or cancel; a mistake in one row or column of a kernel shows as 1e-2 and more.
 */
const limits: Omit<Differences, 'tensor'> = { logits: 5e-6, loss: 1e-6, gradients: 5e-5, updates: 1e-3 };

const saturating: AnyCase = {
  spec: {
    continuous: 5,
    embeddings: [],
    time: null,
    cell: 'gru',
    hidden: 9,
    layers: 2,
    bidirectional: true,
    layerNorm: false,
    attention: true,
    dropout: 0,
    headUnits: null,
    classes: 3,
  },
  loss: plainLoss,
  seed: 3,
  lengths: [5, 9, 2],
  dropout: false,
  spareBatch: 0,
  spareSteps: 0,
};

describe.each(await fusedClasses())('fused, %s, against the reference', (kernels) => {
  const agree = async (one: AnyCase): Promise<void> => {
    const found = await differences(await createFusedEngine({ kernels }), one);
    const tooFar = Object.entries(limits).filter(([what, limit]) => !(found[what as keyof typeof limits] <= limit));
    expect(tooFar, `${JSON.stringify(found)}`).toEqual([]);
  };

  it('on random networks and batches of odd shapes', async () => {
    await fc.assert(fc.asyncProperty(anyCase, agree), { numRuns: 80, seed: 20, endOnFailure: true });
  });

  it('on batches that are taken in several portions', async () => {
    await fc.assert(fc.asyncProperty(manyRows, agree), { numRuns: 15, seed: 21, endOnFailure: true });
  });

  /**
   * Unscaled inputs drive gates to their ends, where 1 - h^2 and r (1 - r) must be exactly 0: a tanh that ends one unit off 1 lets
   * 1e-7 through, and the input multiplies it. (Clamped at 8.999995 and 17.99999 instead of 9 and 18, the rational functions end on
   * exactly 1 in both numeric classes.) What remains, 4e-4, comes from a gate that is close to its end at inputs of 1e4.
   */
  it.each(['gru', 'lstm', 'rnn'] as const)('lets no gradient through the saturated gates of a %s', async (cell) => {
    const saturated = { ...saturating, spec: { ...saturating.spec, cell } };
    for (const scale of [1e2, 1e4, 1e8, 1e20]) {
      const found = await differences(await createFusedEngine({ kernels }), saturated, scale);
      expect(found.gradients, `inputs times ${scale}, ${found.tensor}`).toBeLessThan(1e-3);
      expect(found.logits).toBeLessThan(limits.logits);
    }
  });
});
