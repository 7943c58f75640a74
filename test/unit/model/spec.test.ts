import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import type { Experiment } from '../../../src/config/schema.js';
import { lossSpec, networkSpec, optimizerSpec, type DataShape } from '../../../src/model/spec.js';

const model: Experiment['model'] = {
  kind: 'recurrent',
  stem: null,
  classifier: 'ridge',
  cell: 'lstm',
  hiddenUnits: 8,
  layers: 2,
  bidirectional: true,
  attention: false,
  layerNorm: true,
  dropout: 0.25,
  headUnits: null,
  timeEmbedding: { size: 4, combine: 'concat', after: 'a*' },
};
const loss: Experiment['training']['loss'] = {
  name: 'crossEntropy',
  gamma: 2,
  classWeights: 'none',
  labelSmoothing: 0.1,
};
const optimizer: Experiment['training']['optimizer'] = {
  name: 'sgd',
  learningRate: 0.1,
  weightDecay: 0.01,
  momentum: 0.8,
};

/** Only the parts that are read; the rest of an experiment does not matter here. */
function experiment(changes: {
  model?: Partial<Experiment['model']>;
  loss?: Partial<Experiment['training']['loss']>;
  optimizer?: Partial<Experiment['training']['optimizer']>;
}): Experiment {
  return {
    model: { ...model, ...changes.model },
    training: { loss: { ...loss, ...changes.loss }, optimizer: { ...optimizer, ...changes.optimizer } },
  } as Experiment;
}

const shape: DataShape = {
  channels: 3,
  tables: [
    { column: 'a1', levels: 3, size: 4 },
    { column: 'b', levels: 2, size: 2 },
  ],
  timeAfter: [0],
  timeSteps: 20,
  classes: 3,
};

describe('networkSpec', () => {
  it('takes sizes from the experiment and the data, with a row for unknown categories', () => {
    expect(networkSpec(experiment({}), shape)).toEqual({
      continuous: 3,
      embeddings: [
        { column: 'a1', rows: 4, size: 4 },
        { column: 'b', rows: 3, size: 2 },
      ],
      time: { rows: 20, size: 4, combine: 'concat', after: [0] },
      cell: 'lstm',
      hidden: 8,
      layers: 2,
      bidirectional: true,
      layerNorm: true,
      attention: false,
      dropout: 0.25,
      headUnits: null,
      classes: 3,
    });
  });

  it('refuses to add a time vector to an embedding of another size, or to none', () => {
    const add = experiment({ model: { timeEmbedding: { size: 4, combine: 'add', after: '*' } } });
    expect(networkSpec(add, shape).time?.combine).toBe('add');
    expect(() => networkSpec(add, { ...shape, timeAfter: [0, 1] })).toThrow(
      'model.timeEmbedding has size 4, but the embedding of b, which it is added to, has size 2.',
    );
    expect(() => networkSpec(add, { ...shape, timeAfter: [] })).toThrow(UserError);
  });

  it('refuses a network without input, but lets one read the time alone', () => {
    const empty = { ...shape, channels: 0, tables: [], timeAfter: [] };
    expect(() => networkSpec(experiment({ model: { timeEmbedding: null } }), empty)).toThrow('no input column');
    expect(networkSpec(experiment({}), empty).time?.rows).toBe(20);
  });
});

describe('lossSpec', () => {
  const classes = ['x', 'y', 'z'];
  it('weights classes inversely to their counts, as scikit-learn’s "balanced"', () => {
    const { classWeights } = lossSpec(experiment({ loss: { classWeights: 'balanced' } }), classes, [6, 3, 1]);
    // sklearn.utils.class_weight.compute_class_weight('balanced', …): n / (classes * count)
    expect(classWeights).toEqual([10 / 18, 10 / 9, 10 / 3]);
  });

  it('stays finite where a class is absent', () => {
    const { classWeights } = lossSpec(experiment({ loss: { classWeights: 'balanced' } }), classes, [6, 0, 2]);
    expect(classWeights).toEqual([8 / 12, 1, 2]);
  });

  it('takes weights by the names of the classes, whatever their order', () => {
    const given = experiment({ loss: { classWeights: { z: 3, x: 1, y: 2 } } });
    expect(lossSpec(given, classes, [1, 1, 1]).classWeights).toEqual([1, 2, 3]);
    expect(() => lossSpec(given, ['x', 'y'], [1, 1])).toThrow('names a class that does not exist: z');
    expect(() => lossSpec(given, [...classes, 'w'], [1, 1, 1, 1])).toThrow('has no weight for w');
  });

  it('keeps gamma for focal and smoothing for cross entropy', () => {
    const plain = lossSpec(experiment({}), classes, [1, 1, 1]);
    expect(plain).toEqual({ name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0.1 });
    const focal = lossSpec(experiment({ loss: { name: 'focal' } }), classes, [1, 1, 1]);
    expect(focal).toEqual({ name: 'focal', gamma: 2, classWeights: null, labelSmoothing: 0 });
  });
});

describe('optimizerSpec', () => {
  it('fills in PyTorch’s defaults', () => {
    const shared = { weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    expect(optimizerSpec(experiment({}))).toEqual({ name: 'sgd', momentum: 0.8, ...shared });
    expect(optimizerSpec(experiment({ optimizer: { name: 'adam' } }))).toEqual({
      name: 'adam',
      momentum: 0,
      ...shared,
    });
  });
});
