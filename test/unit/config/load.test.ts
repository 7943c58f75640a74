/** Reading experiment files: defaults, places, and what depends on what. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { checkExperimentText } from '../../../src/config/check.js';
import { experimentName, loadExperiment, parseExperiment, resolveDataPath } from '../../../src/config/load.js';
import { scratch } from '../scratch.js';

const file = 'some/pain.experiment.json';

describe('defaults', () => {
  test('everything but data has one', () => {
    const { experiment } = parseExperiment('{ "data": { "train": "x.csv" } }', file);
    expect(experiment.model).toEqual({
      kind: 'recurrent',
      stem: null,
      classifier: 'ridge',
      cell: 'gru',
      hiddenUnits: 64,
      layers: 2,
      bidirectional: true,
      attention: true,
      layerNorm: true,
      dropout: 0.3,
      headUnits: 64,
      timeEmbedding: null,
    });
    expect(experiment.training.optimizer).toEqual({
      name: 'adamw',
      learningRate: 1e-3,
      weightDecay: 1e-4,
      momentum: 0.9,
    });
    expect(experiment.training.earlyStopping).toEqual({ metric: 'weightedF1', patience: 'auto' });
    expect(experiment.validation.selection).toEqual({ fraction: 0.15 });
    expect(experiment.data.continuous).toEqual(['*']);
  });

  test('inside what may be null, a list of names, or a union', () => {
    const { experiment } = parseExperiment(
      `{ "data": { "train": "x.csv", "window": { "length": 4, "stride": 2 }, "categorical": { "a": {} } },
         "model": { "timeEmbedding": {} }, "training": { "earlyStopping": { "patience": 3 } },
         "validation": { "selection": {} }, "fineTune": { "epochs": 2 } }`,
      file,
    );
    expect(experiment.data.window).toEqual({ length: 4, stride: 2, vote: 'mean' });
    expect(experiment.data.categorical).toEqual({ a: { embedding: 4 } });
    expect(experiment.model.timeEmbedding).toEqual({ size: 4, combine: 'concat', after: null });
    expect(experiment.training.earlyStopping).toEqual({ metric: 'weightedF1', patience: 3 });
    expect(experiment.validation.selection).toEqual({ fraction: 0.15 });
    expect(experiment.fineTune).toEqual({ epochs: 2, learningRate: 1e-4 });
  });

  test('where nothing is set apart to select by, nothing stops early', () => {
    const read = (validation: string) =>
      parseExperiment(`{ "data": { "train": "x.csv" }, "validation": ${validation} }`, file).experiment;
    expect(read('{ "scheme": "none" }').validation.selection).toBe('none');
    expect(read('{ "scheme": "none" }').training.earlyStopping).toBeNull();
    expect(read('{ "selection": "none" }').training.earlyStopping).toBeNull();
    expect(read('{ "selection": "scoredFold" }').training.earlyStopping).not.toBeNull();
  });

  test('.ts files have no time column', () => {
    expect(parseExperiment('{ "data": { "train": "x_TRAIN.ts" } }', file).experiment.data.time).toBeNull();
    expect(parseExperiment('{ "data": { "train": "x.csv" } }', file).experiment.data.time).toBe('time');
  });

  test('are not shared between experiments', () => {
    const first = parseExperiment('{ "data": { "train": "x.csv" } }', file).experiment;
    first.data.continuous.push('joint_1');
    expect(parseExperiment('{ "data": { "train": "x.csv" } }', file).experiment.data.continuous).toEqual(['*']);
  });

  test('$schema is for editors only', () => {
    const { experiment } = parseExperiment('{ "$schema": "a.json", "data": { "train": "x.csv" } }', file);
    expect(experiment).not.toHaveProperty('$schema');
  });
});

describe('places', () => {
  const text = '\uFEFF{\r\n  "data": {\r\n    "train": "x.csv",\r\n    "ignore": ["a", "b"]\r\n  }\r\n}';
  const loaded = parseExperiment(text, file);

  test('of values, names and list items; a byte order mark does not count', () => {
    expect(loaded.locate(['data', 'train'])).toEqual({ file, line: 3, column: 14 });
    expect(loaded.locateKey(['data', 'train'])).toEqual({ file, line: 3, column: 5 });
    expect(loaded.locate(['data', 'ignore', 1])).toEqual({ file, line: 4, column: 21 });
    expect(parseExperiment('\uFEFF{ "data": { "train": "x.csv" } }', file).locate(['data'])).toEqual({
      file,
      line: 1,
      column: 11,
    });
  });

  test('of what the file leaves out: the section around it', () => {
    expect(loaded.locate(['data', 'window', 'length'])).toEqual({ file, line: 2, column: 3 });
    expect(loaded.locate(['model', 'cell'])).toEqual({ file, line: 1, column: 1 });
  });

  test('of a name written twice: the last, which counts', () => {
    const errors = checkExperimentText('{ "seed": 1,\n "data": { "train": "x.csv" },\n "seed": "x" }', file);
    expect(errors.map(({ place }) => [place?.line, place?.column])).toEqual([
      [3, 2],
      [3, 10],
    ]);
  });

  test('names that objects have by themselves are names like others', () => {
    const errors = checkExperimentText(
      '{ "data": { "train": "x.csv", "categorical": { "__proto__": {}, "constructor": { "size": 1 } } }, "toString": 1 }',
      file,
    );
    expect(errors.map(({ message }) => message.split(' ')[0])).toEqual(['"size"', '"toString"']);
    const { experiment } = parseExperiment(
      '{ "data": { "train": "x.csv", "categorical": { "__proto__": {} } } }',
      file,
    );
    expect(Object.keys(experiment.data.categorical)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(experiment.data.categorical)).toBe(Object.prototype);
  });
});

describe('errors', () => {
  test('all at once: the first is thrown, the others are with it', () => {
    let thrown: unknown;
    try {
      parseExperiment('{ "data": { "train": 1, "labels": 2, "test": 3 } }', file);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).kind).toBe('input');
    expect((thrown as UserError).others).toHaveLength(2);
    expect((thrown as UserError).others.every(({ others }) => others.length === 0)).toBe(true);
  });
});

describe('files', () => {
  test('are read relative to themselves', async () => {
    const directory = await scratch();
    const path = join(directory, 'pain.experiment.json');
    await writeFile(path, '\uFEFF{ "data": { "train": "data/x.csv" } } // ü');
    const loaded = await loadExperiment(path);
    expect(loaded.file).toBe(path);
    expect(resolveDataPath(loaded, loaded.experiment.data.train)).toBe(join(directory, 'data', 'x.csv'));
    expect(resolveDataPath(loaded, '../x.csv')).toBe(resolve(directory, '..', 'x.csv'));
    expect(experimentName(loaded)).toBe('pain');
  });

  test('that are none are errors of the user', async () => {
    const directory = await scratch();
    await mkdir(join(directory, 'a.experiment.json'));
    for (const name of ['a.experiment.json', 'b.experiment.json', 'no/c.experiment.json'])
      await expect(loadExperiment(join(directory, name))).rejects.toBeInstanceOf(UserError);
  });

  test('without a name have their own', () => {
    const named = (path: string, inside = '') =>
      experimentName(parseExperiment(`{ ${inside} "data": { "train": "x.csv" } }`, path));
    expect(named('a/pain-lstm.experiment.json')).toBe('pain-lstm');
    expect(named('a/b.json')).toBe('b');
    expect(named('a/b.json', '"name": "BiGRU 64",')).toBe('BiGRU 64');
  });
});
