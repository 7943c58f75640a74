/** VS Code in a browser, as a user sees it: the palette, trees and webviews. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { chromiumArguments } from '../../../scripts/browser.mjs';

export interface Workbench {
  readonly page: Page;
  /** Runs a command by its title, as it stands in the palette. */
  palette(title: string): Promise<void>;
  /** Types into the input box that is open, and confirms. */
  type(text: string): Promise<void>;
  /** Chooses from the context menu that is open. */
  menu(title: string): Promise<void>;
  /** Opens Foldboard's side bar. */
  openSidebar(): Promise<void>;
  /** Rows of all trees that are on screen, by their text. */
  rows(): Locator;
  /** Rows of one view of the side bar. */
  rowsOf(view: string): Locator;
  /** The content of the webview that was opened last. */
  webview(): FrameLocator;
  /** A picture in out/screenshots. */
  screenshot(name: string): Promise<void>;
  /** What the console said of violated policies, and uncaught errors of our pages. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Opens a folder of a running server. */
export async function openWorkbench(options: {
  readonly url: string;
  readonly query: string;
  readonly chromium: string;
  readonly screenshots: string;
  readonly prepare?: (page: Page) => Promise<void>;
}): Promise<Workbench> {
  const browser: Browser = await chromium.launch({ executablePath: options.chromium, args: chromiumArguments });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    const { url } = message.location();
    if (/Content Security Policy/i.test(text) && /webview|foldboard/i.test(`${url} ${text}`)) complaints.push(text);
  });
  page.on('pageerror', (error) => {
    if (/foldboard|dist\/webview/.test(error.stack ?? '')) complaints.push(error.message);
  });
  await options.prepare?.(page);
  await page.goto(`${options.url}/?${options.query}`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await mkdir(options.screenshots, { recursive: true });

  return {
    page,
    complaints,
    async palette(title) {
      await page.locator('.monaco-workbench').waitFor();
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input.input');
      await input.waitFor();
      await input.fill(`>${title}`);
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      await row.waitFor({ timeout: 15_000 });
      await page.keyboard.press('Enter');
    },
    async type(text) {
      const input = page.locator('.quick-input-widget input.input');
      await input.waitFor();
      await input.fill(text);
      await page.keyboard.press('Enter');
    },
    async menu(title) {
      const item = page.locator('.monaco-menu .action-item', { hasText: title }).first();
      await item.waitFor();
      await page.waitForTimeout(200); // a menu takes no click while it opens
      await item.click();
    },
    async openSidebar() {
      const tab = page.locator('.activitybar .action-item', { has: page.locator('[aria-label^="Foldboard"]') });
      await tab.first().click();
      await page.locator('.pane-header', { hasText: 'Experiments' }).first().waitFor();
    },
    rows: () => page.locator('.pane-body .monaco-list-row'),
    rowsOf(view) {
      const title = page.locator('.pane-header .title', { hasText: new RegExp(`^${view}$`) });
      return page.locator('.pane', { has: title }).locator('.monaco-list-row');
    },
    webview: () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame'),
    async screenshot(name) {
      await page.waitForTimeout(300); // hovers and menus fade
      await page.screenshot({ path: join(options.screenshots, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}
