// Tries settings for what `foldboard init` writes, and writes the table in docs/benchmarks.md:
//   node bench/defaults.mjs [problem…] [--data FOLDER] [--workers 1]
// Every row is scored on the same five folds. Of the archive's problems only training parts are read; the generated ones
// (bench/defaults/problems.mjs) have a test part of their own, which the five models predict together. Runs stay in
// out/bench/defaults, so that an interrupted bench goes on where it was.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answer, buildTerminal, root } from './common.mjs';
import { drawProblem, problems as generated } from './defaults/problems.mjs';
import { rows } from './defaults/rows.mjs';
import { writeSection } from './section.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: join(root, '../shared/data/uea') },
    workers: { type: 'string', default: '1' },
  },
});
const folder = join(root, 'out/bench/defaults');
const archive = ['JapaneseVowels', 'BasicMotions'];
const all = [...Object.keys(generated), 'smallVowels', ...archive];
const wanted = positionals.length > 0 ? positionals : all;
const terminal = (...args) => answer(process.execPath, [join(root, 'dist/cli.js'), ...args]);

/** The lines of an archive file: its head, and one a sample. */
async function archiveLines(name) {
  const lines = (await readFile(join(resolve(options.data), `${name}_TRAIN.ts`), 'utf8')).split(/\r?\n/);
  const data = lines.findIndex((line) => /^@data/i.test(line));
  return { head: lines.slice(0, data + 1), samples: lines.slice(data + 1).filter((line) => line.trim() !== '') };
}

/** Writes a problem's files; its test part, where it has one, is no test part of the archive. */
async function prepare(name) {
  const train = join(folder, `${name}_TRAIN.ts`);
  const test = join(folder, `${name}_TEST.ts`);
  if (archive.includes(name)) return { train: join(resolve(options.data), `${name}_TRAIN.ts`) };
  const parts = name === 'smallVowels' ? await smallVowels() : drawProblem(name);
  await writeFile(train, parts.train);
  await writeFile(test, parts.test);
  return { train, test };
}

/** Every third training sample of JapaneseVowels to train on, the other training samples to test. */
async function smallVowels() {
  const { head, samples } = await archiveLines('JapaneseVowels');
  const part = (keep) => `${[...head, ...samples.filter((_, i) => keep(i % 3 === 0))].join('\n')}\n`;
  return { train: part((third) => third), test: part((third) => !third) };
}

/** Mean accuracy over folds, and of all models on the test part. */
async function measure(name, { key, set, init }) {
  const run = join(folder, `${key}-${name}`);
  if (!existsSync(join(run, 'result.json'))) {
    console.error(`${name}, ${key}`);
    await rm(run, { recursive: true, force: true });
    const assignments = set.flatMap((one) => ['--set', one]);
    await terminal(
      'train',
      join(folder, `${name}${init ? '-init' : ''}.experiment.json`),
      '--run-dir',
      run,
      '--workers',
      options.workers,
      ...assignments,
    );
  }
  const { mean, test } = JSON.parse(await readFile(join(run, 'result.json'), 'utf8'));
  return { folds: mean.accuracy, test: test?.accuracy ?? null };
}

await buildTerminal();
await mkdir(folder, { recursive: true });
const columns = [];
for (const name of wanted) {
  const files = await prepare(name);
  const data = Object.fromEntries(Object.entries(files).map(([key, file]) => [key, relative(folder, file)]));
  await writeFile(join(folder, `${name}.experiment.json`), JSON.stringify({ data }));
  await terminal('init', join(folder, data.train), '--out', join(folder, `${name}-init.experiment.json`), '--force');
  const column = [];
  for (const row of rows) column.push(await measure(name, row));
  columns.push(column);
}
const digits = (value) => value.toFixed(3);
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const cellOf = ({ folds, test }) => (test === null ? digits(folds) : `${digits(folds)} / ${digits(test)}`);
const table = [
  ['', ...wanted, 'mean'],
  ['---', ...wanted.map(() => '---'), '---'],
  ...rows.map(({ name }, i) => {
    const own = columns.map((column) => column[i]);
    const tests = own.flatMap(({ test }) => (test === null ? [] : [test]));
    return [
      name,
      ...own.map(cellOf),
      cellOf({ folds: meanOf(own.map(({ folds }) => folds)), test: tests.length ? meanOf(tests) : null }),
    ];
  }),
].map((row) => `| ${row.join(' | ')} |`);
await writeSection('defaults', table);
