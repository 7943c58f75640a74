// The packed extension and the example workspace with its data, in the cache: for `npm run try` and the pictures of the docs.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { exec } from './exec.mjs';
import { packExtension } from './pack.mjs';

const root = resolve(import.meta.dirname, '..');

/**
 * Builds and packs the extension, and lays the example workspace out beside it. The workspace stays from one time to the
 * next, with the runs in it; experiment files come anew. Resolves to `{ folder, workspace, vsix, cli }`.
 */
export async function prepareExample(say) {
  const folder = join(cacheFolder(), 'try');
  const workspace = join(folder, 'examples');
  const vsix = join(folder, 'foldboard.vsix');
  const cli = join(root, 'dist/cli.js');
  mkdirSync(workspace, { recursive: true });
  say('building and packing the extension');
  await exec(process.execPath, [join(root, 'scripts/build.mjs')], { quiet: true });
  await packExtension(vsix);
  cpSync(join(root, 'examples'), workspace, {
    recursive: true,
    filter: (path) => !/[\\/](data|\.foldboard)$/.test(path),
  });
  if (!existsSync(join(workspace, 'data'))) {
    say('generating the example data');
    const generated = join(folder, 'generated');
    execFileSync(process.execPath, [cli, 'generate', 'pain', '--out', generated], { stdio: 'ignore' });
    cpSync(join(generated, 'data'), join(workspace, 'data'), { recursive: true });
  }
  return { folder, workspace, vsix, cli };
}
