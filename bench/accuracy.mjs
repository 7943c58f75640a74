// Writes the table of accuracies in docs/benchmarks.md: two problems of the UEA archive on the archive's own split.
//   node bench/accuracy.mjs [--data FOLDER] [--seeds 5] [--workers 1]
// Every row is one command line of the terminal, with the experiment that `foldboard init` writes; test samples are touched once a
// run, at its end. Runs stay in out/bench/accuracy, so that an interrupted bench goes on where it was.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answer, buildTerminal, root } from './common.mjs';
import { writeSection } from './section.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, '../shared/data/uea') },
    seeds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1' },
  },
});
const problems = ['JapaneseVowels', 'BasicMotions'];
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);
const rows = [
  { name: 'Foldboard, `foldboard init` and `train`: five networks', key: 'default', set: [] },
  {
    name: 'Foldboard, the same, one network',
    key: 'single',
    set: ['validation.scheme=none', 'validation.selection=none'],
  },
  {
    name: 'Foldboard, `model.kind: "rocket"` (MiniRocket)',
    key: 'rocket',
    set: ['model.kind=rocket', 'validation.scheme=none', 'validation.selection=none'],
  },
];
const published = [
  ['Nearest neighbour with dynamic time warping', '0.949', '0.975'],
  ['LSTM', '0.797', ''],
  ['MLSTM-FCN', '0.976', '0.950'],
  ['ROCKET', '', '1.000'],
  ['InceptionTime', '', '1.000'],
];

const folder = join(root, 'out/bench/accuracy');
const terminal = (...args) => answer(process.execPath, [join(root, 'dist/cli.js'), ...args]);

async function accuracy(problem, { key, set }, seed) {
  const run = join(folder, `${problem}-${key}-${seed}`);
  const result = join(run, 'result.json');
  if (!existsSync(result)) {
    console.error(`${problem}, ${key}, seed ${seed}`);
    await rm(run, { recursive: true, force: true });
    const assignments = [`seed=${seed}`, ...set].flatMap((one) => ['--set', one]);
    await terminal(
      'train',
      join(folder, `${problem}.experiment.json`),
      '--run-dir',
      run,
      '--workers',
      options.workers,
      ...assignments,
    );
  }
  const { test } = JSON.parse(await readFile(result, 'utf8'));
  const events = await readFile(join(run, 'folds/0/events.jsonl'), 'utf8');
  const { seconds } = JSON.parse(events.trim().split('\n').at(-1));
  return { accuracy: test.accuracy, seconds };
}

function cell(found) {
  const values = found.map((one) => one.accuracy);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${mean.toFixed(3)} (${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)})`;
}

await buildTerminal();
await mkdir(folder, { recursive: true });
for (const problem of problems) {
  const out = join(folder, `${problem}.experiment.json`);
  await terminal('init', join(resolve(options.data), `${problem}_TRAIN.ts`), '--out', out, '--force');
}
const measured = [];
for (const row of rows) {
  const cells = [];
  for (const problem of problems) {
    const found = [];
    for (const seed of seeds) found.push(await accuracy(problem, row, seed));
    cells.push(cell(found));
  }
  measured.push([row.name, ...cells]);
}
const table = [
  ['', ...problems],
  ['---', '---', '---'],
  ...measured,
  ...published.map(([name, ...values]) => [`${name} (published)`, ...values.map((value) => value || '–')]),
].map((row) => `| ${row.join(' | ')} |`);
await writeSection('accuracy', [
  ...table,
  '',
  `Mean of ${seeds.length} seeds, and the least and greatest of them. Node ${process.versions.node}.`,
]);
