/** Experiments in words, and what differs between two. */
import { describe, expect, test } from 'vitest';
import { describeExperiment } from '../../../src/config/describe.js';
import { settingsDiff } from '../../../src/config/diff.js';
import { parseExperiment } from '../../../src/config/load.js';

const read = (sections = '', data = '') =>
  parseExperiment(`{ "data": { "train": "x.csv"${data} }${sections} }`, 'a.experiment.json').experiment;
const lines = (...parts: Parameters<typeof read>) =>
  Object.fromEntries(describeExperiment(read(...parts)).map(({ label, text }) => [label, text]));

describe('in words', () => {
  test('as in the run view', () => {
    expect(
      lines(
        `, "model": { "dropout": 0.3 }, "validation": { "folds": 5 },
         "training": { "epochs": 100, "batchSize": 32, "sampler": "weighted", "earlyStopping": { "patience": 20 } }`,
        ', "continuous": ["joint_*"], "ignore": ["joint_30"]',
      ),
    ).toEqual({
      model: 'GRU, 64 units, 2 layers, bidirectional, attention, layer norm, dropout 0.3',
      training: 'AdamW 1e-3, batch 32, weighted sampler, at most 100 epochs, patience 20 on weighted F1',
      validation: '5 folds, stratified, by sample; 15 % of each training part set apart to choose the weights',
      data: 'x.csv, continuous joint_*, without joint_30, standard scaling',
    });
  });

  test('everything else that is set', () => {
    expect(
      lines(
        `, "engine": "tensorflow",
         "model": { "cell": "lstm", "layers": 1, "hiddenUnits": 1, "bidirectional": false, "attention": false, "layerNorm": false,
                    "dropout": 0, "headUnits": null, "timeEmbedding": { "after": "n_*", "combine": "add" } },
         "training": { "epochs": 1, "optimizer": { "name": "sgd", "learningRate": 0.5, "weightDecay": 0 }, "schedule": "oneCycle",
                       "loss": { "name": "focal", "gamma": 1.5, "classWeights": "balanced" }, "gradientClip": null, "earlyStopping": null },
         "validation": { "scheme": "holdout", "fraction": 0.25, "stratified": false, "repeats": 3 },
         "fineTune": { "epochs": 10 }, "preprocessing": { "scaling": "none", "transform": { "a": "asinh", "b": "none" } }`,
        ', "group": "subject", "categorical": { "n_*": {} }, "window": { "length": 40, "stride": 20 }',
      ),
    ).toEqual({
      model: 'LSTM, 1 unit, 1 layer, time embedding of 4 added to n_*, linear head, no dropout',
      training:
        'SGD 0.5, weight decay 0, one-cycle schedule, batch size from the data, focal loss with gamma 1.5, balanced class weights, gradients not clipped, 1 epoch, then 10 epochs at 1e-4 on fit and select part, on TensorFlow.js',
      validation:
        '25 % held out, 3 times, not stratified, by subject; 15 % of each training part set apart to choose the weights',
      data: 'x.csv, categorical n_*, windows of 40 steps every 20, asinh of a, not scaled',
    });
  });

  test('a stem', () => {
    expect(lines(', "model": { "stem": { "kernel": 7, "stride": 4 } }')['model']).toMatch(
      /^convolution of 7 steps every 4 to 64 filters, GRU/,
    );
  });

  test('how the weights are chosen', () => {
    expect(lines(', "validation": { "selection": "scoredFold" }')['validation']).toContain('optimistic');
    expect(lines(', "validation": { "selection": "none" }')['validation']).toContain('fixed epochs, last weights');
    expect(lines(', "validation": { "scheme": "none" }')['validation']).toContain('nothing scored');
  });

  test('baselines have nothing to train', () => {
    expect(Object.keys(lines(', "model": { "kind": "majority" }'))).toEqual(['model', 'validation', 'data']);
    expect(lines(', "model": { "kind": "summaryLinear" }')['model']).toBe('logistic regression on channel statistics');
    expect(lines(', "model": { "kind": "rocket" }')['model']).toBe('MiniRocket features, ridge classifier');
    const logistic = lines(', "model": { "kind": "rocket", "classifier": "logistic" }');
    expect(logistic['model']).toBe('MiniRocket features, logistic regression');
  });
});

describe('what differs', () => {
  test('nothing, whether written out or left to the default', () => {
    expect(settingsDiff(read(), read(', "model": { "cell": "gru" }, "seed": 42'))).toEqual([]);
  });

  test('settings, in the order of the schema, and what only one has', () => {
    expect(
      settingsDiff(
        read(', "training": { "optimizer": { "name": "adam" } }', ', "categorical": { "a": {}, "b.c": {} }'),
        read(
          ', "seed": 1, "model": { "cell": "lstm", "timeEmbedding": {} }',
          ', "ignore": ["x", "y"], "categorical": { "a": { "embedding": 2 } }',
        ),
      ),
    ).toEqual([
      { path: 'seed', a: 42, b: 1 },
      { path: 'data.categorical.a.embedding', a: 4, b: 2 },
      { path: 'data.categorical."b.c"', a: { embedding: 4 }, b: undefined },
      { path: 'data.ignore', a: [], b: ['x', 'y'] },
      { path: 'model.cell', a: 'gru', b: 'lstm' },
      { path: 'model.timeEmbedding', a: null, b: { size: 4, combine: 'concat', after: null } },
      { path: 'training.optimizer.name', a: 'adam', b: 'adamw' },
    ]);
  });
});
