import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import type { Engine, Network } from '../../../src/engine/contract.js';
import { loadBackend } from '../../../src/engine/tensorflow/loadBackend.js';
import { createTensorflowEngine } from '../../../src/engine/tensorflow/index.js';
import { batchLoss } from '../../../src/engine/tensorflow/losses.js';
import { lossAndGradient } from '../../../src/model/losses.js';
import type { LossSpec, NetworkSpec } from '../../../src/model/types.js';
import { scratch } from '../scratch.js';
import { anyCase } from './anyNetwork.js';
import { differences } from './differential.js';
import { drawBatch, drawParameters, plainLoss, plainOptimizer } from './drawn.js';

const spec: NetworkSpec = {
  continuous: 3,
  embeddings: [{ column: 'a', rows: 4, size: 3 }],
  time: { rows: 4, size: 2, combine: 'concat', after: [0] },
  cell: 'gru',
  hidden: 6,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.3,
  headUnits: 7,
  classes: 3,
};
const created = async (engine: Engine, changes: Partial<NetworkSpec> = {}): Promise<Network> => {
  const own = { ...spec, ...changes };
  const options = { spec: own, loss: plainLoss, optimizer: plainOptimizer, gradientClip: 1, maxBatch: 4, maxSteps: 9 };
  const network = await engine.create(options);
  network.setParameters(drawParameters(own, 1));
  return network;
};
const train = (network: Network, step: number): number =>
  network.trainStep(drawBatch(network.spec, step, step % 2 ? [4, 9, 1, 6] : [2, 3]), {
    learningRate: 0.01,
    dropout: { k0: step, k1: 5 },
  }).loss;

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  it.each(['gru', 'lstm', 'rnn'] as const)('leaves no tensor behind: %s', async (cell) => {
    const engine = await createTensorflowEngine({ backend });
    const { tf, use } = await loadBackend(backend);
    use();
    const before = tf.memory();
    const network = await created(engine, { cell, attention: cell !== 'rnn' });
    for (let step = 0; step < 4; step++) {
      train(network, step);
      network.predict(drawBatch(network.spec, step, [5, 2]), { context: new Float32Array(24) });
      network.gradients(drawBatch(network.spec, step, [5, 2]), null);
      expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
    }
    network.dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
  });

  it('has the losses of model/losses.ts, and their gradients', async () => {
    const { tf, use } = await loadBackend(backend);
    use();
    const weight = fc.option(fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }));
    const cases = fc.record({
      name: fc.constantFrom('crossEntropy' as const, 'focal' as const),
      gamma: fc.constantFrom(0, 0.5, 1, 2, 5),
      labelSmoothing: fc.constantFrom(0, 0.1, 0.9),
      classWeights: weight,
      size: fc.integer({ min: 1, max: 6 }),
      scale: fc.constantFrom(0.1, 1, 5, 30),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(cases, ({ size, scale, seed, ...rest }) => {
        const loss: LossSpec = rest;
        const drawn = drawBatch({ ...spec, continuous: 4, classes: 4 }, seed, new Array<number>(size).fill(1));
        const logits = Float32Array.from({ length: size * 4 }, (_, i) => {
          return scale * drawn.continuous[drawn.row[i >> 2] * 4 + (i & 3)];
        });
        const expectedGradient = new Float64Array(size * 4);
        const expected = lossAndGradient(loss, logits, drawn.labels, size, 4, expectedGradient);
        tf.tidy(() => {
          const evaluate = tf.valueAndGrad((x) => batchLoss(tf, loss, x as Tensor2D, drawn.labels));
          const { value, grad } = evaluate(tf.tensor2d(logits, [size, 4]));
          expect(Math.abs(value.dataSync()[0] - expected)).toBeLessThan(2e-6 * Math.max(1, expected));
          const gradient = grad.dataSync();
          const scaleOfGradient = Math.max(1, ...expectedGradient.map(Math.abs));
          expectedGradient.forEach((one, i) => {
            expect(Math.abs(gradient[i] - one)).toBeLessThan(2e-6 * scaleOfGradient);
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** As wide as for the fused engine, whose test says what these differences consist of. */
it('agrees with the reference on random networks and batches', async () => {
  const engine = await createTensorflowEngine({ backend: 'wasm' });
  const agree = fc.asyncProperty(anyCase, async (one) => {
    const found = await differences(engine, one);
    expect(found.logits).toBeLessThan(5e-6);
    expect(found.gradients, found.tensor).toBeLessThan(5e-5);
    expect(found.updates).toBeLessThan(1e-3);
  });
  await fc.assert(agree, { numRuns: 10, seed: 4, endOnFailure: true });
});

it('trains several networks side by side, on several backends, as if each were alone', async () => {
  const engines = await Promise.all((['cpu', 'wasm'] as const).map((backend) => createTensorflowEngine({ backend })));
  const settings: Partial<NetworkSpec>[] = [{}, { cell: 'lstm', hidden: 5 }];
  const networksOf = (): Promise<Network[]> =>
    Promise.all(engines.flatMap((engine) => settings.map((changes) => created(engine, changes))));
  const alone: Float32Array[] = [];
  for (const network of await networksOf()) {
    for (let step = 0; step < 3; step++) train(network, step);
    alone.push(network.getParameters());
  }
  const together = await networksOf();
  for (let step = 0; step < 3; step++) for (const network of together) train(network, step);
  together.pop()!.dispose();
  expect(together.map((network) => network.getParameters())).toEqual(alone.slice(0, -1));
});

it('refuses parameters of another network, and to work after it was disposed', async () => {
  const network = await created(await createTensorflowEngine({ backend: 'cpu' }));
  expect(() => network.setParameters(new Float32Array(3))).toThrow(RangeError);
  network.dispose();
  expect(() => network.predict(drawBatch(spec, 1, [2]))).toThrow('disposed');
});

describe('backends', () => {
  beforeEach(() => vi.stubEnv('FOLDBOARD_TFJS_NODE', ''));
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const installed = (() => {
    try {
      return createRequire(import.meta.url).resolve('@tensorflow/tfjs-node') !== '';
    } catch {
      return false;
    }
  })();

  it.each(['cpu', 'wasm'] as const)('%s names itself', async (backend) => {
    const engine = await createTensorflowEngine({ backend });
    expect(engine.name).toBe('tensorflow');
    expect(engine.numericClass).toBe(`tensorflow-${backend}`);
    expect(engine.description).toMatch(/^TensorFlow\.js 4\.\d+\.\d+, /);
  });

  it.runIf(!installed)('wasm is chosen where tfjs-node is not installed', async () => {
    expect((await createTensorflowEngine()).numericClass).toBe('tensorflow-wasm');
  });

  it.runIf(!installed)('node says how to get it where it is not installed', async () => {
    const error: unknown = await createTensorflowEngine({ backend: 'node' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      kind: 'system',
      message: '@tensorflow/tfjs-node is not installed.',
      cure: expect.stringContaining('npm install @tensorflow/tfjs-node') as string,
    });
  });

  it('a tfjs-node that somebody names has to load: nothing else is taken in its stead', async () => {
    const folder = join(await scratch(), 'tfjs-node');
    await mkdir(folder);
    await writeFile(join(folder, 'index.js'), 'throw new Error("no such library\\nand a long story");');
    vi.stubEnv('FOLDBOARD_TFJS_NODE', folder);
    for (const options of [{}, { backend: 'node' } as const]) {
      await expect(createTensorflowEngine(options)).rejects.toMatchObject({
        name: 'UserError',
        message: `@tensorflow/tfjs-node in ${folder} does not load: no such library.`,
      });
    }
    expect((await createTensorflowEngine({ backend: 'wasm' })).numericClass).toBe('tensorflow-wasm');
  });

  it('leaves uncaught errors of the process to the process', async () => {
    // Both are loaded by now, each in this very process.
    await createTensorflowEngine({ backend: 'wasm' });
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      const foreign = (process.listeners(event as 'uncaughtException') as unknown[]).filter((listener) =>
        String(listener).includes('throw'),
      );
      expect(foreign).toEqual([]);
    }
  });
});
