// Pictures of the side bar in four themes, into out/screenshots/sidebar (not in git), to be looked at: `node scripts/sidebar.mjs`.
// The packed extension in a real VS Code, on runs of every state: finished, running, waiting, stopped and crashed. Linux x64.
import { build } from 'esbuild';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from './browser.mjs';
import { startCodeServer } from './codeServer.mjs';
import { packExtension } from './pack.mjs';

const themes = {
  'dark-modern': 'Default Dark Modern',
  'light-modern': 'Default Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};
const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
const images = join(root, 'out/screenshots/sidebar');
const scratch = await mkdtemp(join(tmpdir(), 'foldboard-sidebar-'));
const workspace = join(scratch, 'workspace');
const foldboard = (...words) => execFileSync(process.execPath, [cli, ...words], { cwd: workspace, stdio: 'ignore' });
const set = (...settings) => settings.flatMap((setting) => ['--set', setting]);

/** Runs of every state; one trains as long as nobody stops it. */
async function prepare() {
  const outfile = join(root, 'out/bundles/beats.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' };
  await build({ ...options, entryPoints: [join(root, 'test/beatsWorkspace.ts')], outfile });
  await (await import(outfile)).writeWorkspace(workspace);
  foldboard('train', 'quick.experiment.json', ...set('training.epochs=8'));
  foldboard('train', 'quick.experiment.json', ...set('training.epochs=4', 'name="One with a rather long name indeed"'));
  const killed = join(workspace, '.foldboard/runs/killed');
  const trainer = spawn(process.execPath, [cli, 'train', 'slow.experiment.json', '--run-dir', killed], {
    cwd: workspace,
    stdio: 'ignore',
  });
  while (!existsSync(join(killed, 'folds/0/events.jsonl'))) await wait(200);
  await wait(2000);
  trainer.kill('SIGKILL');
  await once(trainer, 'exit');
  foldboard('train', 'slow.experiment.json', '--detach', ...set('training.epochs=20000', 'name="Trains for long"'));
  foldboard(
    'train',
    'quick.experiment.json',
    '--queue',
    ...set('name="Another long name, of an experiment that waits"'),
  );
  foldboard('train', 'quick.experiment.json', '--queue');
}

async function shoot(browser, vsix, name, theme) {
  const settings = { 'workbench.colorTheme': theme };
  const server = await startCodeServer({ scratch: join(scratch, 'server'), vsix, settings });
  const page = await browser.newPage({ viewport: { width: 1100, height: 860 } });
  try {
    await page.goto(`${server.url}/?folder=${workspace}`);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await page
      .locator('.activitybar .action-item', { has: page.locator('[aria-label^="Foldboard"]') })
      .first()
      .click();
    const row = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await row('Next').waitFor({ timeout: 60_000 });
    await row('Finished').hover();
    await wait(3000); // the tooltip
    await page.screenshot({ path: join(images, `${name}.png`) });
    process.stdout.write(`${join('out/screenshots/sidebar', `${name}.png`)}\n`);
  } finally {
    await page.close();
    await server.stop();
  }
}

await mkdir(images, { recursive: true });
const vsix = join(scratch, 'foldboard.vsix');
await packExtension(vsix);
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
try {
  await prepare();
  for (const [name, theme] of Object.entries(themes)) await shoot(browser, vsix, name, theme);
} finally {
  await browser.close();
  for (const waiting of ['another', 'quick']) {
    try {
      foldboard('queue', 'cancel', waiting);
    } catch {
      // it does not wait
    }
  }
  foldboard('stop', 'trains-for-long');
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
