/** Short trainings of the fused engine and what they leave, as bytes: for tests that hold variants against each other. */
import { createHash } from 'node:crypto';
import type { Network, NetworkOptions } from '../../../src/engine/contract.js';
import type { KernelClass, KernelSet } from '../../../src/engine/fused/kernelSet.js';
import { loadKernelSet } from '../../../src/engine/fused/variants.js';
import { createNetwork } from '../../../src/engine/fused/network.js';
import type { NetworkSpec } from '../../../src/model/types.js';
import { drawBatch, drawParameters, plainLoss, plainOptimizer } from './drawn.js';

/** Odd in every size, with all that a network can have. */
export const oddSpec: NetworkSpec = {
  continuous: 5,
  embeddings: [
    { column: 'a', rows: 4, size: 3 },
    { column: 'b', rows: 3, size: 2 },
  ],
  time: { rows: 6, size: 2, combine: 'concat', after: [0] },
  cell: 'gru',
  hidden: 19,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.3,
  headUnits: 7,
  classes: 3,
};

export const oddLengths = [
  [7, 12, 1, 12, 5, 9, 2],
  [3, 3, 11],
  [12, 1, 1, 1, 8],
];

export async function fusedNetwork(
  kernels: KernelClass,
  spec: NetworkSpec,
  changes: { set?: Partial<KernelSet>; options?: Partial<NetworkOptions> } = {},
): Promise<Network> {
  const set = { ...(await loadKernelSet(kernels)), ...changes.set };
  const network = createNetwork(set, {
    spec,
    loss: plainLoss,
    optimizer: plainOptimizer,
    gradientClip: 1,
    maxBatch: 7,
    maxSteps: 12,
    ...changes.options,
  });
  network.setParameters(drawParameters(spec, 1));
  return network;
}

/** Trains a few steps on batches of odd lengths. */
export function trainOdd(network: Network, steps = 5): void {
  for (let i = 0; i < steps; i++) {
    const batch = drawBatch(network.spec, 40 + i, oddLengths[i % oddLengths.length]);
    network.trainStep(batch, { learningRate: 0.01, dropout: { k0: i, k1: 77 } });
  }
}

/** Of parameters, moments and the predictions of a batch. */
export function stateHash(network: Network): string {
  const hash = createHash('sha256');
  const add = (values: Float32Array | Float64Array): void => {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  };
  add(network.getParameters());
  network.getOptimizerState().moments.forEach(add);
  add(network.predict(drawBatch(network.spec, 90, oddLengths[0])));
  return hash.digest('hex').slice(0, 16);
}
