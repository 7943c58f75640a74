// Makes media/icon.png, the icon in the list of extensions, from the outline media/foldboard.svg: `node scripts/icon.mjs`.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from './browser.mjs';

const media = resolve(import.meta.dirname, '../media');
const outline = (await readFile(resolve(media, 'foldboard.svg'), 'utf8'))
  .replace('stroke="#000"', 'stroke="#fff"')
  .replace(/width="24" height="24"/, 'width="92" height="92"');
const tile = 'width:128px;height:128px;border-radius:24px;background:#1b4f86;display:grid;place-items:center';

const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArguments });
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin:0;background:transparent"><div style="${tile}">${outline}</div></body>`);
await page.screenshot({ path: resolve(media, 'icon.png'), omitBackground: true });
await browser.close();
