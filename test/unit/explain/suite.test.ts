/** Suites in the editor: each mistake once, at its place; completion of what rows change. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { suiteEditorJsonSchema } from '../../../src/explain/editorSchema.js';
import { readDataHeader } from '../../../src/explain/header.js';
import { suiteFindings } from '../../../src/explain/suiteFindings.js';
import { scratch } from '../scratch.js';

// A JSON Schema that is looked into.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any;

let folder: string;
beforeAll(async () => {
  folder = await scratch();
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/x.csv'), 'sample_index,time,a,b,label\n1,0,1,2,calm\n');
  const base = '{\n  "data": { "train": "data/x.csv", "continuous": ["a"] }\n}';
  await writeFile(join(folder, 'base.experiment.json'), base);
  await writeFile(join(folder, 'wrong.experiment.json'), base.replace('"continuous"', '"continous"'));
});

async function found(suite: object | string): Promise<string[]> {
  const text = typeof suite === 'string' ? suite : JSON.stringify(suite, null, 1);
  const { errors, syntax } = await suiteFindings(text, join(folder, 'one.suite.json'), readDataHeader);
  return [...syntax, ...errors].map(({ message, place }) => {
    const line = text.split('\n')[(place?.line ?? 1) - 1] ?? '';
    return `${line.slice((place?.column ?? 1) - 1).replace(/[,:{[].*/, '')} | ${message.replaceAll(folder, '')}`;
  });
}

describe('suiteFindings', () => {
  it('has nothing to say of a suite that is right, and knows its rows', async () => {
    const rows = [{ name: 'one' }, { name: 'two', change: { model: { layers: 3 } } }];
    const text = JSON.stringify({ base: 'base.experiment.json', rows });
    const { suite, errors } = await suiteFindings(text, join(folder, 'one.suite.json'), readDataHeader);
    expect(errors).toEqual([]);
    expect(suite?.rows.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('underlines a mistake of the suite, of a row, of a setting by path', async () => {
    const base = 'base.experiment.json';
    expect(await found({ base, rowz: [] })).toMatchObject([expect.stringMatching(/^"rowz" \| "rowz" is not a part/)]);
    const rows = [{ name: 'one', change: { model: { layer: 3 } } }];
    expect(await found({ base, rows })).toMatchObject([expect.stringMatching(/^"layer" \| .*did you mean layers/i)]);
    const set = [{ name: 'one', set: { 'model.layers': 'three' } }];
    expect(await found({ base, rows: set })).toMatchObject([expect.stringMatching(/^"three" \| /)]);
  });

  it('says once what several rows inherit', async () => {
    const rows = [{ name: 'one', change: { data: { continuous: ['q_*'] } } }, { name: '+ two' }, { name: '+ three' }];
    expect(await found({ base: 'base.experiment.json', rows })).toMatchObject([expect.stringMatching(/^"q_\*" \| /)]);
  });

  it('names a base that is not there, or has a mistake, at its name', async () => {
    const rows = [{ name: 'one' }, { name: 'two' }];
    expect(await found({ base: 'gone.experiment.json', rows })).toEqual([
      '"gone.experiment.json" | base: there is no gone.experiment.json',
    ]);
    const [only, ...more] = await found({ base: 'wrong.experiment.json', rows });
    expect(only).toMatch(/^"wrong\.experiment\.json" \| wrong\.experiment\.json, line 2: .*continous/);
    expect(more).toEqual([]);
  });

  it('tells mistakes of the JSON apart', async () => {
    const text = '{ "base": "base.experiment.json" "rows": [{ "name": "one" }] }';
    const { syntax, errors } = await suiteFindings(text, join(folder, 'one.suite.json'), readDataHeader);
    expect([syntax.length, errors.length]).toEqual([1, 0]);
  });
});

describe('suiteEditorJsonSchema', () => {
  const schema = suiteEditorJsonSchema() as Any;

  it('is the one that is checked in', () => {
    const file = resolve(import.meta.dirname, '../../../schemas/suite.editor.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
  });

  it('completes what a row changes, and settings by path, and finds nothing wrong', () => {
    const row = schema.properties.rows.items.properties;
    expect(row.change.properties.model.properties.cell.defaultSnippets.map(({ label }: Any) => label)).toContain(
      'lstm',
    );
    expect(Object.keys(row.set.properties)).toContain('training.optimizer.learningRate');
    expect(schema.properties.grid.properties['model.cell'].items.defaultSnippets.length).toBe(3);
    expect(schema.properties.search.properties.ranges.properties['model.dropout'].properties.low).toBeDefined();
    expect(JSON.stringify(schema)).not.toMatch(/"(type|enum|required|additionalProperties":false)"/);
  });
});
