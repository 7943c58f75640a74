/** Every state of the run view: what it says (golden), that it is accessible in four themes, breaks no policy and fits narrow columns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunStore, type RunStore } from '../../src/extension/runs/store.js';
import { policyViolations, violations } from './axe.js';
import { setTheme, startHost, themeNames, type Host } from './harness.js';
import { openRun, settled } from './openRun.js';
import { foldboardIn, states, writeStates, type States } from './states.js';

let workspace: string;
let written: States;
let store: RunStore;
let host: Host;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'foldboard-states-'));
  written = await writeStates(foldboardIn(workspace));
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

const names = [...states.map((state) => state.name), 'newer'];

describe.each(names)('%s', (name) => {
  it('says what it should', async () => {
    const { page, close } = await openRun(host, store, written.directories[name]);
    await settled(page);
    const text = await page.evaluate(() => {
      // Options of closed lists are not on screen, but count as text until the list has drawn itself.
      for (const option of document.querySelectorAll<HTMLElement>('vscode-option')) option.style.display = 'none';
      return document.querySelector<HTMLElement>('main')?.innerText ?? '';
    });
    await expect(`${text.replace(/\s*\n\s*/g, '\n').trim()}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
    await close();
  });

  it('is accessible and violates no policy, in four themes', async () => {
    const { page, close } = await openRun(host, store, written.directories[name], { theme: themeNames[0] });
    await settled(page);
    for (const theme of themeNames) {
      await setTheme(page, theme);
      expect(await violations(page), theme).toEqual([]);
    }
    expect(await policyViolations(page)).toBeNull();
    await close();
  });

  it('does not scroll sideways at 640 and 420 pixels', async () => {
    const { page, close } = await openRun(host, store, written.directories[name], { width: 640 });
    await settled(page);
    for (const width of [640, 420]) {
      await page.setViewportSize({ width, height: 900 });
      // Charts follow a moment later.
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await close();
  });
});
