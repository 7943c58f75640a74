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
  {
    name: 'Foldboard, MiniRocket with `model.classifier: "logistic"`',
    key: 'rocket-logistic',
    set: ['model.kind=rocket', 'model.classifier=logistic', 'validation.scheme=none', 'validation.selection=none'],
  },
];
const published = [
  ['Nearest neighbour with dynamic time warping', '0.949', '0.975'],
  ['LSTM', '0.797', ''],
  ['MLSTM-FCN', '0.976', '0.950'],
  ['ROCKET', '', '1.000'],
  ['InceptionTime', '', '1.000'],
];

// What bench/peers/archive.py printed; run by hand, for its package is large.
const peers = (await readFile(join(root, 'bench/peers/archive.jsonl'), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter(({ method, lengths }) => method === 'minirocket' && lengths !== 'stretched');

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
  return JSON.parse(await readFile(result, 'utf8')).test.accuracy;
}

function cell(values) {
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
const peerOf = (problem) => peers.find((one) => one.problem === problem);
measured.push([
  `MiniRocket of ${peerOf(problems[0]).library}`,
  ...problems.map((problem) => cell(peerOf(problem).accuracies)),
]);
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
