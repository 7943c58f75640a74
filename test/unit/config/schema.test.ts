/** The schema as a document: for editors, checked in, and kept in step with the type. */
import { Ajv } from 'ajv';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveColumns } from '../../../src/config/columns.js';
import { fileSchema, objectBranch, type Schema } from '../../../src/config/fileSchema.js';
import { experimentJsonSchema, suiteJsonSchema } from '../../../src/config/jsonSchema.js';
import { loadExperiment, parseExperiment, resolveDataPath } from '../../../src/config/load.js';
import { valueAt } from '../../../src/config/path.js';
import { scalings, transforms } from '../../../src/config/schema.js';
import { painHeader } from './pain.js';

const root = join(import.meta.dirname, '../../..');

/** Every setting with its path. */
function settings(schema: Schema, path: string[] = []): [string[], Schema][] {
  return Object.entries(objectBranch(schema).properties ?? {}).flatMap(([name, inner]): [string[], Schema][] => [
    [[...path, name], inner],
    ...settings(inner, [...path, name]),
  ]);
}

describe('JSON Schema', () => {
  test('the file that is checked in is not stale (node scripts/schemas.mjs writes it)', async () => {
    const text = await readFile(join(root, 'schemas/experiment.schema.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(experimentJsonSchema())));
    const suite = await readFile(join(root, 'schemas/suite.schema.json'), 'utf8');
    expect(JSON.parse(suite)).toEqual(JSON.parse(JSON.stringify(suiteJsonSchema())));
  });

  test('is a schema of draft 07', () => {
    const ajv = new Ajv({ strict: false });
    expect(ajv.validateSchema(experimentJsonSchema())).toBe(true);
    const validate = ajv.compile(experimentJsonSchema());
    expect(validate({ data: { train: 'x.csv' } })).toBe(true);
    expect(validate({ data: {} })).toBe(false);
  });

  test('every setting says what it is, in words and in Markdown; every word of a choice too', () => {
    for (const [path, schema] of settings(experimentJsonSchema() as Schema)) {
      const name = path.join('.');
      expect(schema.description, name).toMatch(/\w{4}.*\.$/);
      expect((schema as { markdownDescription?: string }).markdownDescription, name).toContain(
        schema.default === undefined || JSON.stringify(schema.default) === '{}' ? '' : 'Default: ',
      );
      if (schema.enum) expect(schema.enumDescriptions, name).toHaveLength(schema.enum.length);
    }
  });

  test('only what has no default is required', () => {
    const required = settings(fileSchema).filter(
      ([path, { default: preset }]) => preset === undefined && path[0] !== '$schema',
    );
    expect(required.map(([path]) => path.join('.'))).toEqual([
      'data',
      'data.train',
      'data.window.length',
      'data.window.stride',
    ]);
  });

  test('choices that other layers list', () => {
    expect(valueAt(fileSchema, ['properties', 'preprocessing', 'properties', 'scaling', 'enum'])).toEqual([
      ...scalings,
    ]);
    const inner = valueAt(fileSchema, [
      'properties',
      'preprocessing',
      'properties',
      'transform',
      'additionalProperties',
    ]);
    expect((inner as Schema).enum).toEqual([...transforms]);
  });

  test('defaults are values the schema allows', () => {
    const text = JSON.stringify(parseExperiment('{ "data": { "train": "x.csv" } }', 'a.json').experiment);
    expect(() => parseExperiment(text, 'a.json')).not.toThrow();
  });
});

describe('examples', () => {
  const folder = join(root, 'examples');

  test('all of them are right, and their globs fit the data they are for', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.experiment.json'));
    expect(files.length).toBeGreaterThanOrEqual(5);
    for (const name of files) {
      const loaded = await loadExperiment(join(folder, name));
      expect(loaded.experiment.name, name).not.toBeNull();
      const train = resolveDataPath(loaded, loaded.experiment.data.train);
      expect(train).toBe(join(folder, 'data', 'pirate_pain_train.csv'));
      const roles = resolveColumns(loaded, painHeader, train);
      expect(roles.continuous, name).toContain('joint_00');
      expect(roles.continuous, name).not.toContain('joint_30');
    }
  });

  test('all use the same columns and score the same folds, so that runs can be compared in pairs', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.experiment.json'));
    const all = await Promise.all(files.map((name) => loadExperiment(join(folder, name))));
    const basis = (loaded: (typeof all)[number]) => {
      const { seed, data, validation } = loaded.experiment;
      const train = resolveDataPath(loaded, data.train);
      const { continuous, categorical } = resolveColumns(loaded, painHeader, train);
      const { scheme, folds, stratified, repeats } = validation;
      const inputs = [continuous, categorical.map(({ name }) => name).sort()];
      return {
        seed,
        train,
        labels: data.labels,
        group: data.group,
        classes: data.classes,
        inputs,
        scheme,
        folds,
        stratified,
        repeats,
      };
    };
    for (const loaded of all) expect(basis(loaded), loaded.file).toEqual(basis(all[0]));
  });
});
