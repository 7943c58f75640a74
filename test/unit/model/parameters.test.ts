import { describe, expect, it } from 'vitest';
import { inputLayout, inputSize, parameterCount, parameterInfos } from '../../../src/model/parameters.js';
import type { NetworkSpec } from '../../../src/model/types.js';

const spec: NetworkSpec = {
  continuous: 5,
  embeddings: [
    { column: 'a', rows: 4, size: 3 },
    { column: 'b', rows: 3, size: 2 },
    { column: 'c', rows: 2, size: 1 },
  ],
  time: { rows: 7, size: 4, combine: 'concat', after: [0, 1] },
  cell: 'gru',
  hidden: 6,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0,
  headUnits: 9,
  classes: 3,
};

describe('parameterInfos', () => {
  it('names and shapes every tensor as the state dict of PyTorch does, without gaps', () => {
    const infos = parameterInfos(spec);
    expect(infos.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'embeddings.0.weight 4x3',
      'embeddings.1.weight 3x2',
      'embeddings.2.weight 2x1',
      'time_embedding.weight 7x4',
      ...['', '_reverse'].flatMap((end) => [
        `rnn.weight_ih_l0${end} 18x15`,
        `rnn.weight_hh_l0${end} 18x6`,
        `rnn.bias_ih_l0${end} 18`,
        `rnn.bias_hh_l0${end} 18`,
      ]),
      ...['', '_reverse'].flatMap((end) => [
        `rnn.weight_ih_l1${end} 18x12`,
        `rnn.weight_hh_l1${end} 18x6`,
        `rnn.bias_ih_l1${end} 18`,
        `rnn.bias_hh_l1${end} 18`,
      ]),
      'layer_norm.weight 12',
      'layer_norm.bias 12',
      'attention.weight 1x12',
      'head.0.weight 9x12',
      'head.0.bias 9',
      'head.3.weight 3x9',
      'head.3.bias 3',
    ]);
    let offset = 0;
    for (const info of infos) {
      expect(info.offset).toBe(offset);
      offset += info.size;
    }
    expect(parameterCount(spec)).toBe(offset);
  });

  it.each([
    ['gru', 3],
    ['lstm', 4],
    ['rnn', 1],
  ] as const)('gives %s %i blocks of rows', (cell, gates) => {
    const small = {
      ...spec,
      cell,
      layers: 1,
      bidirectional: false,
      attention: false,
      layerNorm: false,
      headUnits: null,
    };
    expect(
      parameterInfos(small)
        .slice(4)
        .map(({ name, shape }) => [name, shape[0]]),
    ).toEqual([
      ['rnn.weight_ih_l0', gates * 6],
      ['rnn.weight_hh_l0', gates * 6],
      ['rnn.bias_ih_l0', gates * 6],
      ['rnn.bias_hh_l0', gates * 6],
      ['head.0.weight', 3],
      ['head.0.bias', 3],
    ]);
  });
});

describe('inputLayout', () => {
  const time = spec.time!;
  it.each([
    ['after the last of its columns', spec, { embeddings: [5, 8, 14], time: 10, size: 15 }],
    ['at the end', { ...spec, time: { ...time, after: [] } }, { embeddings: [5, 8, 10], time: 11, size: 15 }],
    [
      'nowhere when it is added',
      { ...spec, time: { ...time, combine: 'add' } },
      { embeddings: [5, 8, 10], time: null, size: 11 },
    ],
    ['nowhere when there is none', { ...spec, time: null }, { embeddings: [5, 8, 10], time: null, size: 11 }],
    [
      'behind the channels alone',
      { ...spec, embeddings: [], time: { ...time, after: [] } },
      { embeddings: [], time: 5, size: 9 },
    ],
  ] as [string, NetworkSpec, ReturnType<typeof inputLayout>][])('places the time vector %s', (_, one, expected) => {
    expect(inputLayout(one)).toEqual(expected);
    expect(inputSize(one)).toBe(expected.size);
  });
});
