/** The ablation view in a browser: what it says, sorting, pinning, hiding, copying, a picture; accessible in four themes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAblationSession, type AblationSession } from '../../src/extension/ablation/session.js';
import type { FromAblationView, ToAblationView } from '../../src/protocol/ablation.js';
import { policyViolations, violations } from './axe.js';
import { setTheme, startHost, themeNames, type Host } from './harness.js';
import { ablationRows, writeSuite } from './simulateSuite.js';

let workspace: string;
let host: Host;
let table: { file: string; end: () => Promise<void> };
let search: typeof table;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-ablation-'));
  const rows = ablationRows.map(([row]) => row);
  table = await writeSuite(
    join(workspace, 'a'),
    'table2',
    { name: 'Training strategies', rows, baseline: 'cross entropy' },
    (_, i) => ablationRows[i][1],
  );
  const ranges = {
    'model.hiddenUnits': { choices: [16, 32, 64, 128] },
    'training.optimizer.learningRate': { low: 1e-4, high: 1e-2, log: true },
    'model.cell': { choices: ['gru', 'lstm'] },
  };
  search = await writeSuite(join(workspace, 'b'), 'sweep', { search: { budget: 12, ranges } }, (_, i) => ({
    skill: 0.86 + 0.01 * ((i * 5) % 9),
    seconds: 20 + 7 * i,
  }));
  host = await startHost();
}, 120_000);

afterAll(async () => {
  await host?.close();
  await table?.end();
  await search?.end();
  await rm(workspace, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly acted: unknown[];
  readonly copied: string[];
  readonly saved: string[];
  readonly session: () => AblationSession;
}

async function open(file: string, options: { width?: number; state?: unknown } = {}): Promise<Opened> {
  const [acted, copied, saved]: [unknown[], string[], string[]] = [[], [], []];
  let session: AblationSession | null = null;
  const page = await host.open<FromAblationView, ToAblationView>({
    ...{ theme: 'dark-modern', width: options.width ?? 1200, view: 'ablation', state: options.state },
    receive(message, post) {
      session ??= createAblationSession({
        file,
        post: (sent) => void post(sent).catch(() => undefined),
        act: async (...words) => void acted.push(words),
        copy: async (text) => void copied.push(text),
        save: async ({ content }) => void saved.push(content),
        mayTrain: () => true,
      });
      void session.receive(message);
    },
  });
  await page.locator('main[data-view]').waitFor();
  return { page, acted, copied, saved, session: () => session! };
}

const textOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    document
      .querySelector<HTMLElement>('main')!
      .innerText.replace(/\s*\n\s*/g, '\n')
      .trim(),
  );
const names = (page: Page): Promise<(string | null)[]> =>
  page.locator('tbody tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));

it('says what it should', async () => {
  const { page } = await open(table.file);
  await expect(`${await textOf(page)}\n`).toMatchFileSnapshot('golden/ablation.txt');
  await page.close();
  const second = await open(search.file);
  await expect(`${await textOf(second.page)}\n`).toMatchFileSnapshot('golden/ablationSearch.txt');
  expect(await second.page.locator('figure[data-chart=parallel] path').count()).toBe(12);
  expect(await second.page.locator('figure[data-chart=best] .dot').count()).toBe(12);
  await second.page.close();
});

it('is accessible and violates no policy, in four themes, and fits narrow columns', async () => {
  for (const file of [table.file, search.file]) {
    const { page } = await open(file);
    for (const theme of themeNames) {
      await setTheme(page, theme);
      expect(await violations(page), theme).toEqual([]);
    }
    for (const width of [640, 420]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(await policyViolations(page)).toBeNull();
    await page.close();
  }
});

it('sorts, hides and pins; what was chosen is kept', async () => {
  const { page } = await open(table.file);
  const written = await names(page);
  await page.getByRole('button', { name: 'weighted F1', exact: true }).nth(1).click();
  const sorted = await names(page);
  expect(sorted[0]).toBe('windows of one sample on both sides of the split');
  expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
  expect([...sorted].sort()).toEqual([...written].sort());
  await page.getByRole('button', { name: 'Hide + batches of 16' }).click();
  expect(await names(page)).not.toContain('+ batches of 16');
  await page.getByRole('button', { name: 'Pin + weighted sampler: compare with it' }).click();
  await page.locator('tr[data-row="+ weighted sampler"] .tag', { hasText: 'baseline' }).waitFor();
  const kept = await page.evaluate(() => (window as unknown as { kept: unknown }).kept);
  expect(kept).toMatchObject({ baseline: '+ weighted sampler', sort: 'score', hidden: ['+ batches of 16'] });
  await page.close();
  const again = await open(table.file, { state: kept });
  await again.page.locator('tr[data-row="+ weighted sampler"] .tag', { hasText: 'baseline' }).waitFor();
  await again.page.getByRole('button', { name: 'Show 1 hidden' }).click();
  expect(await names(again.page)).toContain('+ batches of 16');
  await again.page.close();
});

it('compares with the row above, in another metric', async () => {
  const { page } = await open(table.file);
  await page.getByRole('button', { name: 'the row above' }).click();
  await page.getByRole('button', { name: 'macro F1', exact: true }).first().click();
  await page.locator('th', { hasText: 'macro F1' }).first().waitFor();
  await expect.poll(() => page.locator('table caption').textContent()).toContain('the row above');
  await page.close();
});

it('copies the rows that are shown, saves a picture, opens runs, trains', async () => {
  const { page, acted, copied, saved } = await open(table.file);
  await page.getByRole('button', { name: 'Hide no attention' }).click();
  await page.getByRole('button', { name: 'Copy the table as LaTeX' }).click();
  await page.getByText('Copied as LaTeX.').waitFor();
  expect(copied[0]).toContain('\\toprule');
  expect(copied[0]).not.toContain('no attention');
  await page.getByRole('button', { name: 'Save the table as PNG' }).click();
  await expect.poll(() => saved.length).toBe(1);
  expect(Buffer.from(saved[0], 'base64').subarray(1, 4).toString()).toBe('PNG');
  expect(saved[0].length).toBeGreaterThan(20_000);
  await page.getByRole('button', { name: '+ weighted sampler', exact: true }).click();
  await expect.poll(() => acted).toMatchObject([['openRun', table.file, expect.stringContaining('row-4')]]);
  expect(await policyViolations(page)).toBeNull();
  await page.close();
});

it('follows its rows: what is computed anew reaches the view, the same is not sent twice', async () => {
  const { page, session } = await open(table.file);
  expect(await page.locator('tr[data-row="+ focal loss, γ 2"] .state').textContent()).toBe('8 of 15 folds');
  await table.end();
  await session().refresh();
  await expect
    .poll(() => page.locator('tr[data-row="+ focal loss, γ 2"] .state').getAttribute('class'))
    .toContain('stopped');
  await page.close();
});
