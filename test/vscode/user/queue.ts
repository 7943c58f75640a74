/** The queue as a user sees it: a run queued from a terminal while another trains begins by itself. */
import { strictEqual } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
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

describe('The queue', function () {
  let server: CodeServer;
  let workbench: Workbench;
  const workspace = join(setting.scratch, 'queue');
  const foldboard = async (...words: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(setting.root, 'dist/cli.js'), ...words], {
      cwd: workspace,
    });
    return stdout;
  };

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
    await workbench?.close();
    await server?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${Date.now()}`);
  });
  const inQueue = () => workbench.page.locator('.pane', { hasText: 'Queue' }).last().locator('.monaco-list-row');

  it('shows a run that a terminal queued behind one that trains, and begins with it by itself', async () => {
    await foldboard('train', 'slow.experiment.json', '--detach');
    const queued = JSON.parse(
      await foldboard('train', 'quick.experiment.json', '--set', 'training.epochs=2', '--queue', '--json'),
    ) as { name: string };
    await inQueue().filter({ hasText: 'Next' }).waitFor({ timeout: 30_000 });
    await workbench.screenshot('20-queue');
    await workbench.palette('Foldboard: Stop');
    const result = join(workspace, '.foldboard/runs', queued.name, 'result.json');
    for (let tries = 0; tries < 400 && !existsSync(result); tries++) await workbench.page.waitForTimeout(100);
    strictEqual(existsSync(result), true);
    await inQueue().first().waitFor({ state: 'detached', timeout: 20_000 });
  });
});
