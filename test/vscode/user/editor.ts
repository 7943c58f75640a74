/**
 * What the model thought of a row, where the row is: a user's path through the packed extension in a real VS Code, on a run that was
 * trained in a terminal. Each test goes on where the one before it ended; the pictures are for people to look at.
 */
import { match, ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCodeServer, type CodeServer } from '../../../scripts/codeServer.mjs';
import { parsePredictions } from '../../../src/rundir/predictions.js';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { setting } from './setting.js';
import { openWorkbench, type Workbench } from './workbench.js';

async function open(workspace: string, name: string, options: { trust?: boolean } = {}) {
  const scratch = join(setting.scratch, name);
  const settings = { 'editor.minimap.enabled': false, 'security.workspace.trust.startupPrompt': 'never' };
  const server = await startCodeServer({ scratch, vsix: setting.vsix, settings, ...options });
  const where = { url: server.url, query: `folder=${workspace}`, chromium: setting.chromium };
  const workbench = await openWorkbench({ ...where, screenshots: join(setting.root, 'out/screenshots') });
  return { server, workbench };
}

/** Opens a file as one does by its name. */
async function openFile({ page }: Workbench, name: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

describe('Editors in a real VS Code', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'editor');
  const experiment = 'quick.experiment.json';

  before(async () => {
    await writeWorkspace(workspace);
    const cli = join(setting.root, 'dist/cli.js');
    const training = ['--set', 'training.epochs=6'];
    await promisify(execFile)(process.execPath, [cli, 'train', experiment, ...training], { cwd: workspace });
    ({ server, workbench } = await open(workspace, 'editor-server'));
  });
  after(async () => {
    await workbench?.close();
    await server?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-editor-${Date.now()}`);
  });

  const active = () => workbench.page.locator('.editor-instance').last();
  const hints = () => workbench.page.locator('.view-line', { hasText: /[✓✗]\s\w+\s\d\.\d\d/ });
  const hover = () => workbench.page.locator('.monaco-hover:visible');
  const matrix = () => workbench.page.locator('.review-widget');
  const peek = () => workbench.page.locator('.peekview-widget', { has: workbench.page.locator('.ref-tree') });
  const cursorLine = async (): Promise<number> => {
    const text = await workbench.page.locator('[id="status.editor.selection"]').textContent();
    return Number(/Ln (\d+)/.exec(text ?? '')?.[1]);
  };
  const title = (text: string) => workbench.page.locator('.tab.active', { hasText: text });
  const focused = (): Promise<void> => workbench.page.locator('.monaco-editor.focused').first().waitFor();
  const back = (): Promise<void> => workbench.page.keyboard.press('Control+Alt+Minus');
  const toast = (text: string | RegExp) => workbench.page.locator('.notification-toast', { hasText: text });

  /** Lines (from 1) of the labels whose samples are predicted wrongly. */
  async function wrongLines(): Promise<number[]> {
    const [run] = await readdir(join(workspace, '.foldboard/runs'));
    const file = join(workspace, '.foldboard/runs', run, 'predictions.csv');
    const { samples, labels, classes, probabilities } = parsePredictions(await readFile(file, 'utf8'), file);
    const wrong = samples.filter((_, row) => {
      const own = [...probabilities.subarray(row * classes.length, (row + 1) * classes.length)];
      return own.indexOf(Math.max(...own)) !== labels[row];
    });
    return wrong.map((sample) => Number(sample) + 2).sort((a, b) => a - b);
  }

  it('shows the prediction beside each label', async () => {
    await openFile(workbench, 'labels.csv');
    await hints().first().waitFor({ timeout: 30_000 });
    ok((await hints().count()) > 20);
    await workbench.screenshot('editor-1-labels');
  });

  it('jumps to a wrong sample, and explains it in a hover, by keyboard', async () => {
    const [first, second] = await wrongLines();
    await workbench.palette('Foldboard: Next Wrong Sample');
    await workbench.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${first},` }).waitFor();
    await workbench.palette('Foldboard: Next Wrong Sample');
    await workbench.page.locator('[id="status.editor.selection"]', { hasText: `Ln ${second},` }).waitFor();
    await workbench.page.keyboard.press('Control+k');
    await workbench.page.keyboard.press('Control+i');
    await hover().filter({ hasText: 'never saw this sample' }).first().waitFor();
    await workbench.screenshot('editor-2-hover');
    await workbench.page.keyboard.press('Escape');
  });

  it('finds a sample by what is said of it', async () => {
    await workbench.palette('Foldboard: Show Prediction for Sample…');
    await workbench.page.locator('.quick-input-title', { hasText: 'Show Prediction for Sample (' }).waitFor();
    await workbench.page.locator('.quick-input-widget input.input').fill('wrong');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'wrong' }).first().waitFor();
    await workbench.screenshot('editor-3-picker');
    await workbench.page.keyboard.press('Enter');
    await hover().filter({ hasText: 'wrong' }).first().waitFor();
    ok((await wrongLines()).includes(await cursorLine()));
    await workbench.page.keyboard.press('Escape');
  });

  it('says that a label is remembered as correct, and takes it back', async () => {
    const reviews = join(workspace, '.foldboard/reviews.json');
    const remembered = async (): Promise<number> =>
      (JSON.parse(await readFile(reviews, 'utf8')) as { correct: unknown[] }).correct.length;
    // The cursor is where the test before left it.
    const rows = (await readFile(join(workspace, 'data/labels.csv'), 'utf8')).split('\n');
    const [id, label] = rows[(await cursorLine()) - 1].split(',');
    await workbench.palette('Foldboard: Label of This Sample Is Correct');
    const said = toast(`${id}: ${label} remembered as correct`);
    await said.waitFor();
    strictEqual(await remembered(), 1);
    await workbench.screenshot('editor-3-reviewed');
    await said.hover();
    await said.locator('.monaco-button', { hasText: 'Undo' }).click();
    for (let tries = 0; tries < 50 && (await remembered()) > 0; tries++) await workbench.page.waitForTimeout(100);
    strictEqual(await remembered(), 0);
    await workbench.palette('Foldboard: Show Likely Label Errors');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '→' }).first().waitFor();
    await workbench.screenshot('editor-3-label-errors');
    await workbench.page.keyboard.press('Escape');
  });

  it('shows the attention and the column under the pointer in the sequences', async () => {
    await openFile(workbench, 'beats.csv');
    await hints().first().waitFor();
    const cell = active().locator('.view-line', { hasText: /^0,4,/ });
    const box = (await cell.locator('span span').last().boundingBox())!;
    await workbench.page.mouse.move(box.x + box.width - 12, box.y + box.height / 2);
    await hover().filter({ hasText: 'at step 5' }).first().waitFor();
    match((await hover().first().textContent()) ?? '', /attention 0\.\d+, rank \d+ of 80/);
    await workbench.screenshot('editor-4-sequence');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(700, 880);
  });

  it('shows the confusion matrix under the name, without a panel popping up', async () => {
    await openFile(workbench, experiment);
    await workbench.page.locator('.codelens-decoration', { hasText: 'Confusion matrix' }).waitFor();
    await workbench.palette('Foldboard: Show or Hide Confusion Matrix');
    await matrix().locator('table').waitFor();
    match((await matrix().textContent()) ?? '', /\d+ of 90 samples are right\./);
    strictEqual(await workbench.page.locator('.part.panel:visible').count(), 0);
    await workbench.screenshot('editor-5-matrix');
  });

  it('leads from the matrix to a row in three keystrokes, and back', async () => {
    const { keyboard } = workbench.page;
    await focused();
    await keyboard.press('Control+Alt+m');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '→' }).first().waitFor();
    await keyboard.press('Enter');
    await peek().waitFor();
    await workbench.page
      .locator('.peekview-widget .view-line', { hasText: /[✓✗]\s/ })
      .first()
      .waitFor();
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot('editor-6-peek');
    await keyboard.press('Enter');
    await title('labels.csv').waitFor();
    ok((await wrongLines()).includes(await cursorLine()), `line ${await cursorLine()} is a wrong sample`);
    const hint = workbench.page.locator('.view-line', { hasText: /✗/ });
    await hint.first().waitFor();
    await workbench.screenshot('editor-7-row');
    await back();
    await title(experiment).waitFor();
    await matrix().locator('table').waitFor();
  });

  it('follows a cell that is clicked', async () => {
    await matrix().locator('td a').first().click();
    await peek().waitFor();
    await workbench.page.keyboard.press('Escape');
    await peek().waitFor({ state: 'detached' });
  });

  it('takes its colours from the theme', async function () {
    this.timeout(240_000); // the window is loaded anew for each
    const colours = new Set<string>();
    const file = join(setting.scratch, 'editor-server/data/User/settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Default High Contrast Light', 'hc-light'],
      ['Default High Contrast', 'hc-dark'],
      ['Dark Modern', 'dark'],
    ]) {
      await writeFile(file, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
      await workbench.page.reload();
      await workbench.page.locator('.tab.active').waitFor({ timeout: 60_000 });
      // VS Code writes down what is open some time after it was opened: a reload may bring back what was open before.
      if ((await title(experiment).count()) === 0) await openFile(workbench, experiment);
      await workbench.page
        .locator('.codelens-decoration', { hasText: 'Confusion matrix' })
        .waitFor({ timeout: 60_000 });
      await workbench.palette('Foldboard: Show or Hide Confusion Matrix');
      await matrix().locator('table').waitFor();
      await workbench.page.waitForTimeout(500);
      const colour = await matrix()
        .locator('td span')
        .first()
        .evaluate((cell) => getComputedStyle(cell).color);
      colours.add(colour);
      await workbench.screenshot(`editor-8-${name}`);
    }
    ok(colours.size >= 3, [...colours].join());
  });

  it('underlines a mistake once, at its place', async () => {
    const file = join(workspace, experiment);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"layers"', '"layerz"'));
    const squiggles = active().locator('.squiggly-error');
    await squiggles.first().waitFor();
    await workbench.page.waitForTimeout(2500);
    strictEqual(await squiggles.count(), 1);
    await workbench.screenshot('editor-9-mistake');
    await writeFile(file, text);
    await squiggles.first().waitFor({ state: 'detached' });
  });

  it('says what is the matter where the labels are gone', async () => {
    const file = join(workspace, 'data/labels.csv');
    await workbench.palette('View: Close All Editors');
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
    await rename(file, `${file}.away`);
    try {
      await openFile(workbench, experiment);
      await focused();
      await workbench.page.keyboard.press('Control+Alt+m');
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '→' }).first().waitFor();
      await workbench.page.keyboard.press('Enter');
      await toast(/labels\.csv cannot be shown: it is gone/).waitFor();
      await workbench.screenshot('editor-10-vanished');
    } finally {
      await rename(`${file}.away`, file);
    }
    await workbench.page.keyboard.press('Escape');
  });

  it('says so where the data have changed after the run', async () => {
    const file = join(workspace, 'data/beats.csv');
    await openFile(workbench, 'beats.csv');
    await hints().first().waitFor();
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^(0,0,[^,]*),.*$/m, '$1,0.1,0.2'));
    await workbench.page
      .locator('.view-line', { hasText: /·\sedited/ })
      .first()
      .waitFor({ timeout: 15_000 });
    // To the first row of another sample.
    await workbench.page.keyboard.press('F1');
    await workbench.type(':162');
    await workbench.page
      .locator('.view-line', { hasText: /·\solder/ })
      .first()
      .waitFor();
    await workbench.screenshot('editor-11-older');
  });
});

