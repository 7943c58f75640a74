/** Which experiments are the same row: settings that came later change nothing while they stand at what they stood for. */
import { expect, it } from 'vitest';
import { withLaterSettings } from '../../../src/config/laterSettings.js';
import { parseExperiment } from '../../../src/config/load.js';
import type { Experiment } from '../../../src/config/schema.js';
import { experimentKey, experimentKeys } from '../../../src/study/pointers.js';

const read = (value: object = {}): Experiment =>
  parseExperiment(JSON.stringify({ data: { train: 'a.csv' }, ...value }), 'x.experiment.json').experiment;

it('a row trained before a setting existed is that row still', () => {
  const now = read();
  const before = structuredClone(now) as unknown as Record<string, Record<string, unknown>>;
  for (const [part, key] of [
    ['validation', 'leaky'],
    ['validation', 'innerFolds'],
    ['validation', 'scored'],
    ['model', 'stem'],
    ['model', 'classifier'],
    ['training', 'averaging'],
    ['ensemble', 'seeds'],
  ])
    Reflect.deleteProperty(before[part], key);
  delete before['stages'];
  delete before['decision'];
  const old = before as unknown as Experiment;
  expect(experimentKey(old)).toBe(experimentKey(now));
  // Nothing that config/laterSettings.ts knows is forgotten here.
  expect(experimentKey(withLaterSettings(old))).toBe(experimentKey(old));
  expect(experimentKeys(now)).toContain(experimentKeys(old)[2]);
});

it('a row kept under a key of before the classifier is found, whatever else that key left out', () => {
  const now = read();
  const before = structuredClone(now) as { model: Partial<Experiment['model']> };
  delete before.model.classifier;
  expect(experimentKeys(now)).toEqual(experimentKeys(before as Experiment));
});

it('any other value is another row; the name is not', () => {
  const key = experimentKey(read());
  expect(experimentKey(read({ name: 'x' }))).toBe(key);
  for (const other of [
    { validation: { leaky: true, selection: { fraction: 0.15 } } },
    { validation: { innerFolds: 5 } },
    { data: { train: 'a.csv', window: { length: 4, stride: 2 } }, validation: { scored: 'windows' } },
    { decision: { temperature: true } },
    { ensemble: { seeds: 3 } },
    { seed: 7 },
    { model: { kind: 'rocket', classifier: 'logistic' } },
  ])
    expect(experimentKey(read(other)), JSON.stringify(other)).not.toBe(key);
});
