// Pictures of the run view in every state and four themes, into out/screenshots/run (not in git), to be looked at:
//   node scripts/screenshots.mjs [name…]      names begin with these words: finished, running.hc, classes …
//   node scripts/screenshots.mjs ablation     the ablation view, into out/screenshots/ablation
//   node scripts/screenshots.mjs compare      the view of a comparison, into out/screenshots/compare
// Builds the webview first. The work is in test/webview/screenshots.ts.
import { build } from 'esbuild';
import { join, resolve } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { exec } from './exec.mjs';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
await exec(process.execPath, ['scripts/build.mjs', 'webview']);
const others = { ablation: 'screenshotsAblation', compare: 'screenshotsCompare' };
const name = Object.hasOwn(others, process.argv[2] ?? '') ? others[process.argv[2]] : 'screenshots';
// Two levels below the root, as the sources: they find dist/ from where they are.
const outfile = join(root, 'out/bundles/screenshots.mjs');
await build({
  entryPoints: [`test/webview/${name}.ts`],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
await exec(process.execPath, [outfile, ...process.argv.slice(2)], {
  env: { FOLDBOARD_CHROMIUM: await ensureChromium() },
});
