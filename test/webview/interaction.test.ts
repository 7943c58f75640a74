/** What a user does in a run view, by mouse and by keyboard: charts, matrix, samples; and that it is all there after a reload. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunStore, type RunStore } from '../../src/extension/runs/store.js';
import { startHost, type Host } from './harness.js';
import { openRun, settled, type OpenedRun, type OpenOptions } from './openRun.js';
import { simulateRun } from './simulate.js';
import { foldboardIn, writeStates, type States } from './states.js';

let workspace: string;
let written: States;
let huge: string;
let store: RunStore;
let host: Host;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-interaction-'));
  written = await writeStates(foldboardIn(workspace), [
    'finished',
    'running',
    'test',
    'unlabelled',
    'long',
    'names',
    'classes',
  ]);
  huge = await simulateRun(foldboardIn(workspace), {
    ...{
      name: 'huge',
      title: 'A hundred thousand',
      classes: [
        ['a', 60_000],
        ['b', 30_000],
        ['c', 10_000],
      ],
    },
  });
  store = createRunStore({ foldboards: () => [foldboardIn(workspace)], onChange: () => {}, onError: console.error });
  await store.refresh();
  host = await startHost();
}, 120_000);

afterAll(async () => {
  store?.dispose();
  await host?.close();
  await written?.end();
  await rm(workspace, { recursive: true, force: true });
});

async function open(name: string, options?: OpenOptions): Promise<OpenedRun> {
  const opened = await openRun(host, store, name === 'huge' ? huge : written.directories[name], options);
  await settled(opened.page);
  return opened;
}

const figure = (page: Page, id: string): Locator => page.locator(`figure[data-chart="${id}"]`);
const kept = (page: Page): Promise<unknown> => page.evaluate(() => (window as unknown as { kept: unknown }).kept);

describe('charts', () => {
  it('say the values under the pointer, in all charts at once', async () => {
    const { page, close } = await open('finished');
    await figure(page, 'metric')
      .locator('.u-over')
      .hover({ position: { x: 3, y: 40 } });
    const box = figure(page, 'metric').locator('.readout');
    await expect.poll(() => box.innerText()).toMatch(/^epoch 1\nmean\n0\.\d{3} ± 0\.\d{3}\nfold 1\n0\.\d{3}\nfold 2/);
    expect(await figure(page, 'loss').locator('.cur').isVisible()).toBe(true);
    await page.mouse.move(5, 5);
    await expect.poll(() => box.isVisible()).toBe(false);
    await close();
  });

  it('are walked through by arrow keys, with the table behind them', async () => {
    const { page, close } = await open('finished');
    const chart = figure(page, 'metric');
    await chart.getByRole('button', { name: 'Table of Weighted F1' }).click();
    const plot = chart.getByRole('slider');
    await plot.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
    expect(await plot.getAttribute('aria-valuenow')).toBe('12');
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^epoch 12, mean 0\.\d{3} ± 0\.\d{3}, fold 1 0\.\d{3}/);
    const row = chart.locator('tr[aria-current="true"] td');
    expect(await row.first().textContent()).toBe('12');
    const said = await plot.getAttribute('aria-valuetext');
    expect(said).toContain(`fold 1 ${await row.nth(1).textContent()}`);
    await page.keyboard.press('Escape');
    expect(await chart.locator('.readout').isVisible()).toBe(false);
    await close();
  });

  it('zoom where one drags, all together, and show everything again', async () => {
    const { page, close } = await open('long');
    const over = figure(page, 'metric').locator('.u-over');
    await over.scrollIntoViewIfNeeded();
    const box = (await over.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.2, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const zoom = async (): Promise<[number, number]> => ((await kept(page)) as { zoom: [number, number] }).zoom;
    await expect.poll(zoom).not.toBeNull();
    const [from, to] = await zoom();
    expect(from).toBeGreaterThan(95);
    expect(to).toBeLessThan(206);
    const loss = figure(page, 'loss');
    await loss.getByRole('slider').focus();
    await page.keyboard.press('Home');
    expect(await loss.getByRole('slider').getAttribute('aria-valuenow')).toBe(String(from));
    await loss.getByRole('button', { name: 'All of it: Loss' }).click();
    await expect.poll(zoom).toBeNull();
    await loss.getByRole('slider').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('+');
    await expect.poll(async () => (await zoom())?.[1]).toBe(500);
    await page.keyboard.press('0');
    await expect.poll(zoom).toBeNull();
    await close();
  });

  it('leave out folds, smooth, and show every other curve', async () => {
    const { page, close } = await open('finished');
    await page.getByRole('button', { name: 'fold 2', exact: true }).click();
    await page.getByRole('slider', { name: /^Weighted F1/ }).focus();
    await page.keyboard.press('Home');
    const plot = page.getByRole('slider', { name: /^Weighted F1/ });
    await expect.poll(() => plot.getAttribute('aria-valuetext')).not.toContain('fold 2');
    await page.locator('summary', { hasText: 'More curves' }).click();
    await expect.poll(() => page.locator('figure[data-chart]:visible').count()).toBe(10);
    await page.locator('vscode-dropdown[aria-label^="Smoothing"]').click();
    await page.locator('vscode-option:visible', { hasText: 'Smoothed much' }).click();
    await expect.poll(async () => ((await kept(page)) as { smoothing: number }).smoothing).toBe(10);
    await page.locator('vscode-dropdown[aria-label^="Metric"]').click();
    await page.getByRole('option', { name: 'Accuracy', exact: true }).click();
    await page.locator('figure[data-chart="metric"][data-metric="accuracy"]').waitFor();
    await figure(page, 'weightedF1').waitFor();
    await close();
  });

  it('are saved as picture and numbers', async () => {
    const { page, saved, close } = await open('finished');
    await figure(page, 'loss').getByRole('button', { name: 'CSV of Loss' }).click();
    await figure(page, 'roc').getByRole('button', { name: 'PNG of ROC' }).click();
    await expect.poll(() => saved.length).toBe(2);
    const [csv, png] = saved;
    expect([csv.name, csv.kind, png.name, png.kind]).toEqual([
      'BiGRU 64 with attention Loss',
      'csv',
      'BiGRU 64 with attention ROC',
      'png',
    ]);
    const [head, ...lines] = csv.content.trimEnd().split('\n');
    expect(head.split(',').slice(0, 3)).toEqual(['epoch', 'fold 1 train', 'fold 2 train']);
    const epochs = Number(await figure(page, 'loss').getAttribute('data-epochs'));
    expect(lines).toHaveLength(epochs);
    const bytes = Buffer.from(png.content, 'base64');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    // Width and height stand in the header: the plot and a title, with room around.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(300);
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(250);
    await close();
  });

  it('walk through ROC curves and bins of confidence too', async () => {
    const { page, close } = await open('finished');
    const roc = page.getByRole('slider', { name: 'ROC' });
    await roc.focus();
    await page.keyboard.press('End');
    expect(await roc.getAttribute('aria-valuetext')).toBe(
      'false positive rate 1.00, no_pain 1.000, low_pain 1.000, high_pain 1.000',
    );
    const reliability = page.getByRole('slider', { name: 'Reliability' });
    await reliability.focus();
    await page.keyboard.press('End');
    expect(await reliability.getAttribute('aria-valuetext')).toMatch(
      /^confidence 0\.9 to 1\.0, right [01]\.\d\d, 95 % interval 0\.\d\d to [01]\.\d\d, says 0\.\d\d, of \d+ samples$/,
    );
    await close();
  });
});

describe('the confusion matrix', () => {
  it('opens the samples of a cell, and another cell by keyboard', async () => {
    const { page, close } = await open('finished');
    const count = Number(await page.locator('#confusion td[data-cell="1,0"] b').textContent());
    await page.locator('#confusion td[data-cell="1,0"] a').click();
    await expect.poll(() => page.locator('#samples').getAttribute('data-rows')).toBe(String(count));
    const rows = await page
      .locator('#samples tr[data-sample]')
      .evaluateAll((all) => all.map((row) => [...row.children].slice(1, 3).map((cell) => cell.textContent)));
    for (const row of rows) expect(row).toEqual(['low_pain', expect.stringContaining('no_pain')]);
    expect(await page.evaluate(() => document.getElementById('samples')!.getBoundingClientRect().top)).toBeLessThan(
      200,
    );
    await page.locator('#confusion td[data-cell="1,0"] a').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const other = Number(await page.locator('#confusion td[data-cell="2,1"] b').textContent());
    await expect.poll(() => page.locator('#samples').getAttribute('data-rows')).toBe(String(other));
    expect(await page.locator('#confusion [tabindex="0"]').count()).toBe(1);
    await close();
  });

  it('shows shares of rows or of columns', async () => {
    const { page, close } = await open('finished');
    const cell = page.locator('#confusion td[data-cell="2,0"]');
    const [count, support, predicted] = await Promise.all(
      ['td[data-cell="2,0"] b', 'tbody tr:nth-child(3) .sum', 'tfoot .sum'].map(async (one) =>
        Number(await page.locator(`#confusion ${one}`).first().textContent()),
      ),
    );
    expect(await cell.locator('span').textContent()).toBe(`${Math.round((100 * count) / support)} %`);
    await page.locator('#confusion .chip', { hasText: '% of column' }).click();
    await expect.poll(() => cell.locator('span').textContent()).toBe(`${Math.round((100 * count) / predicted)} %`);
    await close();
  });

  it('of the test data lists test samples', async () => {
    const { page, asked, close } = await open('test');
    const count = await page.locator('#test td[data-cell="0,0"] b').textContent();
    await page.locator('#test td[data-cell="0,0"] a').click();
    await expect.poll(() => page.locator('#samples').getAttribute('data-rows')).toBe(count);
    await page.locator('#samples tr[data-sample]').first().getByRole('button').click();
    await expect.poll(() => asked.map(({ action }) => action)).toEqual(['openTestSample']);
    await close();
  });

  it('is a list of predictions where the test data have no labels', async () => {
    const { page, close } = await open('unlabelled');
    const count = await page.locator('#test tbody tr').first().locator('td.num').first().textContent();
    await page.locator('#test tbody button').first().click();
    await expect.poll(() => page.locator('#samples').getAttribute('data-rows')).toBe(count);
    await close();
  });
});

describe('a hundred thousand samples', () => {
  it('are listed with few elements, to the last row', async () => {
    const { page, close } = await open('huge');
    await page.locator('#samples .chip', { hasText: 'All' }).click();
    await page.getByRole('button', { name: '99,991 more' }).click();
    const list = page.locator('#samples .windowed');
    await expect.poll(() => list.evaluate((one) => one.scrollHeight)).toBeGreaterThan(2_700_000);
    const rows = page.locator('#samples tr[data-sample]');
    expect(await rows.count()).toBeLessThan(60);
    await rows.first().focus();
    await page.keyboard.press('End');
    const last = page.locator('#samples tr[data-index="99999"]');
    await last.waitFor();
    expect(await last.evaluate((row) => row === document.activeElement)).toBe(true);
    expect(await rows.count()).toBeLessThan(60);
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['index'])).toBe('99998');
    await page.getByRole('searchbox').fill('77777');
    await expect.poll(() => page.locator('#samples').getAttribute('data-rows')).toBe('1');
    expect(await rows.first().getAttribute('data-sample')).toBe('77777');
    await close();
  });

  it('are sorted by every column', async () => {
    const { page, close } = await open('huge');
    await page.locator('#samples .chip', { hasText: 'All' }).click();
    const first = (): Promise<string | null> =>
      page.locator('#samples tr[data-sample]').first().getAttribute('data-sample');
    await page.getByRole('button', { name: 'sample', exact: true }).click();
    await expect.poll(first).toBe('0');
    expect(await page.locator('#samples th[aria-sort="ascending"]').innerText()).toContain('sample');
    await page.getByRole('button', { name: 'sample', exact: true }).click();
    await expect.poll(first).toBe('99999');
    await close();
  });
});

describe('a reload', () => {
  it('brings back what was chosen, and where one was', async () => {
    const { page, close } = await open('finished');
    await page.locator('#samples .chip', { hasText: 'Unsure' }).click();
    await page.getByRole('button', { name: 'fold 3', exact: true }).click();
    await page.locator('#confusion .chip', { hasText: '% of column' }).click();
    await figure(page, 'loss').getByRole('button', { name: 'Table of Loss' }).click();
    await page.evaluate(() => window.scrollTo(0, 700));
    await expect.poll(async () => ((await kept(page)) as { scroll: number }).scroll).toBe(700);
    const state = await kept(page);
    await close();
    const again = await open('finished', { state });
    const pressed = (text: string): Promise<string | null> =>
      again.page.locator('.chip', { hasText: text }).first().getAttribute('aria-pressed');
    expect(await pressed('Unsure')).toBe('true');
    expect(await pressed('% of column')).toBe('true');
    expect(await again.page.getByRole('button', { name: 'fold 3', exact: true }).getAttribute('aria-pressed')).toBe(
      'false',
    );
    await figure(again.page, 'loss').locator('.numbers').waitFor();
    await expect.poll(() => again.page.evaluate(() => window.scrollY)).toBe(700);
    await again.close();
  });
});

describe('the page', () => {
  it('leads to its sections, and marks the one on screen', async () => {
    const { page, close } = await open('finished');
    await page.locator('.jump a', { hasText: 'Samples' }).click();
    await expect.poll(() => page.locator('.jump a[aria-current]').textContent()).toBe('Samples');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Samples');
    expect(await page.locator('#samples h2').isVisible()).toBe(true);
    await close();
  });

  it('moves nothing where reduced motion is asked for', async () => {
    const moving = (page: Page): Promise<string> =>
      page
        .locator('.state.running svg')
        .first()
        .evaluate((svg) => getComputedStyle(svg).animationName);
    const still = await open('running', { reducedMotion: true });
    expect(await moving(still.page)).toBe('none');
    await still.close();
    const usual = await open('running');
    expect(await moving(usual.page)).toBe('turn');
    await usual.close();
  });

  it('makes nothing of what stands in names', async () => {
    const { page, close } = await open('names');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('#confusion').innerText()).toContain('](command:');
    await close();
  });

  it('is reached by Tab alone, in few steps past a large matrix', async () => {
    const { page, close } = await open('classes');
    const seen: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => document.activeElement?.closest('section, nav, header')?.id ?? '');
      if (seen.at(-1) !== at) seen.push(at);
    }
    expect(seen).toEqual(expect.arrayContaining(['confusion', 'calibration', 'samples', 'experiment', 'log']));
    await close();
  });
});
