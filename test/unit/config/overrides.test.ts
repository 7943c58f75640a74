/** Settings from the command line. */
import { expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { parseExperiment, withOverrides } from '../../../src/config/load.js';
import { formatPath, parsePath } from '../../../src/config/path.js';

const base = parseExperiment(
  `{
  "data": { "train": "x.csv", "ignore": ["a", "b"], "categorical": { "n_*": {} } },
  "training": { "epochs": 10 }
}`,
  'pain.experiment.json',
);

test('values are JSON or bare words', () => {
  const { experiment } = withOverrides(base, [
    'training.epochs=3',
    'model.cell=lstm',
    'model.attention=false',
    'model.headUnits=null',
    'training.optimizer.learningRate=3e-3',
    'data.classes=["no", "yes"]',
    'training.loss.classWeights={"no": 1, "yes": 2}',
    'training.batchSize=auto',
  ]);
  expect(experiment.training.epochs).toBe(3);
  expect(experiment.model).toMatchObject({ cell: 'lstm', attention: false, headUnits: null });
  expect(experiment.training.optimizer.learningRate).toBe(0.003);
  expect(experiment.data.classes).toEqual(['no', 'yes']);
  expect(experiment.training.loss.classWeights).toEqual({ no: 1, yes: 2 });
  expect(experiment.training.batchSize).toBe('auto');
  expect(base.experiment.training.epochs).toBe(10);
});

test('text may look like a number', () => {
  expect(withOverrides(base, ['name=64 units']).experiment.name).toBe('64 units');
  expect(withOverrides(base, ['data.label=7']).experiment.data.label).toBe('7');
  expect(withOverrides(base, ['name="quoted = yes"']).experiment.name).toBe('quoted = yes');
  expect(withOverrides(base, ['name=null']).experiment.name).toBeNull();
});

test('paths go through globs, lists and what is not there yet', () => {
  const { experiment } = withOverrides(base, [
    'data.categorical.n_*.embedding=2',
    'data.ignore.1=c',
    'data.window.length=40',
    'data.window.stride=20',
    'preprocessing.transform.joint_1[3-9]=asinh',
    'preprocessing.transform."a.b=c"=asinh',
    'training.earlyStopping.patience=5',
    'validation.selection.fraction=0.3',
  ]);
  expect(experiment.data.categorical).toEqual({ 'n_*': { embedding: 2 } });
  expect(experiment.data.ignore).toEqual(['a', 'c']);
  expect(experiment.data.window).toEqual({ length: 40, stride: 20, vote: 'mean' });
  expect(experiment.preprocessing.transform).toEqual({ 'joint_1[3-9]': 'asinh', 'a.b=c': 'asinh' });
  expect(experiment.training.earlyStopping).toEqual({ metric: 'weightedF1', patience: 5 });
  expect(experiment.validation.selection).toEqual({ fraction: 0.3 });
});

test('one after the other: later ones win, earlier ones stay', () => {
  const once = withOverrides(base, ['training.epochs=3', 'seed=1']);
  const twice = withOverrides(once, ['training.epochs=4']);
  expect(twice.experiment).toMatchObject({ seed: 1, training: { epochs: 4 } });
  expect(twice.overrides).toEqual(['training.epochs=3', 'seed=1', 'training.epochs=4']);
  expect(twice.text).toBe(base.text);
  expect(withOverrides(base, [])).toBe(base);
});

test('places: the assignment for what it sets, the file for the rest', () => {
  const loaded = withOverrides(base, ['training.epochs=3', 'data.window={"length": 4, "stride": 2}']);
  expect(loaded.locate(['training', 'epochs'])).toEqual({ file: '--set training.epochs=3' });
  expect(loaded.locate(['data', 'window', 'stride']).file).toContain('--set data.window');
  expect(loaded.locate(['data', 'train'])).toEqual({ file: 'pain.experiment.json', line: 2, column: 22 });
  expect(loaded.locate(['training', 'sampler'])).toEqual({ file: 'pain.experiment.json', line: 3, column: 3 });
});

test('a mistake in an assignment is wrong usage; all are told', () => {
  let thrown: unknown;
  try {
    withOverrides(base, ['training.epoch=3', 'model.layers=none', 'wing', 'seed=5']);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UserError);
  const all = [thrown as UserError, ...(thrown as UserError).others];
  expect(all.map(({ kind }) => kind)).toEqual(['usage', 'usage', 'usage']);
  expect(all.map(({ place }) => place?.file)).toEqual([
    '--set training.epoch=3',
    '--set wing',
    '--set model.layers=none',
  ]);
});

test('an override can contradict the file', () => {
  expect(() => withOverrides(base, ['validation.selection=none'])).not.toThrow();
  expect(() => withOverrides(base, ['validation.selection=none', 'training.schedule=plateau'])).toThrow(/plateau/);
});

test('paths as text', () => {
  expect(formatPath(['data', 'ignore', 0])).toBe('data.ignore[0]');
  expect(formatPath(['data', 'categorical', 'a.b', 'embedding'])).toBe('data.categorical."a.b".embedding');
  expect(parsePath('data.categorical."a.b".embedding')).toEqual(['data', 'categorical', 'a.b', 'embedding']);
  expect(parsePath('a."b')).toBeNull();
  expect(parsePath('a.')).toBeNull();
  expect(parsePath('')).toBeNull();
});
