/** The run view in a real browser, over runs that were really trained: four themes, accessibility, policy, and following. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunSession } from '../../src/extension/runView/session.js';
import { createRunStore, type RunStore } from '../../src/extension/runs/store.js';
import type { RunAction } from '../../src/protocol/run.js';
import { writeWorkspace } from '../beatsWorkspace.js';
import { startHost, themeNames, type Host, type ThemeName } from './harness.js';

const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.js');
const screenshots = join(root, 'out/screenshots/webview');

let workspace: string;
let host: Host;
let store: RunStore;
let finished: string;
let trainer: ChildProcess;
let running: string;
const asked: RunAction[] = [];

const runs = (): string => join(workspace, '.foldboard/runs');

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-webview-'));
  await mkdir(screenshots, { recursive: true });
  await writeWorkspace(workspace);
  const train = ['train', 'quick.experiment.json', '--set', 'training.epochs=12'];
  await promisify(execFile)(process.execPath, [cli, ...train], { cwd: workspace });
  const [name] = await readdir(runs());
  finished = join(runs(), name);
  running = join(runs(), 'slow');
  trainer = spawn(
    process.execPath,
    [cli, 'train', 'slow.experiment.json', '--set', 'training.epochs=20000', '--run-dir', running],
    { cwd: workspace },
  );
  store = createRunStore({
    foldboards: () => [join(workspace, '.foldboard')],
    onChange: () => {},
    onError: console.error,
  });
  host = await startHost();
}, 120_000);

afterAll(async () => {
  const ended = new Promise((done) => trainer.once('exit', done));
  trainer.kill('SIGTERM');
  await ended;
  store.dispose();
  await host.close();
  await rm(workspace, { recursive: true, force: true });
});

/** Opens a run in the view; the session with the store is the real one, only the way between is the browser's. */
async function open(directory: string, theme: ThemeName = 'dark-modern', width = 1100, state?: unknown): Promise<Page> {
  const page = await host.open({
    ...{ theme, width, state },
    receive: (message, post) => {
      const session = (sessions[directory] ??= createRunSession({
        ...{ directory, store, mayTrain: () => true, onError: console.error },
        post: (sent) => void latest[directory](sent),
        offers: [],
        save: async () => {},
        act: async (action) => {
          asked.push(action);
          if (action === 'openFile') throw new Error('There is no such file.');
        },
      }));
      latest[directory] = (sent) => post(sent).catch(() => undefined);
      void session.receive(message);
    },
  });
  await page.locator('main[data-view="run"]').waitFor();
  return page;
}
const sessions: Record<string, ReturnType<typeof createRunSession>> = {};
const latest: Record<
  string,
  (message: Parameters<Parameters<Host['open']>[0]['receive']>[1] extends (m: infer M) => unknown ? M : never) => void
> = {};

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const result = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: () => Promise<{ violations: unknown[] }> } }).axe.run;
    return (await run()).violations as { id: string; nodes: { html: string; failureSummary: string }[] }[];
  });
  return result.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`);
}

describe('a finished run', () => {
  it.each(themeNames)('is accessible and violates no policy in %s', async (theme) => {
    const page = await open(finished, theme);
    await page.locator('figure[data-points="12,12,12"]').first().waitFor();
    await page.screenshot({ path: join(screenshots, `finished.${theme}.png`), fullPage: true });
    expect(await page.evaluate(() => document.body.dataset['violation'])).toBeUndefined();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('has its score first, as everywhere', async () => {
    const page = await open(finished);
    const score = store.get(finished)?.result;
    const { mean, std } = score!;
    const text = `${mean!.weightedF1.toFixed(3)} ± ${std!.weightedF1.toFixed(3)} (3)`;
    expect(await page.locator('.big').textContent()).toBe(text);
    expect(await page.locator('tr[data-fold]').count()).toBe(3);
    const cells = await page.locator('.cm tbody td:not(.sum) b').allTextContents();
    expect(cells.map(Number)).toEqual(score!.outOfFold!.confusionMatrix.flat());
    await page.close();
  });

  it('fits a narrow column without scrolling sideways', async () => {
    const page = await open(finished, 'light-modern', 420);
    await page.locator('figure[data-points="12,12,12"]').first().waitFor();
    await page.screenshot({ path: join(screenshots, 'finished.420.png'), fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
    await page.close();
  });

  it('shows another metric when asked, and remembers it', async () => {
    const page = await open(finished);
    await page.getByRole('combobox', { name: 'Metric of the large chart' }).click();
    await page.getByRole('option', { name: 'Accuracy', exact: true }).click();
    await page.locator('[aria-label^="Accuracy"][aria-label$="a line a fold"]').waitFor();
    const kept = await page.evaluate(() => (window as unknown as { kept: unknown }).kept);
    await page.close();
    const again = await open(finished, 'dark-modern', 1100, kept);
    await again.locator('[aria-label^="Accuracy"][aria-label$="a line a fold"]').waitFor();
    await again.close();
  });

  it('says the values under the pointer', async () => {
    const page = await open(finished);
    const plot = page.locator('figure[data-chart="metric"] .u-over');
    await plot.hover({ position: { x: 5, y: 40 } });
    const readout = page.locator('figure[data-chart="metric"] .readout');
    await expect
      .poll(() => readout.textContent())
      .toMatch(/^epoch 1mean0\.\d{3} ± 0\.\d{3}fold 10\.\d{3}fold 20\.\d{3}/);
    await page.close();
  });

  it('hands on what its links ask for, and shows why one is refused', async () => {
    const page = await open(finished);
    await page.getByRole('button', { name: 'Open trainer.log' }).click();
    await page.getByRole('button', { name: 'Open the file' }).click();
    await page.locator('[role=alert]', { hasText: 'There is no such file.' }).waitFor();
    expect(asked.slice(-2)).toEqual(['openLog', 'openFile']);
    await page.close();
  });
});

describe('a running run', () => {
  it('grows while it trains, by what is new only', async () => {
    const page = await open(running);
    const epochs = async (): Promise<number> =>
      Number(await page.locator('figure[data-chart="metric"]').getAttribute('data-epochs'));
    await expect.poll(epochs, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(await page.locator('main').getAttribute('data-status')).toBe('running');
    const before = await epochs();
    await expect.poll(epochs, { timeout: 20_000 }).toBeGreaterThan(before + 3);
    expect(await page.locator('.state.running').first().textContent()).toContain('Running');
    await page.close();
  });

  it.each(themeNames)('is accessible and violates no policy in %s', async (theme) => {
    const page = await open(running, theme);
    await page.locator('main[data-status="running"] .segs').waitFor();
    await page.screenshot({ path: join(screenshots, `running.${theme}.png`), fullPage: true });
    expect(await page.evaluate(() => document.body.dataset['violation'])).toBeUndefined();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
