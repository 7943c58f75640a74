/** An experiment as a run had it. */
import { expect, it } from 'vitest';
import { parseExperiment, withOverrides } from '../../../src/config/load.js';
import { duplicateText } from '../../../src/extension/model/duplicate.js';

it('holds what was set for the run only, keeps comments, and means the same', () => {
  const text = '{\n  // why\n  "data": { "train": "x.csv" },\n  "training": { "epochs": 60 }\n}\n';
  const loaded = parseExperiment(text, 'a.experiment.json');
  const ran = withOverrides(loaded, ['training.epochs=2', 'model.hiddenUnits=8', 'training.earlyStopping=null']);
  const copy = duplicateText(text, loaded.experiment, ran.experiment, 'again');
  expect(copy).toContain('// why');
  expect(copy).toContain('"epochs": 2');
  expect(copy).not.toContain('batchSize');
  const read = parseExperiment(copy, 'b.experiment.json').experiment;
  expect({ ...read, name: null }).toEqual({ ...ran.experiment, name: null });
  expect(read.name).toBe('again');
});
