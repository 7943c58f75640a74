/** The view of a comparison in a browser: what it says of every kind of set, choosing, pinning, copying; accessible in four themes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyViolations, violations } from './axe.js';
import { setTheme, startHost, themeNames, type Host } from './harness.js';
import { openCompare, writeCompareSets } from './simulateCompare.js';

let workspace: string;
let host: Host;
let sets: Record<string, string[]>;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-compare-'));
  sets = await writeCompareSets(workspace);
  host = await startHost();
}, 120_000);

afterAll(async () => {
  await host?.close();
  await rm(workspace, { recursive: true, force: true });
});

const textOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    document
      .querySelector<HTMLElement>('main')!
      .innerText.replace(/\s*\n\s*/g, '\n')
      .trim(),
  );
const rowNames = (page: Page): Promise<(string | null)[]> =>
  page.locator('table.compare tbody tr').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-run')));

it.each(['five', 'two', 'repeats', 'flattering', 'different', 'classes', 'holdout'])(
  'says what it should of %s',
  async (name) => {
    const { page } = await openCompare(host, sets[name]);
    const title = `Compare${name[0].toUpperCase()}${name.slice(1)}`;
    await expect(`${await textOf(page)}\n`).toMatchFileSnapshot(
      `golden/${title[0].toLowerCase()}${title.slice(1)}.txt`,
    );
    expect(await policyViolations(page)).toBeNull();
    await page.close();
  },
);

