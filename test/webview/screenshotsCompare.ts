/** Pictures of the view of a comparison in four themes and narrow, to be looked at: `node scripts/screenshots.mjs compare`. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost, themeNames, type ThemeName } from './harness.js';
import { openCompare, writeCompareSets } from './simulateCompare.js';

const folder = join(process.cwd(), 'out/screenshots/compare');
const workspace = await mkdtemp(join(tmpdir(), 'foldboard-screenshots-'));
await mkdir(folder, { recursive: true });
const sets = await writeCompareSets(workspace);
const host = await startHost();

async function shoot(set: string, name: string, theme: ThemeName, width: number, only?: string): Promise<void> {
  const known = only === undefined ? undefined : (directory: string): boolean => directory.includes(only);
  const { page } = await openCompare(host, sets[set], { theme, width, ...(known ? { known } : {}) });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
  process.stdout.write(`${join('out/screenshots/compare', `${name}.png`)}\n`);
}

try {
  for (const theme of themeNames) await shoot('five', `five.${theme}`, theme, 1200);
  for (const width of [420, 640, 900]) await shoot('five', `five.${width}`, 'dark-modern', width);
  for (const set of Object.keys(sets)) if (set !== 'five') await shoot(set, set, 'light-modern', 1200);
  await shoot('two', 'one-left', 'dark-modern', 1200, '1100');
} finally {
  await host.close();
  await rm(workspace, { recursive: true, force: true });
}
