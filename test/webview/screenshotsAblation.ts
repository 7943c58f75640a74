/** Pictures of the ablation view in four themes and narrow, to be looked at: `node scripts/screenshots.mjs ablation`. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAblationSession, type AblationSession } from '../../src/extension/ablation/session.js';
import type { FromAblationView, ToAblationView } from '../../src/protocol/ablation.js';
import { startHost, themeNames, type ThemeName } from './harness.js';
import { ablationRows, writeSuite } from './simulateSuite.js';

const folder = join(process.cwd(), 'out/screenshots/ablation');
/** Above some rows. */
const headings: Record<string, string> = {
  'majority class': 'What a network must beat',
  'cross entropy': 'The chain: each row adds to the one above',
  'an LSTM': 'Other cells and heads',
};
const workspace = await mkdtemp(join(tmpdir(), 'foldboard-screenshots-'));
await mkdir(folder, { recursive: true });
const table = await writeSuite(
  join(workspace, 'a'),
  'table2',
  {
    name: 'Training strategies, one added at a time',
    rows: ablationRows.map(([row]) => ({ ...row, heading: headings[(row as { readonly name: string }).name] })),
    baseline: 'cross entropy',
  },
  (_, i) => ablationRows[i][1],
);
const ranges = {
  'model.hiddenUnits': { choices: [16, 32, 64, 128] },
  'training.optimizer.learningRate': { low: 1e-4, high: 1e-2, log: true },
  'model.cell': { choices: ['gru', 'lstm'] },
  'model.dropout': { low: 0, high: 0.5, step: 0.1 },
};
const search = await writeSuite(join(workspace, 'b'), 'sweep', { search: { budget: 24, ranges } }, (_, i) => ({
  skill: 0.86 + 0.01 * ((i * 5) % 9),
  seconds: 20 + 7 * i,
}));
const host = await startHost();

async function shoot(file: string, name: string, theme: ThemeName, width: number): Promise<void> {
  let session: AblationSession | null = null;
  const page = await host.open<FromAblationView, ToAblationView>({
    ...{ theme, width, view: 'ablation' },
    receive(message, post) {
      session ??= createAblationSession({
        file,
        post: (sent) => void post(sent).catch(() => undefined),
        act: async () => undefined,
        copy: async () => undefined,
        save: ({ content }) => writeFile(join(folder, 'picture.png'), Buffer.from(content, 'base64')),
        mayTrain: () => true,
      });
      void session.receive(message);
    },
  });
  await page.locator('main[data-view]').waitFor();
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  if (name === 'table.dark-modern') {
    await page.getByRole('button', { name: 'Save the table as PNG' }).click();
    await page.waitForTimeout(1500);
  }
  await page.close();
  process.stdout.write(`${join('out/screenshots/ablation', `${name}.png`)}\n`);
}

try {
  for (const theme of themeNames) await shoot(table.file, `table.${theme}`, theme, 1200);
  for (const theme of ['dark-modern', 'light-modern'] as const)
    await shoot(search.file, `search.${theme}`, theme, 1200);
  for (const width of [640, 742, 970, 1070]) await shoot(table.file, `table.${width}`, 'dark-modern', width);
} finally {
  await host.close();
  await table.end();
  await search.end();
  await rm(workspace, { recursive: true, force: true });
}
