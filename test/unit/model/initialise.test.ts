import { describe, expect, it } from 'vitest';
import { deriveKey } from '../../../src/base/random.js';
import { initialParameters } from '../../../src/model/initialise.js';
import { parameterInfos } from '../../../src/model/parameters.js';
import type { NetworkSpec } from '../../../src/model/types.js';
import { readFixture } from '../engine/fixtures.js';

interface Drawn {
  readonly deviation: number;
  readonly mean: number;
  readonly largest: number;
}
const fixture = readFixture<{ spec: NetworkSpec; tensors: Record<string, Drawn> }>('initialisation');
const { spec } = fixture;
const infos = parameterInfos(spec);
const networks = Array.from({ length: 300 }, (_, i) => initialParameters(spec, deriveKey(i, 'init')));

describe('initialParameters', () => {
  it.each(infos)('$name has the spread of 300 fresh modules of PyTorch', ({ name, offset, size }) => {
    const values = networks.flatMap((parameters) => Array.from(parameters.subarray(offset, offset + size)));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const expected = fixture.tensors[name];
    // Both sides are estimates from n values; 5 standard errors of their difference.
    const slack = (5 * expected.deviation * Math.SQRT2) / Math.sqrt(values.length);
    expect(Math.abs(mean - expected.mean)).toBeLessThanOrEqual(slack);
    expect(Math.abs(deviation - expected.deviation)).toBeLessThanOrEqual(slack);
  });

  it.each([
    ['rnn.weight_ih_l0', 6],
    ['rnn.bias_hh_l1_reverse', 6],
    ['attention.weight', 12],
    ['head.0.weight', 12],
    ['head.0.bias', 12],
    ['head.3.weight', 9],
    ['head.3.bias', 9],
  ])('%s is uniform within 1 / sqrt(%i)', (name, fanIn) => {
    const { offset, size } = infos.find((info) => info.name === name)!;
    const bound = Math.fround(1 / Math.sqrt(fanIn));
    const values = networks.flatMap((parameters) => Array.from(parameters.subarray(offset, offset + size)));
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(fixture.tensors[name].largest).toBeLessThanOrEqual(bound);
    // A quarter of a uniform variable lies below half its bound on each side.
    const central = values.filter((value) => Math.abs(value) < bound / 2).length / values.length;
    expect(Math.abs(central - 0.5)).toBeLessThan(2.5 / Math.sqrt(values.length));
  });

  it('leaves the slot of unknown categories empty, but not the first time step', () => {
    const table = infos.find(({ name }) => name === 'embeddings.0.weight')!;
    const time = infos.find(({ name }) => name === 'time_embedding.weight')!;
    for (const parameters of networks.slice(0, 10)) {
      const unknown = parameters.subarray(table.offset, table.offset + table.shape[1]);
      expect(Array.from(unknown)).toEqual([0, 0, 0]);
      expect(parameters[table.offset + 3]).not.toBe(0);
      expect(parameters[time.offset]).not.toBe(0);
    }
  });

  it('starts the layer norm as the identity', () => {
    const part = (name: string): number[] => {
      const { offset, size } = infos.find((info) => info.name === name)!;
      return Array.from(networks[0].subarray(offset, offset + size));
    };
    expect(new Set(part('layer_norm.weight'))).toEqual(new Set([1]));
    expect(new Set(part('layer_norm.bias'))).toEqual(new Set([0]));
  });

  it('depends on the key and on nothing else', () => {
    expect(initialParameters(spec, deriveKey(3, 'init'))).toEqual(networks[3]);
    expect(networks[3]).not.toEqual(networks[4]);
    // The head of a network with more classes starts with the same first layer.
    const more = { ...spec, classes: 5 };
    const { offset, size } = infos.find(({ name }) => name === 'head.0.weight')!;
    const wider = initialParameters(more, deriveKey(3, 'init'));
    expect(wider.subarray(offset, offset + size)).toEqual(networks[3].subarray(offset, offset + size));
  });
});
