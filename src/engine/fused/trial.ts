/** Times a small network with either tile: which of them is faster depends on the processor's registers and on V8's use of them. */
import { deriveKey } from '../../base/random.js';
import { initialParameters } from '../../model/initialise.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import type { KernelSet } from './kernelSet.js';
import { createNetwork } from './network.js';

const spec: NetworkSpec = {
  continuous: 32,
  embeddings: [],
  time: null,
  cell: 'gru',
  hidden: 32,
  layers: 1,
  bidirectional: true,
  layerNorm: false,
  attention: false,
  dropout: 0,
  headUnits: null,
  classes: 2,
};
const size = 16;
const steps = 16;
/** A processor that does other things as well takes some longer than others. */
const rounds = 5;
/** Below this gain the tile stays that the registers suggest. */
const worthIt = 0.9;

/**
 * The tile with which a training step is done sooner; a step takes about half a millisecond.
 * @param now a clock, in ms
 */
export function fasterTile(set: KernelSet, now: () => number = () => performance.now()): 2 | 4 {
  const other = set.tileRows === 2 ? 4 : 2;
  const own = trial(set);
  const another = trial({ ...set, tileRows: other });
  let [best, bestOther] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    best = Math.min(best, time(own, now));
    bestOther = Math.min(bestOther, time(another, now));
  }
  return bestOther < worthIt * best ? other : set.tileRows;
}

/** A training step to call. */
function trial(set: KernelSet): () => void {
  const network = createNetwork(set, {
    spec,
    loss: { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 },
    optimizer: { name: 'sgd', weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
    gradientClip: 1,
    maxBatch: size,
    maxSteps: steps,
  });
  network.setParameters(initialParameters(spec, deriveKey(0, 'selfTest', 0)));
  const items = Int32Array.from({ length: size }, (_, i) => i);
  const batch: Batch = {
    // Anything but values so small that processors slow down.
    continuous: new Float32Array(size * steps * spec.continuous).fill(0.5),
    codes: new Uint16Array(0),
    size,
    row: items.map((i) => i * steps),
    length: items.map(() => steps),
    firstStep: new Int32Array(size),
    labels: items.map((i) => i % spec.classes),
  };
  return () => {
    network.trainStep(batch, { learningRate: 1e-3, dropout: null });
  };
}

function time(step: () => void, now: () => number): number {
  const start = now();
  step();
  return now() - start;
}
