// Times reading the training data of the pain task (64 MB: 105,760 rows, 40 columns), side by side with pandas' C reader:
//   node bench/read.mjs [--python PATH] [--node PATH]… [--rounds N] [--data FOLDER] [--json]
// A process for each reading. `first` is its first one, as a command of the terminal does it; `again` the quickest of three more.
// Foldboard's reading includes the checks, order and hashes; pandas' is read_csv alone, after its import. `cached` is Foldboard's
// with a warm cache. Printed: median and, in parentheses, least; ratios are of medians.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answer, bundle, inTurn, machine, number, painData, pair, printTable, root } from './common.mjs';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    node: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '9' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const folder = await painData(options.data);
const module = await bundle('read', {
  'config/load': ['loadExperiment'],
  'data/load': ['loadTrainData'],
  'data/cache/cache': ['openDataCache'],
});
const cache = join(root, 'out/bench/.foldboard');
await rm(cache, { recursive: true, force: true });

const contestants = [process.execPath, ...options.node].flatMap((node) => {
  const ask = async (...args) =>
    JSON.parse(await answer(node, [join(root, 'bench/read/worker.mjs'), module, folder, ...args]));
  return [
    { node, label: 'Foldboard', ask },
    { node, label: 'Foldboard, cached', ask: () => ask(cache) },
  ];
});
for (const one of contestants) {
  const version = (await answer(one.node, ['--version'])).trim();
  one.label += `, Node ${version.slice(1)}`;
  await one.ask(); // fills the cache
}
if (options.python) {
  for (const precision of ['default', 'round_trip']) {
    const worker = [join(root, 'bench/read/pandas_worker.py'), join(folder, 'data/pirate_pain_train.csv'), precision];
    const ask = async () => JSON.parse(await answer(options.python, ['-W', 'ignore', ...worker]));
    contestants.push({ label: precision === 'default' ? 'pandas' : `pandas, ${precision}`, ask });
  }
}

const rows = await inTurn(contestants, Number(options.rounds));
if (options.json) console.log(JSON.stringify({ machine: await machine(options.python), rows }, null, 2));
else {
  console.log(`${await machine(options.python)}\n`);
  const pandas = rows.find(({ label }) => label === 'pandas');
  const parsed = (row) => rows[rows.indexOf(row) - 1];
  const ratio = (row, key) =>
    row.label.includes('cached')
      ? `${number(parsed(row)[key].median / row[key].median, 1)} x parsing`
      : pandas && row !== pandas
        ? `${number(pandas[key].median / row[key].median, 2)} x pandas`
        : '';
  printTable(
    ['', 'first, ms', '', 'again, ms', '', 'processor, first, ms', 'peak memory, MB'],
    rows.map((row) => [
      row.label,
      pair(row.first),
      ratio(row, 'first'),
      pair(row.again),
      ratio(row, 'again'),
      pair(row.firstProcessor),
      number(row.peak.median, 0),
    ]),
  );
}
