// Reading the pain task's training data (64 MB: 105,760 rows, 40 columns), a process for each reading, against pandas' C reader.
// Foldboard's reading includes the checks, order and hashes; pandas' is read_csv alone, after its import. `first` is a process's
// first reading, as a command of the terminal does it; `again` the quickest of three more.
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { answer, bundle, inTurn, out, painData, present, root } from '../common.mjs';
import { limited, row, within } from '../report/rows.mjs';
import { enlarge } from './enlarge.mjs';

export const name = 'reading';
export const title = 'Reading 105,760 rows x 40 columns (64 MB of CSV)';
export const needs = ['node20', 'node24', 'python'];

const copies = 32;

export async function run({ peers, rounds, say }) {
  const module = await bundle('read', {
    'config/load': ['loadExperiment'],
    'data/load': ['loadTrainData'],
    'data/foresee': ['foreseeReading'],
    'data/cache/cache': ['openDataCache'],
  });
  const folder = await painData();
  say('reading: rounds of all');
  const measured = await contest(module, folder, peers, rounds(7));
  const rows = [];
  for (const [key, words] of [
    ['first', 'first'],
    ['again', 'again'],
    ['processor', 'first, processor time'],
  ]) {
    const goal = key === 'processor' ? {} : { node24: 1, node20: 1 };
    rows.push(row(words, 'ms', picked(measured, key), 'pandas, C reader', measured.pandas?.[key] ?? null, goal));
  }
  rows.push(row('first', 'ms', picked(measured, 'first'), 'pandas, round_trip', measured.exact?.first ?? null));
  for (const key of ['first', 'again']) {
    const own = { node24: measured.cached24?.[key], node20: measured.cached20?.[key] };
    const single = { node24: measured.single24?.[key], node20: measured.single20?.[key] };
    const goal = { node24: 10, node20: 10 };
    const words = `from the cache, ${key}`;
    rows.push(within(words, 'ms', own, 'reading with one thread in the same Node', single, goal));
    rows.push(within(words, 'ms', own, 'reading with two threads in the same Node', picked(measured, key), goal));
  }
  rows.push(limited('most memory of the process', 'MB', picked(measured, 'peak'), 3 * megabytes(1) + 100));
  rows.push(
    row(
      'most memory of the process',
      'MB',
      picked(measured, 'peak'),
      'pandas, C reader',
      measured.pandas?.peak ?? null,
    ),
  );
  rows.push(...(await large(module, peers, say)));
  return rows;
}

/** The data as float32: all columns but id and time. */
const megabytes = (times) => (times * 105_760 * 38 * 4) / 1e6;

const picked = (measured, key) => ({ node24: measured.node24?.[key], node20: measured.node20?.[key] });

function contest(module, folder, { node24, node20, python }, rounds, { more = true, again = 3 } = {}) {
  const worker = (node, kind) =>
    node &&
    (async () =>
      JSON.parse(await answer(node, [join(root, 'bench/read/worker.mjs'), module, folder, `${again}`, ...kind])));
  const pandas = (precision) =>
    python &&
    (async () => {
      const args = [join(folder, 'data/pirate_pain_train.csv'), precision, `${again}`];
      return JSON.parse(await answer(python, ['-W', 'ignore', join(root, 'bench/peers/pandas_read.py'), ...args]));
    });
  const fromCache = (node, name) => {
    const cache = join(out, `cache-${name}`);
    let filled = false;
    return (
      more &&
      node &&
      (async () => {
        if (!filled) {
          await rm(cache, { recursive: true, force: true });
          await mkdir(cache, { recursive: true });
          await worker(node, [cache])();
        }
        filled = true;
        return worker(node, [cache])();
      })
    );
  };
  return inTurn(
    present({
      node24: worker(node24, []),
      cached24: fromCache(node24, 'node24'),
      single24: more && worker(node24, ['--one-thread']),
      node20: worker(node20, []),
      cached20: fromCache(node20, 'node20'),
      single20: more && worker(node20, ['--one-thread']),
      pandas: pandas('default'),
      exact: more && pandas('round_trip'),
    }),
    rounds,
  );
}

/** A file of 2 GB, once each. */
async function large(module, peers, say) {
  const folder = join(out, 'large');
  say(`reading: ${copies} times the data`);
  try {
    await enlarge(await painData(), folder, copies);
    const { size } = await stat(join(folder, 'data/pirate_pain_train.csv'));
    const what = `${(size / 1e9).toFixed(1)} GB`;
    const measured = await contest(module, folder, peers, 1, { more: false, again: 0 });
    const seconds = (stat) => stat && { median: stat.median / 1000, least: stat.least / 1000 };
    const times = Object.fromEntries(
      Object.entries(picked(measured, 'first')).map(([node, stat]) => [node, seconds(stat)]),
    );
    return [
      row(what, 's', times, 'pandas, C reader', seconds(measured.pandas?.first), { node24: 1, node20: 1 }),
      limited(`${what}: most memory`, 'MB', picked(measured, 'peak'), 3 * megabytes(copies) + 100),
      row(`${what}: most memory`, 'MB', picked(measured, 'peak'), 'pandas, C reader', measured.pandas?.peak ?? null),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
