/** Pictures of every state of the run view in four themes, to be looked at: `node scripts/screenshots.mjs [name…]`. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunStore } from '../../src/extension/runs/store.js';
import { startHost, themeNames } from './harness.js';
import { openRun, settled, type OpenOptions } from './openRun.js';
import { foldboardIn, states, writeStates } from './states.js';

interface Shot extends OpenOptions {
  readonly run: string;
  readonly name: string;
}

const names = [...states.map((state) => state.name), 'newer'];
/** All states in all themes; the most important ones at every width. */
const shots: Shot[] = [
  ...names.flatMap((run) => themeNames.map((theme) => ({ run, theme, name: `${run}.${theme}` }))),
  ...['finished', 'running', 'classes', 'names', 'test'].flatMap((run) =>
    [640, 420].map((width) => ({ run, width, name: `${run}.${width}` })),
  ),
  { run: 'finished', name: 'finished.forced-colors', forcedColors: true, theme: 'hc-dark' },
  {
    run: 'finished',
    name: 'finished.chosen',
    state: {
      ...{ smoothing: 3, hidden: [1], more: true, tables: ['metric'], share: 'column', log: [] },
      samples: { list: 'all', cell: [1, 0], whole: true },
    },
  },
];

const wanted = process.argv.slice(2);
const chosen = shots.filter((shot) => wanted.length === 0 || wanted.some((word) => shot.name.startsWith(word)));
const folder = join(process.cwd(), 'out/screenshots/run');
const workspace = await mkdtemp(join(tmpdir(), 'foldboard-screenshots-'));
await mkdir(folder, { recursive: true });
const written = await writeStates(foldboardIn(workspace), [...new Set(chosen.map((shot) => shot.run))]);
const store = createRunStore({
  foldboards: () => [foldboardIn(workspace)],
  onChange: () => {},
  onError: console.error,
});
await store.refresh();
const host = await startHost();
try {
  for (const { run, name, ...options } of chosen) {
    const opened = await openRun(host, store, written.directories[run], { scale: 1, ...options });
    await settled(opened.page);
    await opened.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await opened.close();
    process.stdout.write(`${join('out/screenshots/run', `${name}.png`)}\n`);
  }
} finally {
  await host.close();
  store.dispose();
  await written.end();
  await rm(workspace, { recursive: true, force: true });
}
