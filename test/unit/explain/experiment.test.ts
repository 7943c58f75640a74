/** What the editor knows of experiment files: mistakes, columns to choose from, and a schema that finds nothing wrong. */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { columnProposals, describeMatches } from '../../../src/explain/columnHelp.js';
import { editorJsonSchema } from '../../../src/explain/editorSchema.js';
import { headerFindings, missingFiles, textFindings } from '../../../src/explain/experimentFindings.js';
import { readDataHeader } from '../../../src/explain/header.js';
import { settingKind } from '../../../src/explain/settingKind.js';

const folder = mkdtempSync(join(tmpdir(), 'foldboard-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'x.experiment.json');
const names = ['sample_index', 'time', 'joint_01', 'joint_02', 'survey'];

describe('findings of a text', () => {
  it('tells JSON mistakes from mistakes of settings', () => {
    const { syntax, settings } = textFindings('{ "data": { "train": "x.csv" } "modle": {} }', file);
    expect(syntax.length).toBe(1);
    expect(settings.map((error) => error.message).join()).toContain('modle');
  });
  it('finds globs that match nothing, at their place', () => {
    const text = '{ "data": { "train": "x.csv", "label": "survey", "continuous": ["joint_*", "nose_*"] } }';
    const { loaded } = textFindings(text, file);
    const [error, ...others] = headerFindings(loaded!, { file: join(folder, 'x.csv'), names, layout: 'long' });
    expect(others).toEqual([]);
    expect(error.message).toContain('nose_*');
    expect(error.place).toEqual({ file, line: 1, column: 1 + text.indexOf('"nose_*"') });
  });
  it('finds files that are not there', () => {
    const { loaded } = textFindings('{ "data": { "train": "gone.csv" } }', file);
    expect(missingFiles(loaded!).map((error) => error.place?.column)).toEqual([22]);
  });
});

describe('readDataHeader', () => {
  it('reads a file, a folder and a .ts file, and refuses what is not there', async () => {
    writeFileSync(join(folder, 'a.csv'), '\ufeff"a b",c\n1,2\n');
    mkdirSync(join(folder, 'many'));
    writeFileSync(join(folder, 'many/1.csv'), 'x,y\n1,2\n');
    writeFileSync(join(folder, 'b.ts'), '@problemName b\n@dimensions 2\n@classLabel true a b\n@data\n1,2:3,4:a\n');
    expect((await readDataHeader(join(folder, 'a.csv')))?.names).toEqual(['a b', 'c']);
    expect(await readDataHeader(join(folder, 'many'))).toMatchObject({ names: ['x', 'y'], layout: 'folder' });
    expect((await readDataHeader(join(folder, 'b.ts')))?.names).toEqual(['channel_0', 'channel_1']);
    await expect(readDataHeader(join(folder, 'gone.csv'))).rejects.toThrow('no such file');
  });
});

describe('columns', () => {
  it('proposes globs before columns', () => {
    const proposals = columnProposals(names, true);
    expect(proposals[0]).toMatchObject({ text: 'joint_*', detail: '2 columns: joint_01 … joint_02' });
    expect(proposals.map(({ text }) => text)).toEqual(expect.arrayContaining(names));
    expect(columnProposals(names, false).some(({ isGlob }) => isGlob)).toBe(false);
  });
  it('says what a glob matches', () => {
    expect(describeMatches('joint_*', names, 'x.csv')).toContain('**2 of 5 columns**');
    expect(describeMatches('nose', names, 'x.csv')).toContain('Matches no column');
  });
  it('knows which settings name columns, globs and paths', () => {
    expect(settingKind(['data', 'categorical', 'n_*'], true)).toBe('glob');
    expect(settingKind(['data', 'categorical', 'n_*', 'embedding'], true)).toBe(null);
    expect(settingKind(['data', 'continuous', 0], false)).toBe('glob');
    expect(settingKind(['data', 'sampleId'], false)).toBe('column');
    expect(settingKind(['data', 'train'], false)).toBe('path');
    expect(settingKind(['data', 'train'], true)).toBe(null);
  });
});

describe('schema of the editor', () => {
  const schema = editorJsonSchema();
  it('finds nothing wrong, whatever is written', () => {
    const ajv = new Ajv({ strict: false });
    for (const value of [
      1,
      {},
      { data: { train: 3, nonsense: 1 }, modle: { cell: 'x' } },
      { training: { epochs: -1 } },
    ])
      expect(ajv.validate(schema, value)).toBe(true);
  });
  it('offers words, and explains every setting', () => {
    const text = JSON.stringify(schema);
    expect(text).toContain('{"label":"gru"');
    expect(text).toContain('"label":"true"');
    expect(text).not.toMatch(/"(enum|required|minimum|type)":/);
  });
  it('is the one that is checked in', () => {
    const checkedIn = readFileSync(
      resolve(import.meta.dirname, '../../../schemas/experiment.editor.schema.json'),
      'utf8',
    );
    expect(JSON.parse(checkedIn)).toEqual(schema);
  });
});
