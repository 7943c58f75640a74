/** The queue as a user sees it: runs that a terminal and the window put there, moved, taken out, and trained by themselves. */
import { ok, strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCodeServer, type CodeServer } from '../../../scripts/codeServer.mjs';
import { enqueue } from '../../../src/rundir/queue.js';
import { writeWorkspace } from '../../beatsWorkspace.js';
import { setting } from './setting.js';
import { openWorkbench, type Workbench } from './workbench.js';

describe('The queue', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'queue');
  const runs = join(workspace, '.foldboard/runs');
  const foldboard = async (...words: string[]) => {
    const cli = join(setting.root, 'dist/cli.js');
    return (await promisify(execFile)(process.execPath, [cli, ...words], { cwd: workspace })).stdout;
  };
  /** Queues a short run as from a terminal; resolves to its directory. */
  const queued = async (name: string): Promise<string> => {
    const set = ['--set', 'training.epochs=2', '--set', `name="${name}"`];
    const said = JSON.parse(await foldboard('train', 'quick.experiment.json', ...set, '--queue', '--json'));
    return (said as { directory: string }).directory;
  };
  const result = (directory: string): string => join(directory, 'result.json');
  async function until(what: string, holds: () => boolean, limitMs = 60_000): Promise<void> {
    for (const end = Date.now() + limitMs; !holds(); await workbench.page.waitForTimeout(100))
      if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
  }

  before(async () => {
    await writeWorkspace(workspace);
    server = await startCodeServer({ scratch: join(setting.scratch, 'queue-server'), vsix: setting.vsix });
    workbench = await openWorkbench({
      url: server.url,
      query: `folder=${workspace}`,
      chromium: setting.chromium,
      screenshots: join(setting.root, 'out/screenshots'),
    });
    await workbench.openSidebar();
  });
  after(async () => {
    await foldboard('stop', 'slow').catch(() => undefined);
    await workbench?.close();
    await server?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${Date.now()}`);
  });
  const row = (text: string) => workbench.rowsOf('Queue').filter({ hasText: text });
  const action = (text: string, title: string) => row(text).locator(`.action-label[aria-label^="${title}"]`);
  let [first, second, third] = ['', '', ''];

  it('shows runs that a terminal queued behind one that trains', async () => {
    await foldboard('train', 'slow.experiment.json', '--detach');
    first = await queued('Alpha');
    second = await queued('Beta');
    await row('Slow beats').filter({ hasText: 'epoch' }).waitFor({ timeout: 30_000 });
    await row('Alpha').filter({ hasText: 'Next' }).waitFor();
    await row('Beta').filter({ hasText: '2nd in line' }).waitFor();
    await workbench.rowsOf('Runs').filter({ hasText: 'Alpha' }).filter({ hasText: 'Queued' }).waitFor();
  });

  it('moves one up', async () => {
    await row('Beta').hover();
    await action('Beta', 'Move Up').click();
    await row('Beta').filter({ hasText: 'Next' }).waitFor();
    await row('Alpha').filter({ hasText: '2nd in line' }).waitFor();
    // The first cannot move up, nor the last down.
    await row('Beta').hover();
    await action('Beta', 'Move Down').waitFor();
    strictEqual(await action('Beta', 'Move Up').count(), 0);
    await row('Alpha').hover();
    await action('Alpha', 'Move Up').waitFor();
    strictEqual(await action('Alpha', 'Move Down').count(), 0);
  });

  it('asks whether to queue what is trained meanwhile', async () => {
    const before = await readdir(runs);
    await workbench.palette('Foldboard: Train with Changes');
    await workbench.type('quick');
    await workbench.page.locator('.quick-input-widget', { hasText: 'Settings for this run only' }).waitFor();
    await workbench.type('training.epoch=2');
    await workbench.page.locator('.quick-input-message', { hasText: 'did you mean epochs?' }).waitFor();
    await workbench.screenshot('20-misspelled');
    await workbench.type('training.epochs=2');
    const choice = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Queue' });
    await choice.waitFor();
    await workbench.screenshot('20-when');
    await choice.click();
    await row('3rd in line').waitFor({ timeout: 30_000 });
    await workbench.page.locator('.notification-toast', { hasText: '3rd in line' }).waitFor();
    third = join(
      runs,
      (await readdir(runs)).find((name) => !before.includes(name))!,
    );
    await row('3rd in line').click();
    await workbench.webview().locator('main[data-status="queued"]').waitFor();
    await workbench.screenshot('21-queue');
  });

  it('takes one out', async () => {
    await row('3rd in line').hover();
    await action('3rd in line', 'Cancel').click();
    await row('3rd in line').waitFor({ state: 'detached' });
    await workbench.webview().locator('main[data-status="stopped"]').waitFor();
  });

  it('begins with what waits by itself, in its order, and is empty then', async () => {
    await workbench.palette('Foldboard: Stop');
    await until('both are trained', () => existsSync(result(first)) && existsSync(result(second)));
    ok((await stat(result(second))).mtimeMs < (await stat(result(first))).mtimeMs, 'Beta first');
    await row('Alpha').waitFor({ state: 'detached', timeout: 20_000 });
    strictEqual(await workbench.rowsOf('Queue').count(), 0);
  });

  it('goes on with what waits, where its process was ended, when a window opens', async () => {
    await enqueue(join(workspace, '.foldboard'), { runDirectory: third });
    const stuck = workbench.page.locator('.pane', { hasText: 'Nobody works the queue off' });
    await stuck.first().waitFor({ timeout: 20_000 });
    await workbench.screenshot('22-stuck');
    const reloaded = workbench.page.waitForEvent('framenavigated', (frame) => frame === workbench.page.mainFrame());
    await workbench.palette('Developer: Reload Window');
    await reloaded;
    await until('it is trained', () => existsSync(result(third)));
  });

  it('says why a trainer died, and resumes', async () => {
    await workbench.page.locator('.monaco-workbench').waitFor();
    await workbench.palette('Foldboard: Train Experiment');
    await workbench.type('slow');
    await workbench.webview().locator('main[data-status="running"]').waitFor({ timeout: 30_000 });
    const [name] = (await readdir(runs)).sort().reverse();
    const owner = join(runs, name, 'owner.json');
    await workbench.page.waitForTimeout(2000);
    await workbench.palette('View: Close All Editors');
    process.kill((JSON.parse(await readFile(owner, 'utf8')) as { pid: number }).pid, 'SIGKILL');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Slow beats does not go on' });
    await toast.waitFor({ timeout: 20_000 });
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Open Run' }).click();
    const main = workbench.webview().locator('main[data-status="stopped"]');
    await main.locator('.state', { hasText: 'Crashed' }).first().waitFor();
    await main.locator('.ended', { hasText: 'killed' }).waitFor();
    await workbench.screenshot('23-crashed');
    await main.locator('vscode-button', { hasText: 'Resume' }).click();
    await workbench.webview().locator('main[data-status="running"]').waitFor({ timeout: 20_000 });
  });

  it('violates no content security policy', () => {
    strictEqual(workbench.complaints.join('\n'), '');
  });
});
