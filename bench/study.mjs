// Writes docs/study.md: both tables of the report on the generated pain data, the optimism of selecting on the scored fold, the
// leaky split beside the honest one, the ensemble of five, the two-stage model.
//   npm run study                     one repeat of five outer folds; about an hour on two cores
//   npm run study -- --repeats 3      three times as long
//   npm run study -- --quick          the rows' short form, within ten minutes, to out/study/quick.md: to see that all works
// It runs in Node 24, where a step is fastest, which it sets up as the bench does (--node PROGRAM: in another).
// Stop it at any time: what is trained stays in out/study, and the same command goes on.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { answer, bundle, out, root } from './common.mjs';
import { setUpPeers } from './peers/setup.mjs';
import { describeMachine } from './report/machine.mjs';
import { studyDocument } from './study/document.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    node: { type: 'string' },
  },
});
const repeats = Number(options.repeats);
const suites = ['table1', 'table2', 'leaky'];
const quick = options.quick ? ['--quick'] : [];
// Rows of other repeats are other rows: each has a workspace of its own.
const folder = join(out, '../study', `${options.quick ? 'quick' : 'full'}-${repeats}`);
const say = (line) => console.error(line);
const node = options.node ?? (await setUpPeers(new Set(['node24']), {}, say)).node24 ?? process.execPath;
const terminal = (...args) => answer(node, [join(root, 'dist/cli.js'), ...args]);
const json = async (...args) => JSON.parse(await terminal(...args, '--json'));

const { dotPlot, tableCells, tableHeads } = await bundle('study', {
  'study/figures/dotPlot': ['dotPlot'],
  'study/export': ['tableCells', 'tableHeads'],
}).then((file) => import(file));
await prepare();
const seconds = await train();
const facts = await gather();
const text = studyDocument({
  ...facts,
  seconds,
  repeats,
  quick: options.quick,
  workers: options.workers,
  cells: tableCells,
  heads: tableHeads,
  machine: await describeMachine({ node24: node }),
});
const target = options.quick ? join(folder, '../quick') : join(root, 'docs/study');
await mkdir(target, { recursive: true });
for (const name of ['table1', 'table2']) await writeFile(join(target, `${name}.svg`), dotPlot(facts.tables[name]).svg);
await writeFile(`${target}.md`, await format(text, { parser: 'markdown', printWidth: 120 }));
say(`Written: ${target}.md`);

/** The workspace: data, base, suites. */
async function prepare() {
  await mkdir(join(folder, '.foldboard'), { recursive: true });
  if (!existsSync(join(folder, 'data/pirate_pain_test.csv'))) await terminal('generate', 'pain', '--out', folder);
  const base = await readFile(join(root, 'examples/pain.experiment.json'), 'utf8');
  await writeFile(
    join(folder, 'pain.experiment.json'),
    base.replace('"folds": 5,', `"folds": 5,\n    "repeats": ${repeats},`),
  );
  for (const name of suites) await copyFile(join(root, `examples/${name}.suite.json`), suiteFile(name));
}

function suiteFile(name) {
  return join(folder, `${name}.suite.json`);
}

/** Trains what is missing. Returns seconds by suite, of all calls that it took. */
async function train() {
  const file = join(folder, 'seconds.json');
  const known = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  for (const name of suites) {
    const start = performance.now();
    await terminal('train', suiteFile(name), '--workers', options.workers, ...quick);
    known[name] = (known[name] ?? 0) + (performance.now() - start) / 1000;
    await writeFile(file, JSON.stringify(known));
  }
  return known;
}

/** All figures of the document, as the terminal gives them. */
async function gather() {
  const tables = {};
  for (const name of suites) tables[name] = await json('ablation', suiteFile(name), ...quick);
  const run = (table, name) => join(folder, '.foldboard/runs', rowOf(tables[table], name).runs[0]);
  const networks = tables.table1.rows.filter(({ parameters, name }) => parameters !== null && !/rocket/i.test(name));
  return {
    tables,
    // Ensemble and two stages build on the row with the sampler: that is what they are held against, too.
    beside: await json('ablation', suiteFile('table2'), '--baseline', '+ weighted sampler', ...quick),
    members: await json('ensemble', run('table2', 'Ensemble of five')),
    several: await json('ensemble', ...networks.map(({ name }) => run('table1', name)), '--method', 'greedy'),
    sampler: await json('show', run('table2', '+ weighted sampler')),
    stages: await json('show', run('table2', 'Two stages')),
  };
}

function rowOf(table, name) {
  const found = table.rows.find((row) => row.name === name);
  if (!found) throw new Error(`${table.suite} has no row ${name}.`);
  return found;
}
