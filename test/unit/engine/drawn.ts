/** Parameters and batches drawn from counters, the same as those of test/fixtures/counters.py. */
import { randomUint32 } from '../../../src/base/random.js';
import type { Batch } from '../../../src/engine/contract.js';
import { parameterCount, parameterInfos } from '../../../src/model/parameters.js';
import type { LossSpec, NetworkSpec, OptimizerSpec } from '../../../src/model/types.js';

/** In [-1, 1). */
export function uniformAt(seed: number, stream: number, counter: number): number {
  return randomUint32({ k0: seed, k1: stream }, counter) / 2147483648 - 1;
}

/** Flat parameters in canonical layout. */
export function drawParameters(spec: NetworkSpec, seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(spec));
  parameterInfos(spec).forEach(({ name, shape, offset, size }, index) => {
    const scaled = (value: number): number => {
      if (name === 'layer_norm.weight') return 1 + 0.3 * value;
      if (name.startsWith('rnn.')) return (1.5 / Math.sqrt(spec.hidden)) * value;
      if (name.endsWith('bias')) return 0.3 * value;
      return name.includes('embedding') ? value : (2 / Math.sqrt(shape[1])) * value;
    };
    for (let i = 0; i < size; i++) parameters[offset + i] = scaled(uniformAt(seed, 100 + index, i));
  });
  return parameters;
}

/**
 * A batch whose items lie in reverse order, with a row of rubbish (NaN, a code out of range) before each: nothing outside an
 * item's own rows may matter.
 */
export function drawBatch(
  spec: NetworkSpec,
  seed: number,
  lengths: readonly number[],
  labels: readonly number[] | null = null,
): Batch {
  const size = lengths.length;
  const longest = Math.max(...lengths);
  const tables = spec.embeddings.length;
  const rows = lengths.reduce((sum, length) => sum + length + 1, 0);
  const continuous = new Float32Array(rows * spec.continuous).fill(NaN);
  const codes = new Uint16Array(rows * tables).fill(65535);
  const row = new Int32Array(size);
  let next = 0;
  for (let item = size - 1; item >= 0; item--) {
    row[item] = next + 1;
    next += lengths[item] + 1;
    for (let t = 0; t < lengths[item]; t++) {
      const at = row[item] + t;
      const drawn = item * longest + t;
      for (let c = 0; c < spec.continuous; c++) {
        continuous[at * spec.continuous + c] = 1.5 * uniformAt(seed, 1, drawn * spec.continuous + c);
      }
      for (let i = 0; i < tables; i++) {
        codes[at * tables + i] = randomUint32({ k0: seed, k1: 2 }, drawn * tables + i) % spec.embeddings[i].rows;
      }
    }
  }
  const perItem = (stream: number, bound: number): Int32Array =>
    Int32Array.from({ length: size }, (_, item) => randomUint32({ k0: seed, k1: stream }, item) % bound);
  return {
    continuous,
    codes,
    size,
    row,
    length: Int32Array.from(lengths),
    firstStep: perItem(4, 3),
    labels: labels ? Int32Array.from(labels) : perItem(3, spec.classes),
  };
}

/** The batch with second items: for each another one that is at least as long, in shares from none to all. */
export function mixBatch(spec: NetworkSpec, batch: Batch, seed: number): Batch {
  const { size, length } = batch;
  const draw = (stream: number, item: number, bound: number): number =>
    randomUint32({ k0: seed, k1: stream }, item) % bound;
  const partner = Int32Array.from({ length: size }, (_, item) => {
    const long = [...length.keys()].filter((other) => length[other] >= length[item]);
    return long[draw(5, item, long.length)];
  });
  return {
    ...batch,
    mix: {
      row: partner.map((other) => batch.row[other]),
      firstStep: partner.map((_, item) => draw(6, item, 4)),
      labels: partner.map((_, item) => draw(7, item, spec.classes)),
      share: Float32Array.from(partner, (_, item) => draw(8, item, 5) / 4),
    },
  };
}

export const plainLoss: LossSpec = { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 };

export const plainOptimizer: OptimizerSpec = {
  name: 'adamw',
  weightDecay: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  momentum: 0,
};
