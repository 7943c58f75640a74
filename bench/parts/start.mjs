// From `foldboard train` to the first batch, for the pain task with its test data and a warm cache: the time at which the first epoch is
// reported, less what that epoch took.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTurn, painData, present, root, watch } from '../common.mjs';
import { limited } from '../report/rows.mjs';

export const name = 'start';
export const title = 'Start of the pain task';
export const needs = ['node20', 'node24'];

export async function run({ peers: { node20, node24 }, rounds, say }) {
  const folder = await painData();
  const foldboard = join(folder, '.foldboard');
  await mkdir(foldboard, { recursive: true });
  const ask = (node) =>
    node &&
    (async () => {
      await rm(join(foldboard, 'runs'), { recursive: true, force: true });
      const start = performance.now();
      let first = null;
      const command = ['train', join(folder, 'pain.experiment.json'), '--workers', '2', '--json'];
      await watch(node, [join(root, 'dist/cli.js'), ...command], {
        cwd: folder,
        quiet: true,
        onLine: (line, end) => {
          const event = JSON.parse(line);
          if (event.type !== 'epoch' || first !== null) return;
          first = performance.now() - start - event.seconds * 1000;
          end();
        },
      });
      return { first };
    });
  say('start: rounds of all');
  const all = present({ node24: ask(node24), node20: ask(node20) });
  for (const one of Object.values(all)) await one(); // fills the cache
  const measured = await inTurn(all, rounds(5));
  await rm(foldboard, { recursive: true, force: true });
  const own = { node24: measured.node24?.first, node20: measured.node20?.first };
  return [limited('foldboard train to the first batch, warm cache', 'ms', own, 1500)];
}