it('is accessible and violates no policy, in four themes, and fits narrow columns', async () => {
  for (const name of ['five', 'classes', 'different']) {
    const { page } = await openCompare(host, sets[name]);
    for (const theme of themeNames) {
      await setTheme(page, theme);
      expect(await violations(page), `${name} ${theme}`).toEqual([]);
    }
    for (const width of [900, 640, 420]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} ${width}`).toBeLessThanOrEqual(
        width,
      );
      // The word, where there is one, is on screen without scrolling.
      const word = page.locator('table.compare .word').first();
      if (await word.count()) {
        const box = (await word.boundingBox())!;
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
    }
    expect(await policyViolations(page)).toBeNull();
    await page.close();
  }
});

it('marks what flatters wherever its number goes', async () => {
  const { page } = await openCompare(host, sets['five']);
  expect(await page.locator('table.compare tfoot .tag.warn').allTextContents()).toEqual(['optimistic']);
  expect(await page.locator('table.settings th .tag.warn').count()).toBe(1);
  await page.close();
  const all = await openCompare(host, sets['flattering']);
  await all.page.getByText('All scores are optimistic').waitFor();
  expect(await all.page.locator('.legend-of-runs .tag.warn').count()).toBe(2);
  await all.page.close();
});

it('chooses metric, baseline and the run in front; what was chosen is kept', async () => {
  const { page } = await openCompare(host, sets['five']);
  const sign = (name: string): Promise<string | null> =>
    page.locator(`tr[data-run="${name}"] .key path`).first().getAttribute('class');
  const before = await sign('20251121-090200-bigru');
  expect(await rowNames(page)).toEqual([
    '20251121-090200-bigru',
    '20251121-090300-bilstm',
    '20251121-090100-gru',
    '20251121-090400-small',
  ]);
  await page.getByRole('button', { name: 'Pin BiGRU 64 with attention: compare with it' }).click();
  await page.locator('tr[data-run="20251121-090200-bigru"] .tag', { hasText: 'baseline' }).waitFor();
  await page.getByRole('heading', { level: 1, name: '4 runs against BiGRU 64 with attention' }).waitFor();
  expect(await sign('20251121-090200-bigru')).toBe(before);
  await page.getByRole('combobox', { name: 'Metric' }).click();
  await page.getByRole('option', { name: 'log loss' }).click();
  await page.locator('th[aria-sort=ascending]', { hasText: 'log loss' }).waitFor();
  await page.getByText('Loss, select part').waitFor();
  await page.getByRole('combobox', { name: 'Run in front' }).click();
  await page.getByRole('option', { name: 'GRU 64, no attention' }).click();
  await page.locator('.evidence', { hasText: '“GRU 64, no attention” is' }).waitFor();
  await page.locator('figure[data-chart=matrix] .chip').last().click();
  await page.locator('figure[data-chart=matrix] tfoot', { hasText: 'predicted' }).waitFor();
  const kept = await page.evaluate(() => (window as unknown as { kept: unknown }).kept);
  expect(kept).toMatchObject({ metric: 'logLoss', baseline: sets['five'][1], front: sets['five'][0], matrix: 'after' });
  await page.close();
  const again = await openCompare(host, sets['five'], { state: kept });
  await again.page.getByRole('heading', { level: 1, name: '4 runs against BiGRU 64 with attention' }).waitFor();
  await again.page.locator('th[aria-sort=ascending]', { hasText: 'log loss' }).waitFor();
  await again.page.close();
});

it('opens runs and samples, shows all that changed, copies, saves', async () => {
  const { page, acted, copied, saved } = await openCompare(host, sets['two']);
  await page.getByRole('button', { name: 'GRU 64, again', exact: true }).first().click();
  const list = page.locator('[data-list=fixed]');
  expect(await list.locator('tbody tr').count()).toBe(5);
  await list.getByRole('button', { name: /^\d+ more$/ }).click();
  const count = Number(await list.locator('.count').textContent());
  expect(await list.locator('tbody tr').count()).toBe(count);
  await list
    .getByRole('button', { name: /^Open / })
    .first()
    .click();
  await page.getByRole('button', { name: /side by side/ }).click();
  await page.getByRole('button', { name: 'Open as Markdown' }).click();
  const [base, other] = sets['two'];
  await expect.poll(() => acted.length).toBe(4);
  expect(acted).toMatchObject([
    ['openRun', other],
    ['openSample', other, expect.any(Number)],
    ['diffSettings', base, other],
    ['openMarkdown', [base, other], 'weightedF1'],
  ]);
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.getByText('Copied as Markdown.').waitFor();
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.getByText('Copied as CSV.').waitFor();
  expect(copied[0]).toContain('# Comparison with GRU 64');
  expect(copied[1].split('\n')).toHaveLength(4);
  await page.getByRole('button', { name: 'PNG of Weighted F1, select part' }).click();
  await page.getByRole('button', { name: 'CSV of Weighted F1, select part' }).click();
  await expect.poll(() => saved.length).toBe(2);
  expect(Buffer.from(saved[0].content, 'base64').subarray(1, 4).toString()).toBe('PNG');
  expect(saved[1].content.split('\n')[0]).toBe('epoch,GRU 64,"GRU 64, std","GRU 64, again","GRU 64, again, std"');
  expect(await policyViolations(page)).toBeNull();
  await page.close();
});

it('takes runs in and out, and says so where fewer than two are left', async () => {
  const third = sets['five'][1];
  const gone = new Set<string>();
  const { page, acted, session } = await openCompare(host, sets['two'], {
    pick: () => [third],
    known: (directory) => !gone.has(directory),
  });
  await page.getByRole('button', { name: 'Add Run…' }).click();
  await page.getByRole('heading', { level: 1, name: '2 runs against GRU 64' }).waitFor();
  const kept = await page.evaluate(() => (window as unknown as { kept: unknown }).kept);
  expect(kept).toMatchObject({ runs: [...sets['two'], third] });
  await page.getByRole('button', { name: 'Remove BiGRU 64 with attention from the comparison' }).click();
  await page.getByRole('heading', { level: 1, name: 'GRU 64, again against GRU 64' }).waitFor();
  expect(acted).toEqual([
    ['become', 3],
    ['become', 2],
  ]);
  gone.add(sets['two'][1]);
  await session().refresh();
  await page.getByText('Only one run is left to compare').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await textOf(page)).toContain('It is not (or no longer) in the open folders.');
  gone.clear();
  await session().refresh();
  await page.getByRole('heading', { level: 1, name: 'GRU 64, again against GRU 64' }).waitFor();
  await page.close();
});
