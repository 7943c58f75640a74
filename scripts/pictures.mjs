// The pictures of the README and the docs, into docs/images: the packed extension in a real VS Code on the example workspace.
//   node scripts/pictures.mjs
// Trains what the pictures show once (some minutes); the runs stay in the cache. Linux x64, as the vscode ring.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from './browser.mjs';
import { startCodeServer } from './codeServer.mjs';
import { prepareExample } from './exampleWorkspace.mjs';

const images = join(resolve(import.meta.dirname, '..'), 'docs/images');
const say = (text) => process.stdout.write(`${text}\n`);
const { folder, workspace, vsix, cli } = await prepareExample(say);
const foldboard = (...words) => execFileSync(process.execPath, [cli, ...words], { cwd: workspace, stdio: 'ignore' });
mkdirSync(images, { recursive: true });

const trained = [
  ['majority', 'baseline-majority.experiment.json'],
  ['channel-statistics', 'baseline-summary.experiment.json'],
  ['quick-lstm', 'pain-quick.experiment.json', '--set', 'model.cell=lstm', '--set', 'name=Quick LSTM'],
  ['quick-look', 'pain-quick.experiment.json'],
];
for (const [name, ...words] of trained) {
  const directory = join(workspace, '.foldboard/runs', name);
  if (existsSync(join(directory, 'result.json'))) continue;
  say(`training ${name}`);
  foldboard('train', ...words, '--run-dir', directory);
}

const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });

/** Opens the workspace in a theme and hands the page to `work`. */
async function inTheme(theme, work) {
  const settings = { 'workbench.colorTheme': theme, 'window.commandCenter': false, 'breadcrumbs.enabled': false };
  const server = await startCodeServer({ scratch: join(folder, 'pictures'), vsix, settings });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(`${server.url}/?folder=${workspace}`);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await work(page);
  } finally {
    await page.close();
    await server.stop();
  }
}

async function command(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input.input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input.input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
}

const shoot = async (page, name) => {
  await page.waitForTimeout(1000); // hovers fade, hints come
  await page.screenshot({ path: join(images, `${name}.png`) });
};

await inTheme('Default Light Modern', async (page) => {
  await page
    .locator('.activitybar .action-item', { has: page.locator('[aria-label^="Foldboard"]') })
    .first()
    .click();
  const row = page.locator('.pane-body .monaco-list-row', { hasText: 'Quick look' }).first();
  await row.waitFor();
  await row.click();
  const view = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  await view.locator('figure[data-chart="metric"]').first().waitFor();
  await shoot(page, 'run');
});
await inTheme('Default Dark Modern', async (page) => {
  await openFile(page, 'pain-quick.experiment.json');
  await page.locator('.codelens-decoration', { hasText: 'Train' }).first().waitFor();
  await command(page, 'Foldboard: Show or Hide Confusion Matrix');
  await page.locator('.review-widget').first().waitFor();
  await shoot(page, 'matrix');
  await openFile(page, 'pirate_pain_train_labels.csv');
  await page.locator('.view-line', { hasText: 'no_pain' }).first().waitFor();
  await command(page, 'Foldboard: Next Wrong Sample');
  await page.waitForTimeout(500);
  await command(page, 'Show or Focus Hover');
  await shoot(page, 'labels');
});
await browser.close();
for (const name of readdirSync(images)) say(`docs/images/${name}`);
