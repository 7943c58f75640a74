/** Two threads on one network: the bytes of one, whichever of them is late. Needs dist/helper.cjs, as the rings build it. */
import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/engine/contract.js';
import type { Extras } from '../../../src/engine/fused/computation.js';
import { createSpareThreads } from '../../../src/engine/fused/helpers.js';
import type { KernelClass } from '../../../src/engine/fused/kernelSet.js';
import { loadKernelSet } from '../../../src/engine/fused/variants.js';
import { createNetwork } from '../../../src/engine/fused/network.js';
import type { NetworkSpec } from '../../../src/model/types.js';
import { drawBatch, drawParameters, plainLoss, plainOptimizer } from './drawn.js';
import { fusedClasses } from './fusedClasses.js';
import { oddSpec, stateHash } from './fusedTraining.js';

/** Enough rows for several groups of steps, so that the directions meet half way; ragged ends. */
const lengths = [
  [150, 3, 150, 77, 149, 20, 150, 1, 64],
  [150, 150, 150],
  [9, 8, 7, 6, 5, 4, 3, 2, 1],
];

async function network(kernels: KernelClass, spec: NetworkSpec, extras: Extras = {}): Promise<Network> {
  const set = await loadKernelSet(kernels, extras.spare !== undefined);
  const options = { spec, loss: plainLoss, optimizer: plainOptimizer, gradientClip: 1, maxBatch: 9, maxSteps: 150 };
  const created = createNetwork(set, options, { worthSharing: 0, ...extras });
  created.setParameters(drawParameters(spec, 1));
  return created;
}

function train(net: Network, steps = 6): void {
  for (let i = 0; i < steps; i++) {
    const batch = drawBatch(net.spec, 40 + i, lengths[i % lengths.length]);
    net.trainStep(batch, { learningRate: 0.01, dropout: { k0: i, k1: 77 } });
  }
}

/** Computes something that changes nothing until the second thread has begun to help. */
async function untilHelped(net: Network, spare: Int32Array): Promise<void> {
  const batch = drawBatch(net.spec, 1, [5, 3]);
  for (const end = Date.now() + 20_000; spare[1] === 0;) {
    if (Date.now() > end) throw new Error('No help came.');
    net.gradients(batch, null);
    await breathe();
  }
}

const variants: Partial<NetworkSpec>[] = [
  {},
  { cell: 'lstm', attention: false },
  { cell: 'rnn', layers: 3, dropout: 0 },
  { layers: 1, embeddings: [], time: null },
  { layers: 1, stem: { filters: 20, kernel: 5, stride: 2 } },
];

describe.each(await fusedClasses())('two threads, %s', (kernels) => {
  it.each(variants)('give the bytes of one: %j', async (changes) => {
    const spec = { ...oddSpec, ...changes };
    const alone = await network(kernels, spec);
    train(alone);
    for (const slow of [0, 1]) {
      const spare = createSpareThreads(1);
      // The first thread dawdles after every second call of a kernel, so that the second one overtakes it.
      let calls = 0;
      const timer = (): void => {
        for (const end = performance.now() + (++calls % 2 ? 0.3 : 0); performance.now() < end;);
      };
      const paired = await network(kernels, spec, slow ? { spare, timer } : { spare });
      await untilHelped(paired, spare);
      const before = spare[1];
      train(paired);
      expect(spare[1] - before).toBe(6 * 2 * spec.layers);
      expect(stateHash(paired)).toBe(stateHash(alone));
      paired.dispose();
      expect(spare[0]).toBe(1);
    }
  });

  it('help the networks that ask first, and those that come after when they are free again', async () => {
    const spare = createSpareThreads(1);
    const [first, second] = [await network(kernels, oddSpec, { spare }), await network(kernels, oddSpec, { spare })];
    await untilHelped(first, spare);
    expect(spare[0]).toBe(0);
    const passes = spare[1];
    train(second, 2);
    expect(spare[1]).toBe(passes);
    first.dispose();
    spare[1] = 0;
    await untilHelped(second, spare);
    expect(spare[0]).toBe(0);
    second.dispose();
    second.dispose();
    expect(spare[0]).toBe(1);
  });

  it('are not asked for where a layer has one direction, too little work, or nothing is trained', async () => {
    const spare = createSpareThreads(1);
    const one = await network(kernels, { ...oddSpec, bidirectional: false }, { spare });
    const small = await network(kernels, oddSpec, { spare, worthSharing: 1e9 });
    const predicting = await network(kernels, oddSpec, { spare });
    train(one, 1);
    train(small, 1);
    predicting.predict(drawBatch(oddSpec, 3, [150, 4]));
    expect([...spare]).toEqual([1, 0]);
  });
});
