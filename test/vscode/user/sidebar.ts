/** What one does with runs that are finished: matrix, evaluation, prediction, comparison. On runs trained by the terminal. */
import { match, ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startCodeServer, type CodeServer } from '../../../scripts/codeServer.mjs';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { setting } from './setting.js';
import { openWorkbench, type Workbench } from './workbench.js';

describe('Runs in the sidebar', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'sidebar');
  const runs = join(workspace, '.foldboard/runs');
  const foldboard = (...words: string[]) =>
    promisify(execFile)(process.execPath, [join(setting.root, 'dist/cli.js'), ...words], { cwd: workspace });

  before(async () => {
    await writeWorkspace(workspace);
    for (const units of [8, 12])
      await foldboard(
        'train',
        'quick.experiment.json',
        '--set',
        'training.epochs=2',
        '--set',
        `model.hiddenUnits=${units}`,
      );
    // Sequences that no run has seen: the same ones, louder.
    const [head, ...rows] = (await readFile(join(workspace, 'data/beats.csv'), 'utf8')).trimEnd().split('\n');
    const louder = rows.map((row) => row.replace(/[^,]+$/, (noise) => String(Number(noise) + 0.25)));
    await writeFile(join(workspace, 'data/louder.csv'), `${[head, ...louder].join('\n')}\n`);
    server = await startCodeServer({ scratch: join(setting.scratch, 'sidebar-server'), vsix: setting.vsix });
    workbench = await openWorkbench({
      url: server.url,
      query: `folder=${workspace}`,
      chromium: setting.chromium,
      screenshots: join(setting.root, 'out/screenshots'),
    });
    await workbench.openSidebar();
  });
  after(async () => {
    await workbench?.close();
    await server?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${Date.now()}`);
  });

  const inRuns = () => workbench.rowsOf('Runs');
  const preview = () => workbench.webview().locator('body');
  /** Answers a dialog for files, which asks for a path here. */
  async function chooseFile(path: string): Promise<void> {
    const input = workbench.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await workbench.page.waitForTimeout(500); // the dialog fills in its folder
    await input.fill(path);
    await workbench.page.waitForTimeout(300);
    await workbench.page.keyboard.press('Enter');
  }
  async function context(title: string): Promise<void> {
    await inRuns().filter({ hasText: 'Finished' }).first().click({ button: 'right' });
    await workbench.menu(title);
  }

  it('shows the confusion matrix', async () => {
    await inRuns().nth(1).waitFor();
    await context('Show Confusion Matrix');
    await preview().locator('h2', { hasText: 'Out-of-fold predictions' }).waitFor();
    strictEqual(await preview().locator('table').first().locator('tbody tr').count(), 3);
    await workbench.screenshot('10-matrix');
  });

  it('evaluates a labelled file, keeps the evaluation and opens it', async () => {
    await context('Evaluate Run');
    await workbench.type('File and labels');
    await chooseFile(join(workspace, 'data/louder.csv'));
    await chooseFile(join(workspace, 'data/labels.csv'));
    await preview().locator('h2', { hasText: 'louder.csv' }).waitFor({ timeout: 30_000 });
    match((await preview().textContent()) ?? '', /90 samples by 3 models together/);
    const evaluations = (await readdir(runs)).map((run) => join(runs, run, 'evaluations')).filter(existsSync);
    strictEqual(evaluations.length, 1);
    await workbench.screenshot('11-evaluation');
  });

  it('predicts a file and opens the table', async () => {
    await context('Predict File');
    await chooseFile(join(workspace, 'data/louder.csv'));
    await workbench.page.locator('.tab', { hasText: 'louder_predictions.csv' }).waitFor({ timeout: 30_000 });
    const text = await readFile(join(workspace, 'data/louder_predictions.csv'), 'utf8');
    strictEqual(text.trimEnd().split('\n').length, 91);
  });

  it('compares the runs whose boxes are checked, and is there after a reload', async () => {
    for (const row of await inRuns().all()) await row.locator('.monaco-custom-toggle').click();
    await workbench.palette('Foldboard: Compare Runs');
    const compared = preview().locator('main[data-view=compared]');
    await compared.waitFor({ timeout: 30_000 });
    await compared.locator('th', { hasText: 'model.hiddenUnits' }).waitFor();
    strictEqual(await compared.locator('table.compare tbody tr').count(), 2);
    match((await compared.locator('.saying').textContent()) ?? '', /is (better|worse|equivalent|undecided)/);
    const pin = compared.getByRole('button', { name: /^Pin / });
    const pinned = await pin.locator('xpath=ancestor::tr').getAttribute('data-run');
    const asBaseline = compared.locator(`tr[data-run="${pinned}"] .tag`, { hasText: 'baseline' });
    await pin.click();
    await asBaseline.waitFor();
    await workbench.screenshot('12-comparison');
    const reloaded = workbench.page.waitForEvent('framenavigated', (frame) => frame === workbench.page.mainFrame());
    await workbench.palette('Developer: Reload Window');
    await reloaded;
    await asBaseline.waitFor({ timeout: 30_000 });
    await compared.getByRole('button', { name: 'Open as Markdown' }).click();
    await preview().locator('h1', { hasText: 'Comparison with' }).waitFor({ timeout: 30_000 });
    ok(await preview().locator('code', { hasText: 'model.hiddenUnits' }).count());
    await inRuns().nth(1).waitFor({ timeout: 30_000 });
  });

  it('groups the runs by experiment', async () => {
    await workbench.palette('Foldboard: Group Runs by Experiment');
    await inRuns().filter({ hasText: '2 runs' }).waitFor();
    await workbench.screenshot('13-grouped');
    await workbench.palette('Foldboard: Do Not Group Runs');
    await inRuns().filter({ hasText: '2 runs' }).waitFor({ state: 'detached' });
  });

  it('gives a run another name', async () => {
    await context('Rename Run');
    await workbench.type('Eight units');
    await inRuns().filter({ hasText: 'Eight units' }).waitFor();
    await workbench.rowsOf('Experiments').filter({ hasText: 'Eight units' }).waitFor();
    strictEqual(await workbench.rowsOf('Experiments').filter({ hasText: 'Quick beats' }).count(), 0);
  });

  it('shows runs to choose from with their scores, and the order that is shown now', async () => {
    const items = workbench.page.locator('.quick-input-list .monaco-list-row');
    await inRuns().filter({ hasText: 'Finished' }).first().click({ button: 'right' });
    await workbench.menu('Ensemble Runs');
    await items.filter({ hasText: /0\.\d{3} ± 0\.\d{3} \(3\).*Eight units · Finished/ }).waitFor();
    await workbench.screenshot('13-choose');
    await workbench.page.keyboard.press('Escape');
    await workbench.palette('Foldboard: Sort Runs');
    const now = items.filter({ has: workbench.page.locator('.codicon-check') });
    await now.filter({ hasText: 'Newest first' }).waitFor();
    strictEqual(await now.count(), 1);
    await workbench.screenshot('13-sort');
    await workbench.page.keyboard.press('Escape');
  });

  it('duplicates the experiment of a run', async () => {
    await context('Duplicate Experiment from Run');
    await workbench.type('again');
    await workbench.page.locator('.tab', { hasText: 'again.experiment.json' }).waitFor();
    const text = await readFile(join(workspace, 'again.experiment.json'), 'utf8');
    match(text, /"name": "again"/);
    match(text, /"epochs": 2,/); // as the run was told, not as the file says
    await workbench.rows().filter({ hasText: 'again' }).first().waitFor();
  });

  it('writes a new experiment, and asks what the data does not decide', async () => {
    const rows = [1, 2, 3, 4].flatMap((id) =>
      [0, 1].map((t) => `${id},${t},${id * t},${id % 2 ? 'a' : 'b'},${id < 3 ? 'c' : 'd'}`),
    );
    await mkdir(join(workspace, 'two'));
    await writeFile(join(workspace, 'two/two.csv'), `id,t,x,first,second\n${rows.join('\n')}\n`);
    await workbench.palette('Foldboard: New Experiment from Data File');
    await chooseFile(join(workspace, 'two/two.csv'));
    const choice = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'second' });
    await choice.waitFor({ timeout: 20_000 });
    await workbench.screenshot('14-question');
    await choice.click();
    await workbench.page.locator('.tab', { hasText: 'two.experiment.json' }).waitFor({ timeout: 20_000 });
    match(await readFile(join(workspace, 'two.experiment.json'), 'utf8'), /"label": "second"/);
    await workbench.screenshot('15-new-experiment');
  });

  it('proposes what to prune, and deletes it', async () => {
    const before = (await readdir(runs)).length;
    await workbench.palette('Foldboard: Prune Runs');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'deletes 1 run' }).waitFor();
    await workbench.screenshot('16-rules');
    await workbench.type('Keep the best of each');
    const item = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: /KB|MB/ });
    await item.first().waitFor();
    await workbench.screenshot('16-prune');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.notification-toast', { hasText: 'Deleted' }).waitFor();
    strictEqual((await readdir(runs)).length, before - 1);
  });

  it('violates no content security policy', () => {
    strictEqual(workbench.complaints.join('\n'), '');
  });
});

describe('The example workspace', function () {
  it('is copied, and its data generated after the window reloads into it', async () => {
    const empty = join(setting.scratch, 'empty');
    await mkdir(empty, { recursive: true });
    const server = await startCodeServer({
      ...{ scratch: join(setting.scratch, 'example-server'), vsix: setting.vsix },
      env: { HOME: empty }, // where the dialog begins
    });
    const screenshots = join(setting.root, 'out/screenshots');
    const where = { url: server.url, query: `folder=${empty}`, chromium: setting.chromium, screenshots };
    const workbench = await openWorkbench(where);
    try {
      await workbench.openSidebar();
      await workbench.page.locator('.welcome-view-content', { hasText: 'No experiment file' }).first().waitFor();
      await workbench.screenshot('17-welcome');
      await workbench.page.locator('.welcome-view-content .monaco-button', { hasText: 'Get Started' }).click();
      const steps = workbench.page.locator('.gettingStartedDetailsContent .getting-started-step');
      await steps.nth(4).waitFor();
      await steps.nth(3).click();
      await workbench.page.waitForTimeout(1000); // the picture is a page of its own
      await workbench.screenshot('17-walkthrough');
      await workbench.palette('Foldboard: Open Example Workspace');
      const input = workbench.page.locator('.quick-input-widget input.input');
      // A path that is typed before the dialog has filled in its own is lost, and that folder is taken: so it is the one wanted.
      await input.waitFor();
      while (resolve(await input.inputValue()) !== resolve(empty)) await workbench.page.waitForTimeout(50);
      const reloaded = workbench.page.waitForEvent('framenavigated', (frame) => frame === workbench.page.mainFrame());
      // The dialog takes Enter only once it has listed the folder, which nothing on screen says: as a user would, again.
      const again = setInterval(() => void input.press('Enter', { timeout: 500 }).catch(() => undefined), 2000);
      await workbench.page.keyboard.press('Enter');
      await reloaded.finally(() => clearInterval(again));
      const toast = workbench.page.locator('.notification-toast', { hasText: 'Generating the data' });
      await toast.filter({ hasText: /\d+ %/ }).waitFor({ timeout: 30_000 });
      await workbench.screenshot('18-generating');
      await workbench.page.locator('.tab', { hasText: 'pain-quick.experiment.json' }).waitFor({ timeout: 60_000 });
      const data = await readdir(join(empty, 'foldboard-example/data'));
      strictEqual(data.length, 3, data.join());
      await workbench.screenshot('19-example');
    } finally {
      await workbench.close();
      await server.stop();
    }
  });
});
