/** The run view over runs that are really trained: its score, its curves while they grow, what it asks for and what it refuses. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunStore, type RunStore } from '../../src/extension/runs/store.js';
import { runPaths } from '../../src/rundir/paths.js';
import { readPredictions } from '../../src/rundir/predictions.js';
import { writeWorkspace } from '../beatsWorkspace.js';
import { policyViolations, violations } from './axe.js';
import { startHost, themeNames, type Host } from './harness.js';
import { openRun, settled } from './openRun.js';

const cli = join(resolve(import.meta.dirname, '../..'), 'dist/cli.js');

let workspace: string;
let host: Host;
let store: RunStore;
let finished: string;
let trainer: ChildProcess;
let running: string;

const runs = (): string => join(workspace, '.foldboard/runs');

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-webview-'));
  await writeWorkspace(workspace);
  const train = ['train', 'quick.experiment.json', '--set', 'training.epochs=12'];
  await promisify(execFile)(process.execPath, [cli, ...train], { cwd: workspace });
  const [name] = await readdir(runs());
  finished = join(runs(), name);
  running = join(runs(), 'slow');
  const slow = ['train', 'slow.experiment.json', '--set', 'training.epochs=20000', '--run-dir', running];
  trainer = spawn(process.execPath, [cli, ...slow], { cwd: workspace });
  store = createRunStore({
    ...{ foldboards: () => [join(workspace, '.foldboard')], onChange: () => {}, onError: console.error },
  });
  await store.refresh();
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

describe('a finished run', () => {
  it('has the score first that its result has, and the same matrix', async () => {
    const { page, close } = await openRun(host, store, finished);
    const { mean, std, outOfFold } = store.get(finished)!.result!;
    expect(await page.locator('.big').textContent()).toBe(
      `${mean!.weightedF1.toFixed(3)} ± ${std!.weightedF1.toFixed(3)} (3)`,
    );
    expect(await page.locator('tr[data-fold]').count()).toBe(3);
    const cells = await page.locator('#confusion .cm tbody td:not(.sum) b').allTextContents();
    expect(cells.map(Number)).toEqual(outOfFold!.confusionMatrix.flat());
    await page.locator('figure[data-chart="metric"][data-points="12,12,12"]').waitFor();
    await close();
  });

  it('lists the samples that its predictions get wrong', async () => {
    const { page, close } = await openRun(host, store, finished);
    await settled(page);
    const { samples, labels, probabilities, classes } = await readPredictions(runPaths(finished).predictions);
    const wrong = samples.filter((_, i) => {
      const own = [...probabilities.subarray(i * classes.length, (i + 1) * classes.length)];
      return own.indexOf(Math.max(...own)) !== labels[i];
    });
    expect(await page.locator('#samples .chip', { hasText: 'Wrong' }).locator('.c').textContent()).toBe(
      String(wrong.length),
    );
    const shown = await page
      .locator('#samples tr[data-sample]')
      .evaluateAll((rows) => rows.map((row) => row.dataset['sample']!));
    expect(shown.length).toBe(Math.min(9, wrong.length));
    for (const name of shown) expect(wrong).toContain(name);
    await close();
  });

  it('hands on what its links and buttons ask for, and shows why one is refused', async () => {
    const refuse = { openFile: 'There is no such file.' };
    const { page, asked, close } = await openRun(host, store, finished, { refuse });
    await page.getByRole('button', { name: 'Open trainer.log' }).click();
    await page.getByRole('button', { name: 'Star this run' }).click();
    await page.locator('vscode-button', { hasText: 'Compare' }).click();
    await page.getByRole('button', { name: 'Open the file' }).click();
    await page.locator('[role=alert]', { hasText: 'There is no such file.' }).waitFor();
    expect(asked.map(({ action }) => action)).toEqual(['openLog', 'star', 'compare', 'openFile']);
    await close();
  });

  it('opens a sample at its row of the predictions', async () => {
    const { page, asked, close } = await openRun(host, store, finished);
    await settled(page);
    await page.locator('#samples .chip', { hasText: 'All' }).click();
    await page.locator('#samples[data-rows="90"]').waitFor(); // drawn with the next frame
    const row = page.locator('#samples tr[data-sample]').nth(2);
    const name = await row.getAttribute('data-sample');
    await row.getByRole('button', { name: 'Open' }).click();
    const lines = (await readFile(runPaths(finished).predictions, 'utf8')).split('\n');
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0].action).toBe('openSample');
    expect(lines[asked[0].argument! + 1].split(',')[0]).toBe(name);
    await close();
  });
});

describe('a running run', () => {
  const epochs = async (page: Page): Promise<number> =>
    Number(await page.locator('figure[data-chart="metric"]').getAttribute('data-epochs'));

  it('grows while it trains, by what is new only, at most ten times a second', async () => {
    const { page, sent, close } = await openRun(host, store, running);
    await expect.poll(() => epochs(page), { timeout: 20_000 }).toBeGreaterThan(3);
    expect(await page.locator('main').getAttribute('data-status')).toBe('running');
    const before = await epochs(page);
    await expect.poll(() => epochs(page), { timeout: 20_000 }).toBeGreaterThan(before + 3);
    expect(await page.locator('.state.running').first().textContent()).toContain('Running');
    expect(sent.filter((message) => message.type === 'run')).toHaveLength(1);
    const times = sent.map((message) => message.at);
    times.forEach((at, i) =>
      expect(times.filter((other) => other >= at && other < at + 1000).length, `from ${i}`).toBeLessThanOrEqual(11),
    );
    await close();
  });

  it('speaks once an epoch', async () => {
    const { page, close } = await openRun(host, store, running);
    const status = page.locator('main > [role=status]');
    await expect
      .poll(() => status.textContent(), { timeout: 20_000 })
      .toMatch(/^fold 1, epoch \d+: weighted F1 0\.\d{3}\.$/);
    await page.evaluate(() => {
      const said: string[] = [];
      (window as unknown as { said: string[] }).said = said;
      const live = document.querySelector('main > [role=status]')!;
      new MutationObserver(() => said.push(live.textContent ?? '')).observe(live, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const heard = (): Promise<string[]> => page.evaluate(() => (window as unknown as { said: string[] }).said);
    await expect.poll(async () => (await heard()).length, { timeout: 20_000 }).toBeGreaterThan(2);
    const said = await heard();
    expect(new Set(said).size).toBe(said.length);
    await close();
  });

  it('keeps a list that is open, and the focus, while epochs come', async () => {
    const { page, close } = await openRun(host, store, running);
    await page.locator('vscode-checkbox', { hasText: 'log epochs' }).focus();
    const before = await epochs(page);
    await expect.poll(() => epochs(page), { timeout: 20_000 }).toBeGreaterThan(before + 2);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('log epochs');
    await close();
  });

  it.each(themeNames)('is accessible and violates no policy in %s', async (theme) => {
    const { page, close } = await openRun(host, store, running, { theme });
    await page.locator('main[data-status="running"] .segs').waitFor();
    expect(await policyViolations(page)).toBeNull();
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
