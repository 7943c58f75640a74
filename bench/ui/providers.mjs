// How long the editor's providers take on a sequence file of 105,760 rows (661 samples of 160 steps, as wide as the pain task allows
// below VS Code's limit of 50 MB): the extension's own functions, with a document and the few classes of `vscode` that they make.
import { build } from 'esbuild';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const samples = 661;
const steps = 160;
const columns = 34;
const classes = ['no_pain', 'low_pain', 'high_pain'];

/** What stands in for `vscode`: places and hints, nothing that does anything. */
const standIn = `
export class Position { constructor(line, character) { this.line = line; this.character = character; } }
export class Range { constructor(a, b, c, d) { this.start = new Position(a, b); this.end = new Position(c, d); } }
export class InlayHint { constructor(position, label) { this.position = position; this.label = label; } }
export class MarkdownString { constructor(value) { this.value = value; } }
export class Hover { constructor(contents) { this.contents = contents; } }
export const Uri = {};
`;

async function parts(root, out) {
  const from = (path) => JSON.stringify(join(root, path));
  const outfile = join(out, 'providers.mjs');
  const contents = [
    `export { hints, wrongLines } from ${from('src/extension/editor/data/marks.ts')};`,
    `export { rowCard } from ${from('src/extension/editor/data/hover.ts')};`,
    `export { readDataView } from ${from('src/extension/editor/data/view.ts')};`,
    `export { createResults } from ${from('src/extension/editor/data/results.ts')};`,
    `export { fileIssues } from ${from('src/extension/editor/labels/issues.ts')};`,
    `export { Range, Position } from 'vscode';`,
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins: [
      {
        name: 'vscode',
        setup(builder) {
          builder.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'standIn' }));
          builder.onLoad({ filter: /.*/, namespace: 'standIn' }, () => ({ contents: standIn, loader: 'js' }));
        },
      },
    ],
  });
  return import(outfile);
}

/** The same numbers in every run: what they are does not matter, how long they are does. */
function* numbers(seed) {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    yield (state >>> 0) / 2 ** 32;
  }
}

function documentOf(file, lines) {
  const uri = { fsPath: file, scheme: 'file', toString: () => file };
  return {
    uri,
    version: 1,
    isClosed: false,
    isDirty: false,
    lineCount: lines.length,
    lineAt: (line) => ({ text: lines[line] }),
  };
}

const quantile = (times, q) => times.toSorted((a, b) => a - b)[Math.floor(q * (times.length - 1))];

/** @param say - prints a figure with its limit */
export async function measureProviders({ root, out, scratch, say }) {
  const { hints, wrongLines, rowCard, readDataView, createResults, Range, Position } = await parts(root, out);
  const random = numbers(7);
  const next = () => random.next().value;
  const names = Array.from({ length: columns }, (_, i) => `joint_${String(i).padStart(2, '0')}`);
  const lines = [`sample_index,time,${names.join(',')}`];
  for (let sample = 0; sample < samples; sample++)
    for (let time = 0; time < steps; time++)
      lines.push(`${sample},${time},${names.map(() => next().toFixed(10)).join(',')}`);
  lines.push('');
  const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const directory = join(scratch, 'providers/.foldboard/runs/one');
  await mkdir(join(directory, 'folds/0'), { recursive: true });
  const predictions = Array.from({ length: samples }, (_, i) => {
    const [a, b] = [next() / 2, next() / 2];
    const p = [a, b, 1 - a - b];
    const said = classes[p.indexOf(Math.max(...p))];
    return `${i},${classes[i % 3]},0,${i % 5},${said},${p.join(',')}`;
  });
  const header = `sample,label,repeat,fold,predicted,${classes.map((name) => `p_${name}`).join(',')}`;
  await writeFile(join(directory, 'predictions.csv'), `${header}\n${predictions.join('\n')}\n`);
  const file = join(scratch, 'providers/train.csv');
  const experiment = { model: { attention: false }, data: { window: null, labels: null, train: 'train.csv' } };
  const plan = { name: 'Bench', created: '2030-01-01T00:00:00Z', folds: 5, tasks: 5, experiment };
  const run = {
    ...{ directory, id: 'one', status: 'finished', folds: [] },
    plan: { ...plan, columns: { continuous: names }, data: { hash: 'x', classes } },
    result: { outOfFold: {}, selection: { optimistic: false } },
  };
  const dataFile = {
    ...{ file, data: file, role: 'sequences', layout: 'long', part: 'train', predicted: null },
    ...{ sampleId: 'sample_index', time: 'time', label: null },
  };
  const results = createResults();
  await writeFile(file, lines.join('\n'));
  const document = documentOf(file, lines);
  const worker = join(root, 'dist/lines.cjs');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  const view = await readDataView(document, dataFile, run, results, null, worker);
  const read = performance.now() - begun;
  delay.disable();
  process.stdout.write(
    `        ${(lines.length - 2).toLocaleString('en-US')} rows, ${(bytes / 2 ** 20).toFixed(0)} MB: lines and predictions known after ${read.toFixed(0)} ms\n`,
  );
  say('event-loop delay while the lines are read, p95', delay.percentile(95) / 1e6, 50, 'ms', 1);

  const sources = { files: { runsOf: () => [run] }, views: {}, results };
  const times = { hints: [], marks: [], hover: [] };
  const measure = async (name, act) => {
    const start = performance.now();
    await act();
    times[name].push(performance.now() - start);
  };
  for (let round = 0; round < 1000; round++) {
    const line = 1 + Math.floor(next() * (lines.length - 100));
    await measure('hints', () => hints(view, new Range(line, 0, line + 60, 0)));
    const character = Math.floor(next() * lines[line].length);
    await measure('hover', () => rowCard(view, new Position(line, character), sources));
    if (round < 100) await measure('marks', () => wrongLines(view));
  }
  say('inlay hints of a screen, p95 of 1,000', quantile(times.hints, 0.95), 50, 'ms', 2);
  say('hover card, p95 of 1,000', quantile(times.hover, 0.95), 50, 'ms', 2);
  say('marks of the whole file, p95 of 100', quantile(times.marks, 0.95), 50, 'ms', 2);
}
