/** What tells two numeric classes apart: the weights after a few training steps of one small fixed network, hashed. */
import { createHash } from 'node:crypto';
import { deriveKey, RandomStream } from '../base/random.js';
import { initialParameters } from '../model/initialise.js';
import type { NetworkSpec } from '../model/types.js';
import type { Batch, Engine } from './contract.js';

/** Everything a network can have; sizes that no vector width divides. */
const spec: NetworkSpec = {
  continuous: 3,
  embeddings: [{ column: 'category', rows: 4, size: 2 }],
  time: { rows: 6, size: 2, combine: 'concat', after: [0] },
  cell: 'gru',
  hidden: 13,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.25,
  headUnits: 7,
  classes: 3,
};
const lengths = [9, 4, 1, 7, 9];
const steps = 4;

/**
 * First 16 hex digits of the SHA-256 of the network's float32 weights. Two machines on which an engine gives the same
 * fingerprint train with the same bytes; a task compares its own with the run's before it starts.
 */
export async function numericFingerprint(engine: Engine): Promise<string> {
  const network = await engine.create({
    spec,
    loss: { name: 'crossEntropy', gamma: 0, classWeights: [1, 2, 0.5], labelSmoothing: 0.1 },
    optimizer: { name: 'adamw', weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
    gradientClip: 1,
    maxBatch: lengths.length,
    maxSteps: Math.max(...lengths),
  });
  try {
    network.setParameters(initialParameters(spec, deriveKey(0, 'selfTest', 0)));
    const batch = fixedBatch();
    for (let step = 0; step < steps; step++) {
      network.trainStep(batch, { learningRate: 0.01, dropout: deriveKey(0, 'selfTest', 1, step) });
    }
    const weights = network.getParameters();
    const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
    return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  } finally {
    network.dispose();
  }
}

function fixedBatch(): Batch {
  const stream = new RandomStream(deriveKey(0, 'selfTest', 2));
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const row = new Int32Array(lengths.length);
  for (let item = 1; item < lengths.length; item++) row[item] = row[item - 1] + lengths[item - 1];
  return {
    continuous: Float32Array.from({ length: rows * spec.continuous }, () => stream.normal()),
    codes: Uint16Array.from({ length: rows }, () => stream.integer(spec.embeddings[0].rows)),
    size: lengths.length,
    row,
    length: Int32Array.from(lengths),
    firstStep: new Int32Array(lengths.length),
    labels: Int32Array.from(lengths, () => stream.integer(spec.classes)),
  };
}
