/** What one does with runs that are finished: matrix, evaluation, prediction, comparison. On runs trained by the terminal. */
import { match, ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCodeServer, type CodeServer } from '../../../scripts/codeServer.mjs';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { openWorkbench, type Workbench } from './workbench.js';

interface Setting {
  readonly root: string;
  readonly scratch: string;
  readonly chromium: string;
  readonly vsix: string;
}
const setting = (globalThis as unknown as { foldboardTest: Setting }).foldboardTest;

describe('Runs in the sidebar', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'sidebar');
  const runs = join(workspace, '.foldboard/runs');
  const foldboard = (...words: string[]) =>
    promisify(execFile)(process.execPath, [join(setting.root, 'dist/cli.js'), ...words], { cwd: workspace });

  before(async () => {
    await writeWorkspace(workspace);
    for (const seed of [1, 2])
      await foldboard('train', 'quick.experiment.json', '--set', 'training.epochs=2', '--set', `seed=${seed}`);
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

  const inRuns = () => workbench.page.locator('.pane', { hasText: 'Runs' }).last().locator('.monaco-list-row');
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

  it('compares the runs whose boxes are checked', async () => {
    for (const row of await inRuns().all()) await row.locator('.monaco-custom-toggle').click();
    await workbench.palette('Foldboard: Compare Runs');
    await preview().locator('h1', { hasText: 'Comparison with' }).waitFor({ timeout: 30_000 });
    ok(await preview().locator('code', { hasText: 'seed' }).count());
    await workbench.screenshot('12-comparison');
  });

  it('groups the runs by experiment', async () => {
    await workbench.palette('Foldboard: Group Runs by Experiment');
    await inRuns().filter({ hasText: '2 runs' }).waitFor();
    await workbench.screenshot('13-grouped');
    await workbench.palette('Foldboard: Do Not Group Runs');
    await inRuns().filter({ hasText: '2 runs' }).waitFor({ state: 'detached' });
  });

  it('violates no content security policy', () => {
    strictEqual(workbench.complaints.join('\n'), '');
  });
});
