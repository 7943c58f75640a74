import { describe, expect, it } from 'vitest';
import type { NetworkOptions } from '../../../src/engine/contract.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { parameterInfos } from '../../../src/model/parameters.js';
import type { LossSpec, NetworkSpec } from '../../../src/model/types.js';
import { drawBatch, drawParameters, mixBatch, plainLoss, plainOptimizer } from './drawn.js';

const tables = [
  { column: 'a', rows: 3, size: 2 },
  { column: 'b', rows: 2, size: 2 },
];
const times: NetworkSpec['time'][] = [
  null,
  { rows: 3, size: 2, combine: 'concat', after: [0] },
  { rows: 3, size: 2, combine: 'add', after: [0, 1] },
  { rows: 2, size: 1, combine: 'concat', after: [] },
];
const losses: LossSpec[] = [
  plainLoss,
  { ...plainLoss, classWeights: [0.5, 2, 1], labelSmoothing: 0.1 },
  { name: 'focal', gamma: 2, classWeights: [0.5, 2, 1], labelSmoothing: 0 },
  { name: 'focal', gamma: 0.7, classWeights: null, labelSmoothing: 0 },
];

/** Every cell with every option; what does not interact with the others is taken in turn. */
function allSpecs(): { spec: NetworkSpec; loss: LossSpec }[] {
  const both = [false, true];
  const found: { spec: NetworkSpec; loss: LossSpec }[] = [];
  for (const cell of ['gru', 'lstm', 'rnn'] as const)
    for (const layers of [1, 2, 3])
      for (const bidirectional of both)
        for (const attention of both)
          for (const layerNorm of both)
            for (const headUnits of [null, 3]) {
              const turn = found.length + layers;
              found.push({
                spec: {
                  continuous: 1 + (turn % 2),
                  embeddings: turn % 5 === 4 ? [] : tables,
                  time: turn % 5 === 4 ? null : times[turn % times.length],
                  stem: [null, { filters: 3, kernel: 3, stride: 2 }, { filters: 2, kernel: 5, stride: 1 }][turn % 3],
                  cell,
                  hidden: 2 + (turn % 2),
                  layers,
                  bidirectional,
                  layerNorm,
                  attention,
                  dropout: 0.3,
                  headUnits,
                  classes: 3,
                },
                loss: losses[(turn + (turn >> 2)) % losses.length],
              });
            }
  return found;
}

function optionsOf(spec: NetworkSpec, loss: LossSpec): NetworkOptions {
  return { spec, loss, optimizer: plainOptimizer, gradientClip: null, maxBatch: 8, maxSteps: 16 };
}

describe('the reference engine against central finite differences', () => {
  it.each(['gru', 'lstm', 'rnn'] as const)('%s, every option', async (cell) => {
    const step = 1e-5;
    for (const [turn, { spec, loss }] of allSpecs()
      .filter((one) => one.spec.cell === cell)
      .entries()) {
      const network = await referenceEngine.create(optionsOf(spec, loss));
      const parameters = Float64Array.from(drawParameters(spec, turn));
      const plain = drawBatch(spec, turn, [3, 1, 2]);
      const batch = turn % 3 === 0 ? mixBatch(spec, plain, turn) : plain;
      const dropout = turn % 2 ? { k0: turn, k1: 99 } : null;
      network.setParameters(parameters);
      const gradients = Float64Array.from(network.gradients(batch, dropout).gradients);
      const lossAt = (values: Float64Array): number => {
        network.setParameters(values);
        return network.gradients(batch, dropout).loss;
      };
      for (const { name, offset, size } of parameterInfos(spec)) {
        const own = gradients.subarray(offset, offset + size);
        // Along a random direction all values of a tensor take part; single values would take minutes.
        const direction = drawParameters(spec, turn + 1000).subarray(offset, offset + size);
        const moved = (sign: number): number => {
          const values = parameters.slice();
          for (let i = 0; i < size; i++) values[offset + i] += sign * step * direction[i];
          return lossAt(values);
        };
        const numeric = (moved(1) - moved(-1)) / (2 * step);
        const analytic = own.reduce((sum, value, i) => sum + value * direction[i], 0);
        const scale = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
        expect(
          Math.abs(numeric - analytic),
          `${name} of ${JSON.stringify(spec)}: ${numeric} is not ${analytic}`,
        ).toBeLessThanOrEqual(1e-6 * scale + 1e-10);
      }
    }
  });

  it('value by value, for one network that has everything', async () => {
    const { spec: found, loss } = allSpecs().find(
      ({ spec: one }) =>
        one.layers === 2 &&
        one.bidirectional &&
        one.attention &&
        one.layerNorm &&
        one.headUnits &&
        one.time?.combine === 'concat',
    )!;
    const spec = { ...found, stem: { filters: 3, kernel: 3, stride: 2 } };
    const network = await referenceEngine.create(optionsOf(spec, loss));
    const parameters = Float64Array.from(drawParameters(spec, 5));
    const batch = mixBatch(spec, drawBatch(spec, 5, [4, 1, 2]), 5);
    const dropout = { k0: 1, k1: 2 };
    network.setParameters(parameters);
    const gradients = Float64Array.from(network.gradients(batch, dropout).gradients);
    const scale = gradients.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    for (let i = 0; i < parameters.length; i++) {
      const lossWith = (value: number): number => {
        network.setParameters(parameters.with(i, value));
        return network.gradients(batch, dropout).loss;
      };
      const numeric = (lossWith(parameters[i] + 1e-5) - lossWith(parameters[i] - 1e-5)) / 2e-5;
      expect(Math.abs(numeric - gradients[i]), `parameter ${i}`).toBeLessThanOrEqual(1e-6 * scale);
    }
  });
});
