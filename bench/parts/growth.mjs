// How time and memory grow with the samples: one fold of a smaller network (32 hidden units) on the pain task's data, 4 and 16 times
// over. As many steps in all cases: fewer epochs of more samples.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTurn, out, painData, present, root, watch } from '../common.mjs';
import { row, within } from '../report/rows.mjs';
import { enlarge } from './enlarge.mjs';

export const name = 'growth';
export const title = 'Growth with samples';
export const needs = ['node20', 'node24'];

const sizes = [1, 4, 16];

export async function run({ peers: { node20, node24 }, rounds, say }) {
  const pain = await painData();
  const folderOf = (times) => join(out, `growth-${times}`);
  try {
    for (const times of sizes) {
      say(`growth: ${times} times the data`);
      await enlarge(pain, folderOf(times), times);
    }
    say('growth: rounds of all');
    const nodes = present({ node24, node20 });
    const contestants = Object.entries(nodes).flatMap(([name, node]) =>
      sizes.map((times) => [`${name} ${times}`, () => epoch(node, folderOf(times), times)]),
    );
    for (const [, ask] of contestants.filter(([name]) => name.endsWith(' 16'))) await ask(); // caches and files are warm
    const measured = await inTurn(Object.fromEntries(contestants), rounds(2));
    return sizes.flatMap((times) => rowsOf(times, measured));
  } finally {
    for (const times of sizes) await rm(folderOf(times), { recursive: true, force: true });
  }
}

function rowsOf(times, measured) {
  const samples = `${(661 * times).toLocaleString('en')} samples`;
  const own = (size, key) => ({ node24: measured[`node24 ${size}`]?.[key], node20: measured[`node20 ${size}`]?.[key] });
  const training = [`${samples}: training, a sample`, 'ms', own(times, 'sample')];
  // Linear within 10 % is a ratio of at least 0.9.
  const goal = { node24: 0.9, node20: 0.9 };
  const time =
    times === 1 ? row(...training, '', null) : within(...training, '661 samples, same Node', own(1, 'sample'), goal);
  return [{ ...time, times }, row(`${samples}: most memory`, 'MB', own(times, 'peak'), '', null)];
}

/** Trains 16 / times epochs of one fold. `sample`: ms for each sample drawn; the first epoch, in which code gets optimised, left out. */
async function epoch(node, folder, times) {
  const run = join(folder, 'run');
  await rm(run, { recursive: true, force: true });
  const epochs = 16 / times + 1;
  const settings = [
    `training.epochs=${epochs}`,
    'training.earlyStopping=null',
    'model.hiddenUnits=32',
    'data.test=null',
    'validation.scheme="holdout"',
  ].flatMap((one) => ['--set', one]);
  const command = [
    'train',
    join(folder, 'pain.experiment.json'),
    '--run-dir',
    run,
    '--workers',
    '1',
    '--json',
    ...settings,
  ];
  const { text, peak } = await watch(node, [join(root, 'dist/cli.js'), ...command], { cwd: folder, quiet: true });
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const fit = events.find(({ type }) => type === 'started').fit;
  const seconds = events.filter(({ type, epoch }) => type === 'epoch' && epoch > 1).map((event) => event.seconds);
  return { sample: (1000 * seconds.reduce((sum, one) => sum + one, 0)) / (seconds.length * fit), peak };
}
