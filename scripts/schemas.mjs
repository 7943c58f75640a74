// Writes schemas/experiment.schema.json (strict) and experiment.editor.schema.json (for VS Code: it only completes and explains)
// from the one schema in src/config, and the same two of suites. Run by the build; tests say when a file that is checked in is stale.
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { format } from 'prettier';

const root = resolve(import.meta.dirname, '..');

/** What a module of ours exports. */
async function load(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { experimentJsonSchema, suiteJsonSchema } = await load('src/config/jsonSchema.ts');
const { editorJsonSchema, suiteEditorJsonSchema } = await load('src/explain/editorSchema.ts');
const schemas = {
  'experiment.schema.json': experimentJsonSchema(),
  'experiment.editor.schema.json': editorJsonSchema(),
  'suite.schema.json': suiteJsonSchema(),
  'suite.editor.schema.json': suiteEditorJsonSchema(),
};
await mkdir(resolve(root, 'schemas'), { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 });
  const file = resolve(root, 'schemas', name);
  // Left untouched where nothing changed, so that a build does not dirty the tree.
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
}
