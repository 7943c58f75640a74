import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { parameterLayout, toCanonical, toInternal } from '../../../src/engine/fused/layout.js';
import { recordFields } from '../../../src/engine/fused/records.js';
import { paddedShape } from '../../../src/engine/fused/shape.js';
import { drawBatch, drawParameters, plainLoss, plainOptimizer } from './drawn.js';
import { fusedNetwork, oddLengths, oddSpec, trainOdd } from './fusedTraining.js';

const kernelSources = join(import.meta.dirname, '../../../src/engine/fused/kernels');

describe('memory of the fused engine', () => {
  it('is taken once: two hundred steps allocate no buffer', async () => {
    const network = await fusedNetwork('portable', oddSpec);
    const batches = oddLengths.map((lengths, i) => drawBatch(oddSpec, i, lengths));
    const run = (steps: number): void => {
      for (let i = 0; i < steps; i++) {
        const batch = batches[i % batches.length];
        network.trainStep(batch, { learningRate: 0.01, dropout: { k0: i, k1: 1 } });
        network.predict(batch);
      }
    };
    run(10);
    const before = process.memoryUsage();
    run(200);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(65536);
    expect(after.external - before.external).toBeLessThan(65536);
  });

  it('beyond 2 GB is refused with the figures and a cure', async () => {
    const engine = await createFusedEngine({ kernels: 'portable' });
    const options = { spec: oddSpec, loss: plainLoss, optimizer: plainOptimizer, gradientClip: null };
    const failure = await Promise.resolve()
      .then(() => engine.create({ ...options, maxBatch: 256, maxSteps: 20_000 }))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toMatch(
      /^Training would take \d+\.\d GB .*batches of 256, 20000 time steps/,
    );
    expect((failure as UserError).cure).toContain('training.batchSize');
  });

  it('refuses what a batch must not contain', async () => {
    const network = await fusedNetwork('portable', oddSpec);
    const step = { learningRate: 0.01, dropout: null };
    const batch = drawBatch(oddSpec, 1, [3, 4]);
    expect(() => network.trainStep({ ...batch, length: Int32Array.of(3, 13) }, step)).toThrow('13 steps');
    expect(() => network.trainStep({ ...batch, length: Int32Array.of(0, 4) }, step)).toThrow('0 steps');
    expect(() => network.trainStep(drawBatch(oddSpec, 1, Array<number>(8).fill(2)), step)).toThrow('8 items');
    const codes = batch.codes.slice();
    codes[batch.row[1] * 2] = 4;
    expect(() => network.trainStep({ ...batch, codes }, step)).toThrow('Code 4 of a');
  });

  it('lets what is too small to matter in the moments become zero', async () => {
    const network = await fusedNetwork('portable', oddSpec);
    const { moments } = network.getOptimizerState();
    const tiny = moments.map((moment) => moment.slice().fill(1e-31));
    network.setOptimizerState({ step: 5, moments: tiny });
    // A table row that no item shows gets no gradient: nothing but the decay of the moments happens there.
    const batch = drawBatch(oddSpec, 1, [2]);
    batch.codes.fill(0);
    network.trainStep(batch, { learningRate: 0.01, dropout: null });
    const after = network.getOptimizerState().moments;
    for (const moment of after) expect([...moment.slice(3, 12)]).toEqual(Array<number>(9).fill(0));
    trainOdd(network, 2);
  });
});

describe('the layout inside', () => {
  it.each(['gru', 'lstm', 'rnn'] as const)('of a %s holds every parameter once', (cell) => {
    const spec = { ...oddSpec, cell };
    const layout = parameterLayout(spec, paddedShape(spec));
    expect(new Set(layout.internal).size).toBe(layout.internal.length);
    const inside = new Float32Array(layout.count);
    const parameters = drawParameters(spec, 3);
    toInternal(layout, parameters, inside);
    expect(toCanonical(layout, inside)).toEqual(parameters);
    expect(() => toInternal(layout, parameters.slice(1), inside)).toThrow('parameters');
  });

  it('of records is that of the kernels', () => {
    const files = ['plan', 'inputs', 'direction', 'dropout', 'norm', 'readout', 'head'];
    const source = files.map((name) => readFileSync(join(kernelSources, `${name}.ts`), 'utf8')).join('\n');
    for (const [name, fields] of Object.entries(recordFields)) {
      const body = new RegExp(`export class ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
      expect([...body.matchAll(/^ {2}(\w+): /gm)].map((match) => match[1])).toEqual(fields);
    }
    expect(source).toContain(`const TABLE_BYTES: usize = ${recordFields.Table.length * 4};`);
  });
});
