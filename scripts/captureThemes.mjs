// Writes test/webview/themes.json: the values VS Code gives a webview in four themes, read from a real run view.
// Needs a packed extension and the bundled test driver: `node test/vscode/run.mjs --only user` first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from './browser.mjs';
import { startCodeServer } from './codeServer.mjs';

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'foldboard-themes-'));
const workspace = join(scratch, 'workspace');
mkdirSync(workspace);
const rows = Array.from({ length: 40 }, (_, i) =>
  [0, 1, 2].map((t) => `${i},${t},${(i % 2) + t},${i % 2 ? 'a' : 'b'}`),
);
writeFileSync(join(workspace, 'data.csv'), ['sample_index,time,x,label', ...rows.flat()].join('\n'));
const experiment = { data: { train: 'data.csv' }, training: { epochs: 2 }, validation: { folds: 2 } };
writeFileSync(join(workspace, 'tiny.experiment.json'), JSON.stringify(experiment));
execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'train', 'tiny.experiment.json'], { cwd: workspace });

const themes = {
  'dark-modern': 'Dark Modern',
  'light-modern': 'Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};
// Only what the views ask for, of some nine hundred.
const bundles = ['run.js', 'run.css'].map((name) => readFileSync(join(root, 'dist/webview', name), 'utf8')).join();
const used = new Set(bundles.match(/--vscode-[\w-]+/g));
const captured = {};
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
try {
  for (const [name, theme] of Object.entries(themes)) {
    const server = await startCodeServer({
      scratch: join(scratch, name),
      vsix: join(root, 'out/test/foldboard.vsix'),
      settings: { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false },
    });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${server.url}/?folder=${workspace}`);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await page
      .locator('.activitybar .action-item', { has: page.locator('[aria-label^="Foldboard"]') })
      .first()
      .click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'Finished' }).first().click();
    const frame = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await frame.locator('main[data-view="run"]').waitFor();
    const styles = await frame
      .locator('html')
      .evaluate((html) =>
        Object.fromEntries(
          [...html.style]
            .filter((one) => one.startsWith('--vscode-'))
            .map((one) => [one, html.style.getPropertyValue(one)]),
        ),
      );
    process.stdout.write(
      `${theme}: ${await frame.locator('body').getAttribute('class')}, ${Object.keys(styles).length} values\n`,
    );
    captured[name] = Object.fromEntries(Object.entries(styles).filter(([one]) => used.has(one)));
    await page.close();
    await server.stop();
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
writeFileSync(join(root, 'test/webview/themes.json'), `${JSON.stringify(captured, null, 1)}\n`);