describe('Editors where something is missing', function () {
  it('say that there is no run yet', async () => {
    const workspace = join(setting.scratch, 'editor-none');
    await writeWorkspace(workspace);
    const { server, workbench } = await open(workspace, 'editor-none-server');
    try {
      await openFile(workbench, 'labels.csv');
      const status = workbench.page.locator('[id="status.languageStatus"]');
      await status.waitFor();
      await workbench.page.waitForTimeout(1500);
      await status.hover();
      await workbench.page.locator('.monaco-hover', { hasText: 'Predictions: no run yet' }).first().waitFor();
      await workbench.screenshot('editor-12-none');
    } finally {
      await workbench.close();
      await server.stop();
    }
  });

  it('show what is known in a folder that is not trusted, and offer no training', async () => {
    const workspace = join(setting.scratch, 'editor');
    const { server, workbench } = await open(workspace, 'editor-restricted-server', { trust: false });
    try {
      await openFile(workbench, 'labels.csv');
      await workbench.page
        .locator('.view-line', { hasText: /[✓✗]\s\w+\s\d\.\d\d/ })
        .first()
        .waitFor({ timeout: 30_000 });
      await openFile(workbench, 'quick.experiment.json');
      const lens = workbench.page.locator('.codelens-decoration').first();
      await lens.filter({ hasText: 'Confusion matrix' }).waitFor();
      await lens.locator('a', { hasText: 'Restricted Mode: no training' }).waitFor();
      strictEqual(await lens.locator('a', { hasText: /^Train/ }).count(), 0);
      await workbench.screenshot('editor-13-restricted');
    } finally {
      await workbench.close();
      await server.stop();
    }
  });
});
