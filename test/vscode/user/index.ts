/** A user's path through the packed extension in a real VS Code. Each test goes on where the one before it ended. */
import { ok, strictEqual, match } from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startCodeServer, type CodeServer } from '../../../scripts/codeServer.mjs';
import { measureLag } from './lag.js';
import { setting } from './setting.js';
import { openWorkbench, type Workbench } from './workbench.js';
import { writeWorkspace } from '../../beatsWorkspace.js';

describe('Foldboard in a real VS Code', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'workspace');
  const runs = join(workspace, '.foldboard/runs');

  before(async () => {
    await writeWorkspace(workspace);
    server = await startCodeServer({ scratch: join(setting.scratch, 'server'), vsix: setting.vsix });
    workbench = await openWorkbench({
      url: server.url,
      query: `folder=${workspace}`,
      chromium: setting.chromium,
      screenshots: join(setting.root, 'out/screenshots'),
    });
  });
  after(async () => {
    await workbench?.close();
    await server?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${Date.now()}`);
  });

  const row = (text: string | RegExp) => workbench.rows().filter({ hasText: text });
  const figure = () => workbench.webview().locator('figure[data-chart="metric"]');
  /** Epochs on the chart, over all folds. */
  const epochs = async (): Promise<number> => {
    const points = (await figure().getAttribute('data-points')) ?? '';
    return points.split(',').reduce((sum, count) => sum + Number(count), 0);
  };
  const main = () => workbench.webview().locator('main');
  const inState = (status: string, name?: string) => {
    const found = workbench.webview().locator(`main[data-status="${status}"]`);
    return name === undefined ? found : found.filter({ has: workbench.page.locator('h1', { hasText: name }) });
  };
  /** Waits until at least so many epochs are on the chart; resolves to how many there are. */
  async function epochsAtLeast(count: number, limitMs = 30_000): Promise<number> {
    for (const end = Date.now() + limitMs; Date.now() < end;) {
      const now = await epochs().catch(() => 0);
      if (now >= count) return now;
      await workbench.page.waitForTimeout(50);
    }
    throw new Error(`fewer than ${count} epochs on the chart`);
  }

  it('is small, and packs only what it needs', async () => {
    const { size } = await stat(setting.vsix);
    ok(size < 4e6, `${(size / 1e6).toFixed(2)} MB`);
    const allowed =
      /^(dist\/(?!.*\.map$)|media\/|schemas\/|examples\/|syntaxes\/|package\.json$|readme\.md$|changelog\.md$|license)/i;
    strictEqual(setting.files.filter((file) => !allowed.test(file)).join('\n'), '');
  });

  it('shows the experiments of the folder', async () => {
    await workbench.openSidebar();
    await row('quick').first().waitFor();
    await row('slow').first().waitFor();
    await workbench.screenshot('1-sidebar');
  });

  it('trains from the palette, and epochs appear in the chart while it trains', async () => {
    await workbench.palette('Foldboard: Train Experiment');
    const choice = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'quick' });
    await choice.waitFor();
    await workbench.page.keyboard.type('quick');
    await workbench.page.keyboard.press('Enter');
    await inState('running').waitFor({ timeout: 30_000 });
    const seen = [await epochsAtLeast(2)];
    while (seen.length < 4) seen.push(await epochsAtLeast(seen[seen.length - 1] + 1));
    strictEqual(await main().getAttribute('data-status'), 'running', `it trained while the chart grew: ${seen.join()}`);
    await row('Running').first().waitFor();
    await workbench.screenshot('2-running');
    const [run] = await readdir(runs);
    const lags = await measureLag(join(runs, run, 'folds'), epochs, 3000);
    const sorted = lags.sort((a, b) => a - b);
    const said = [sorted[sorted.length >> 1], sorted.at(-1)].map((lag) => `${Math.round(lag ?? NaN)} ms`);
    process.stdout.write(
      `      epochs reach the chart after ${said[0]} (median), ${said[1]} (longest of ${lags.length})\n`,
    );
  });

  it('shows the finished run with its score, in the tree and in the view', async () => {
    await inState('finished').waitFor({ timeout: 60_000 });
    const [name] = await readdir(runs);
    const result = JSON.parse(await readFile(join(runs, name, 'result.json'), 'utf8'));
    const score = `${result.mean.weightedF1.toFixed(3)} ± ${result.std.weightedF1.toFixed(3)} (3)`;
    await row(score).filter({ hasText: 'Finished' }).first().waitFor();
    const big = await workbench.webview().locator('.big').textContent();
    strictEqual(big, score);
    strictEqual(await figure().getAttribute('data-points'), '120,120,120');
    await workbench.screenshot('3-finished');
  });

  it('stops a run from its view', async () => {
    await row('slow').first().hover();
    await row('slow').first().locator('.action-label[aria-label^="Train Experiment"]').click();
    await workbench
      .webview()
      .locator('main[data-status="running"] h1', { hasText: 'Slow beats' })
      .waitFor({ timeout: 30_000 });
    await epochsAtLeast(5);
    await workbench.webview().locator('vscode-button', { hasText: 'Stop' }).click();
    await inState('stopped').waitFor({ timeout: 15_000 });
    await row(/Stopped/)
      .first()
      .waitFor();
    await workbench.screenshot('4-stopped');
  });

  it('resumes it, and goes on while the window is reloaded', async () => {
    const before = await epochs();
    await workbench.webview().locator('vscode-button', { hasText: 'Resume' }).click();
    await inState('running').waitFor({ timeout: 15_000 });
    await epochsAtLeast(before + 3);
    // The command, not the browser's button: it lets VS Code write down which tabs are open.
    const reloaded = workbench.page.waitForEvent('framenavigated', (frame) => frame === workbench.page.mainFrame());
    await workbench.palette('Developer: Reload Window');
    await reloaded;
    await inState('running').waitFor({ timeout: 30_000 });
    const restored = await epochs();
    ok(restored >= before + 3, `what was trained meanwhile is there: ${restored} after ${before}`);
    await epochsAtLeast(restored + 3);
    await workbench.screenshot('5-reloaded');
  });

  it('stops it by the palette, without asking which', async () => {
    await workbench.palette('Foldboard: Stop');
    await inState('stopped').waitFor({ timeout: 15_000 });
  });

  it('says where an experiment is wrong, and leaves no run behind', async () => {
    const before = await readdir(runs);
    const file = join(workspace, 'wrong.experiment.json');
    await writeFile(
      file,
      '{ "data": { "train": "data/beats.csv", "labels": "data/labels.csv" }, "model": { "hiddenUnit": 8 } }',
    );
    await row('wrong').first().waitFor();
    await row('wrong').first().hover();
    await row('wrong').first().locator('.action-label[aria-label^="Train Experiment"]').click();
    const toast = workbench.page.locator('.notification-toast', { hasText: 'hiddenUnit' });
    await toast.waitFor({ timeout: 20_000 });
    match((await toast.textContent()) ?? '', /Mistake in wrong\.experiment\.json: .*did you mean hiddenUnits/);
    await workbench.screenshot('6-wrong');
    strictEqual((await readdir(runs)).length, before.length);
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Go to Mistake' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'wrong.experiment.json' }).waitFor();
    await workbench.page.locator('[id="status.editor.selection"]', { hasText: 'Ln 1, Col 82' }).waitFor();
  });

  it('says how many mistakes there are, and lists them', async () => {
    const file = join(workspace, 'wrong.experiment.json');
    await writeFile(
      file,
      '{ "data": { "train": "data/beats.csv", "colour": 3 },\n  "model": { "cell": "gruu", "layers": 0 } }',
    );
    await row('wrong').first().hover();
    await row('wrong').first().locator('.action-label[aria-label^="Train Experiment"]').click();
    const toast = workbench.page.locator('.notification-toast', { hasText: '3 mistakes in wrong.experiment.json' });
    await toast.waitFor({ timeout: 20_000 });
    await workbench.screenshot('6-mistakes');
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Show All' }).click();
    const problems = workbench.page.locator('.markers-panel .monaco-list-row');
    await problems.filter({ hasText: 'model.layers cannot be 0' }).waitFor();
    await workbench.screenshot('6-problems');
    await workbench.palette('View: Toggle Panel Visibility');
  });

  it('deletes a run, and brings it back', async () => {
    const before = await readdir(runs);
    const run = row('Finished').first();
    await run.click({ button: 'right' });
    await workbench.menu('Delete Run');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Deleted Quick beats' });
    await toast.waitFor();
    strictEqual((await readdir(runs)).length, before.length - 1);
    await row('Finished').first().waitFor({ state: 'detached' });
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Undo' }).click();
    await row('Finished').first().waitFor();
    strictEqual((await readdir(runs)).join(), before.join());
  });

  it('brings a deleted run back later', async () => {
    const before = await readdir(runs);
    await row('Finished').first().click({ button: 'right' });
    await workbench.menu('Delete Run');
    await row('Finished').first().waitFor({ state: 'detached' });
    await workbench.palette('Foldboard: Restore Deleted Run');
    const deleted = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Quick beats' });
    await deleted.waitFor();
    await workbench.screenshot('6-restore');
    await deleted.click();
    await row('Finished').first().waitFor();
    strictEqual((await readdir(runs)).join(), before.join());
  });

  it('stars a run and filters by it', async () => {
    const inRuns = workbench.rowsOf('Runs');
    await inRuns.nth(1).waitFor();
    await inRuns.filter({ hasText: 'Quick beats' }).hover();
    await inRuns.filter({ hasText: 'Quick beats' }).locator('.action-label[aria-label="Star"]').click();
    await inRuns.filter({ hasText: '★' }).waitFor();
    await workbench.palette('Foldboard: Filter Runs');
    await workbench.type('starred');
    await inRuns.filter({ hasText: 'Slow beats' }).waitFor({ state: 'detached' });
    strictEqual(await inRuns.count(), 1);
    await workbench.screenshot('7-filtered');
    await workbench.palette('Foldboard: Clear Filter');
    await inRuns.filter({ hasText: 'Slow beats' }).waitFor();
  });

  it('has the same in a terminal', async () => {
    const file = join(workspace, 'list.json');
    await workbench.palette('Foldboard: Open Foldboard Terminal');
    await workbench.page.locator('.terminal-wrapper .xterm-helper-textarea').first().waitFor({ state: 'attached' });
    await workbench.page.waitForTimeout(1500); // the shell has no other way to say that it is ready
    await workbench.page.keyboard.type(`foldboard list --json > ${file}.new && mv ${file}.new ${file}\n`);
    for (let tries = 0; tries < 100 && !existsSync(file); tries++) await workbench.page.waitForTimeout(100);
    await workbench.screenshot('8-terminal');
    strictEqual(JSON.parse(await readFile(file, 'utf8')).length, 2);
  });

  it('violates no content security policy', async () => {
    await row('Finished').first().click();
    await inState('finished').waitFor();
    strictEqual(await workbench.webview().locator('body').getAttribute('data-violation'), null);
    strictEqual(workbench.complaints.join('\n'), '');
  });
});

describe('a folder that is not trusted', function () {
  it('shows its runs, and trains nothing', async () => {
    const workspace = join(setting.scratch, 'workspace');
    const scratch = join(setting.scratch, 'restricted');
    const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'always' };
    const server = await startCodeServer({ scratch, vsix: setting.vsix, settings, trust: false });
    const screenshots = join(setting.root, 'out/screenshots');
    const where = { url: server.url, query: `folder=${workspace}`, chromium: setting.chromium, screenshots };
    const workbench = await openWorkbench(where);
    try {
      await workbench.openSidebar();
      await workbench.rows().filter({ hasText: 'Finished' }).first().click();
      await workbench.webview().locator('main[data-status="finished"]').waitFor({ timeout: 30_000 });
      const experiment = workbench.rows().filter({ hasText: 'quick' }).first();
      await experiment.hover();
      const train = experiment.locator('.action-item', {
        has: workbench.page.locator('[aria-label^="Train Experiment"]'),
      });
      match((await train.getAttribute('class')) ?? '', /disabled/);
      await workbench.screenshot('9-restricted');
    } finally {
      await workbench.close();
      await server.stop();
    }
  });
});
