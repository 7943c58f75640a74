// Writes schemas/experiment.schema.json from the one schema in src/config. Run by the build; test/unit/config says when
// the file that is checked in is stale.
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { format } from 'prettier';

const root = resolve(import.meta.dirname, '..');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/config/jsonSchema.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
const { experimentJsonSchema } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const text = await format(JSON.stringify(experimentJsonSchema()), { parser: 'json', printWidth: 120 });
const file = resolve(root, 'schemas/experiment.schema.json');
await mkdir(resolve(root, 'schemas'), { recursive: true });
// Left untouched where nothing changed, so that a build does not dirty the tree.
if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
