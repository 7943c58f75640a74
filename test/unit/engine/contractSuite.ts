/** What the contract promises apart from numbers: state goes out and in, nothing leaks from one batch to the next. */
import { beforeAll, expect, it } from 'vitest';
import type { Engine, Network, NetworkOptions } from '../../../src/engine/contract.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { contextSize } from '../../../src/model/parameters.js';
import type { NetworkSpec } from '../../../src/model/types.js';
import { distance, worstTensor } from './agreement.js';
import { drawBatch, drawParameters, mixBatch, plainLoss, plainOptimizer } from './drawn.js';

const spec: NetworkSpec = {
  continuous: 3,
  embeddings: [
    { column: 'a', rows: 4, size: 3 },
    { column: 'b', rows: 3, size: 2 },
  ],
  time: { rows: 4, size: 2, combine: 'concat', after: [0] },
  cell: 'lstm',
  hidden: 6,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.3,
  headUnits: 7,
  classes: 3,
};
const options: NetworkOptions = {
  spec,
  loss: plainLoss,
  optimizer: plainOptimizer,
  gradientClip: 1,
  maxBatch: 5,
  maxSteps: 9,
};
const lengths = [4, 9, 1, 6];
const dropout = { k0: 21, k1: 22 };

/** @param precise whether the engine keeps its parameters in float32, so that a round trip changes no bit */
export function contractSuite(load: () => Promise<Engine>, tolerance: number, precise: boolean): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });
  const created = async (changes: Partial<NetworkOptions> = {}): Promise<Network> => {
    const network = await engine.create({ ...options, ...changes });
    network.setParameters(drawParameters(changes.spec ?? spec, 1));
    return network;
  };
  const train = (network: Network, from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const batch = drawBatch(spec, 30 + i, i % 2 ? lengths : [2, 3]);
      network.trainStep(batch, { learningRate: 0.01, dropout: { k0: i, k1: 5 } });
    }
  };

  it('returns the parameters it was given', async () => {
    const network = await created();
    expect(network.getParameters()).toEqual(drawParameters(spec, 1));
  });

  it.each(['adamw', 'adam', 'sgd'] as const)('goes on from a stored state of %s', async (name) => {
    const optimizer = { ...plainOptimizer, name, momentum: 0.9 };
    const undisturbed = await created({ optimizer });
    train(undisturbed, 0, 6);
    const first = await created({ optimizer });
    train(first, 0, 3);
    const state = first.getOptimizerState();
    const parameters = first.getParameters();
    expect(state.step).toBe(3);
    expect(state.moments.map((moment) => moment.length)).toEqual(state.moments.map(() => parameters.length));
    train(first, 3, 5); // what was handed out must not change with it
    const second = await created({ optimizer });
    second.setParameters(parameters);
    second.setOptimizerState(state);
    train(second, 3, 6);
    if (precise) expect(second.getParameters()).toEqual(undisturbed.getParameters());
    else expect(worstTensor(spec, second.getParameters(), undisturbed.getParameters()).distance).toBeLessThan(1e-5);
  });

  it('changes nothing when it only computes gradients or predicts', async () => {
    const network = await created();
    train(network, 0, 2);
    const before = { parameters: network.getParameters(), state: network.getOptimizerState() };
    network.gradients(drawBatch(spec, 2, lengths), dropout);
    network.predict(drawBatch(spec, 3, lengths));
    expect({ parameters: network.getParameters(), state: network.getOptimizerState() }).toEqual(before);
  });

  it('gives the same for a batch whatever came before it', async () => {
    const small = drawBatch(spec, 4, [2, 1]);
    const fresh = (await created()).gradients(small, dropout).gradients.slice();
    const used = await created();
    used.gradients(drawBatch(spec, 5, [9, 9, 8, 9, 9]), dropout);
    used.predict(drawBatch(spec, 6, [9, 1, 9]));
    expect(used.gradients(small, dropout).gradients).toEqual(fresh);
  });

  it('mixes second items into what it trains on, and into nothing it predicts', async () => {
    const network = await created();
    const plain = drawBatch(spec, 4, lengths);
    const mixed = mixBatch(spec, plain, 2);
    const result = { ...network.gradients(plain, null), gradients: network.gradients(plain, null).gradients.slice() };
    const { loss, gradients } = network.gradients(
      { ...mixed, mix: { ...mixed.mix!, share: new Float32Array(4) } },
      null,
    );
    expect(loss).toBeCloseTo(result.loss, 12);
    expect(gradients).toEqual(result.gradients);
    expect(network.gradients(mixed, null).loss).not.toBeCloseTo(result.loss, 3);
    // All of the second item is the second item.
    const others = drawBatch(spec, 4, [4, 4, 1, 4]);
    const swapped = { row: others.row.toReversed(), firstStep: others.firstStep.toReversed() };
    const short = { ...others, length: Int32Array.from([1, 1, 1, 1]) };
    const whole = { ...swapped, labels: others.labels.toReversed(), share: Float32Array.from([1, 1, 1, 1]) };
    const replaced = network.gradients({ ...short, mix: whole }, null).loss;
    const labels = others.labels.toReversed();
    expect(replaced).toBeCloseTo(network.gradients({ ...short, ...swapped, labels }, null).loss, 6);
    const logits = network.predict(plain).slice();
    expect(network.predict(mixed)).toEqual(logits);
  });

  it.each([null, dropout])(
    'recovers from weights that are not numbers once it gets others, dropout %j',
    async (key) => {
      const small = drawBatch(spec, 4, [6, 3, 1]);
      const fresh = (await created()).gradients(small, key);
      const used = await created();
      used.setParameters(new Float32Array(used.getParameters().length).fill(NaN));
      const broken = used.trainStep(drawBatch(spec, 5, [9, 9, 8, 9, 9]), { learningRate: 0.1, dropout: key });
      expect(broken.loss).toBeNaN();
      used.predict(drawBatch(spec, 5, [9, 9, 8, 9, 9]));
      used.setParameters(drawParameters(spec, 1));
      expect(used.gradients(small, key).gradients).toEqual(fresh.gradients);
      expect(used.predict(small).every(Number.isFinite)).toBe(true);
    },
  );

  it('gives an item the same logits in any batch and any order', async () => {
    const network = await created();
    const batch = drawBatch(spec, 7, lengths);
    const together = network.predict(batch).slice();
    const order = [2, 0, 3, 1];
    const pick = (values: Int32Array): Int32Array => Int32Array.from(order, (item) => values[item]);
    const turned = {
      ...batch,
      row: pick(batch.row),
      length: pick(batch.length),
      firstStep: pick(batch.firstStep),
      labels: pick(batch.labels),
    };
    const reordered = network.predict(turned).slice();
    for (const [position, item] of order.entries()) {
      const expected = together.subarray(item * 3, item * 3 + 3);
      expect(distance(reordered.subarray(position * 3, position * 3 + 3), expected, 1)).toBeLessThan(1e-6);
      const alone = network.predict({
        ...batch,
        size: 1,
        row: batch.row.subarray(item),
        length: batch.length.subarray(item),
        firstStep: batch.firstStep.subarray(item),
      });
      expect(distance(alone.subarray(0, 3), expected, 1)).toBeLessThan(1e-6);
    }
  });

  it.each([true, false])('gives attention (%s) and context of the reference', async (attention) => {
    const own = { ...spec, attention };
    const outputs = async (network: Network): Promise<{ attention: Float32Array; context: Float32Array }> => {
      network.setParameters(drawParameters(own, 1));
      const filled = {
        attention: new Float32Array(lengths.length * 11).fill(7),
        context: new Float32Array(lengths.length * contextSize(own)),
      };
      network.predict(drawBatch(own, 8, lengths), {
        attention: { values: filled.attention, stride: 11 },
        context: filled.context,
      });
      return filled;
    };
    const actual = await outputs(await created({ spec: own }));
    const expected = await outputs(await referenceEngine.create({ ...options, spec: own }));
    expect(distance(actual.attention, expected.attention, 1)).toBeLessThanOrEqual(tolerance);
    expect(distance(actual.context, expected.context, 1)).toBeLessThanOrEqual(tolerance);
    if (attention) {
      for (const [item, length] of lengths.entries()) {
        const row = Array.from(actual.attention.subarray(item * 11, item * 11 + 11));
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        expect(row.slice(length)).toEqual(new Array(11 - length).fill(0));
      }
    } else {
      expect(actual.attention).toEqual(new Float32Array(lengths.length * 11).fill(7));
    }
  });

  it('scales the gradient as clip_grad_norm_ does, and reports the norm before', async () => {
    const batch = drawBatch(spec, 9, lengths);
    const learningRate = 0.5;
    const sgd = { ...plainOptimizer, name: 'sgd', momentum: 0, weightDecay: 0 } as const;
    const network = await created({ optimizer: sgd, gradientClip: 0.25 });
    const { gradients, gradientNorm } = network.gradients(batch, null);
    const expected = drawParameters(spec, 1).map(
      (value, i) => value - (learningRate * gradients[i] * 0.25) / (gradientNorm + 1e-6),
    );
    expect(gradientNorm).toBeGreaterThan(0.25);
    const step = network.trainStep(batch, { learningRate, dropout: null });
    expect(step.gradientNorm).toBeCloseTo(gradientNorm, 6);
    expect(distance(network.getParameters(), expected, 1)).toBeLessThan(1e-6);
  });
}
