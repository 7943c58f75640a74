// docs/speed.md and its plots, out of the figures of one run: nothing in it is written by hand but the words around them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from '../common.mjs';
import { missed } from './rows.mjs';
import { bars, lines, ratios } from './svg.mjs';
import { figure, markdownTable } from './table.mjs';

/** @returns the files that were written */
export async function writeDocument({ machine, seconds, parts }) {
  const rowsOf = (name) => parts.find((part) => part.name === name)?.rows ?? [];
  const folder = join(root, 'docs');
  const plots = plotsOf(rowsOf);
  await mkdir(join(folder, 'speed'), { recursive: true });
  const files = Object.entries(plots).map(([name, text]) => [join(folder, 'speed', `${name}.svg`), text]);
  const text = documentOf({ machine, seconds, parts }, rowsOf);
  files.push([join(folder, 'speed.md'), await format(text, { parser: 'markdown', printWidth: 120 })]);
  for (const [file, content] of files) await writeFile(file, content);
  return files.map(([file]) => file);
}

function plotsOf(rowsOf) {
  const steps = rowsOf('step').filter(({ shape }) => shape);
  const hidden = ['hidden16', 'hidden32', 'reference', 'hidden128', 'hidden256'];
  const lengths = ['steps40', 'reference', 'steps320', 'steps640'];
  const samples = rowsOf('growth').filter(({ unit }) => unit === 'ms');
  const five = rowsOf('folds').filter(({ unit, than }) => unit === 's' && than.startsWith('PyTorch'));
  const numbers = (name) => (name === 'reference' ? null : Number(/\d+/.exec(name)[0]));
  const growth = (names, own) =>
    series(
      names.map((name) => steps.find(({ shape }) => shape === name)),
      names.map((name) => numbers(name) ?? own),
    );
  return {
    shapes: ratios(
      'Speed of a training step, times that of PyTorch on one core',
      { a: 'Node 24', b: 'Node 20' },
      steps.map(({ shape, what, ratio }) => ({
        name: shape === 'reference' ? 'reference (GRU 64, 160 steps, batch 32)' : what,
        values: Object.fromEntries(Object.entries({ a: ratio.node24, b: ratio.node20 }).filter(([, value]) => value)),
      })),
    ),
    hidden: lines(
      'Growth with hidden units',
      'hidden units',
      'ms a training step',
      growth(hidden, 64),
      [16, 32, 64, 128, 256],
    ),
    steps: lines(
      'Growth with time steps',
      'time steps',
      'ms a training step',
      growth(lengths, 160),
      [40, 160, 320, 640],
    ),
    samples: lines(
      'Growth with samples',
      'times the samples',
      'ms a sample and epoch (32 hidden units)',
      series(
        samples,
        samples.map(({ times }) => times),
      ).filter(({ name }) => name !== 'PyTorch'),
      [1, 4, 16],
    ),
    folds: bars('Five folds of the pain task, two cores', 's', [
      ...['node24', 'node20'].flatMap((node) =>
        five[0]?.[node] ? [{ name: `Foldboard, Node ${node.slice(4)}`, value: five[0][node].median, kind: 'a' }] : [],
      ),
      ...five.flatMap(({ than, value }) => (value ? [{ name: than, value: value.median, kind: 'c' }] : [])),
    ]),
  };
}

/** Lines of the two versions of Node.js and of PyTorch, of those that were measured. */
function series(rows, xs) {
  return [
    ['Node 24', ({ node24 }) => node24],
    ['Node 20', ({ node20 }) => node20],
    ['PyTorch', ({ value, shape }) => shape && value],
  ]
    .map(([name, pick]) => ({
      name,
      points: rows.flatMap((row, i) => (row && pick(row) ? [[xs[i], pick(row).median]] : [])),
    }))
    .filter(({ points }) => points.length > 1);
}

/** Rows that miss what is wanted, as sentences. */
function misses(parts) {
  const found = parts.flatMap(({ title, rows }) =>
    rows.flatMap((row) =>
      missed(row).map(
        (node) =>
          `${title}, ${row.what}, Node ${node.slice(4)}: ${figure(row[node].median)} ${row.unit}, ${row.ratio[node].toFixed(2)} times as good as ${row.than}; wanted: ${row.goal[node]}.`,
      ),
    ),
  );
  return found.length === 0
    ? 'Every figure reaches what was wanted of it.'
    : `Not reached in this run:\n\n${found.map((one) => `- ${one}`).join('\n')}`;
}

function documentOf({ machine, seconds, parts }, rowsOf) {
  const reference = rowsOf('step').find(({ shape }) => shape === 'reference');
  // Multiply-adds of the three products of a training step, twice over: operations. Of other sizes it would be other ones.
  const speed = reference?.node24
    ? ` The reference step is 3.63 billion operations: ${(3630 / reference.node24.median).toFixed(0)} GFLOP/s in Node 24, ${reference.node20 ? (3630 / reference.node20.median).toFixed(0) : '?'} in Node 20; a core of the Xeon that Foldboard was written on does 94 with 256-bit vectors and half of that with 128.`
    : '';
  return `# Speed

Written by \`npm run bench -- --write\`, which sets up what it compares with by itself (PyTorch, pandas, two versions of Node.js, stock TensorFlow.js layers, tfjs-node; in the user's cache folder), measures each pair in turn in one run, and made the table and the plots below. It took ${Math.round(seconds / 60)} minutes.

## Measured on

${machine.map((line) => `- ${line}`).join('\n')}

One kind of machine: other processors, GPUs, Windows and macOS were **not** measured. GPUs are no part of the comparison: Foldboard has no use for one, and networks of this size rarely fill one.

## The table

Medians; less is better in every row. A ratio says how many times better Foldboard is than what it is compared with: *its* figure divided by Foldboard's. "Wanted" stands where a goal is missed.

${markdownTable(parts)}

${misses(parts)}

## Plots

![Speed of a training step, times that of PyTorch](speed/shapes.svg)

![Five folds](speed/folds.svg)

![Growth with hidden units](speed/hidden.svg)

![Growth with time steps](speed/steps.svg)

![Growth with samples](speed/samples.svg)

## How to read it

- **One training step** is the whole of it: forward, loss, backward, clipping and AdamW, on data in memory, one thread each. PyTorch's is written as its users write it (bench/peers/torch_step.py). "Reference": ${reference?.what ?? ''}.${speed}
- **Node 24** joins pairs of 128-bit vectors to 256 bits. Node 20 and 22 have 128 bits, at which a core computes half as much: that limits wide layers and LSTMs there, whose kernels reach it. Without relaxed SIMD a multiply-add is two operations.
- **Five folds**: \`foldboard train --workers 2\` from its start to its end, reading and writing included, against a script that does the same (bench/peers/torch_folds.py) without the time of its imports.
- **Reading**: Foldboard's includes every check, the order of samples and the hashes; numbers are correctly rounded to float32, as pandas' are to float64 with \`round_trip\` only. From 24 MB on a second thread helps, from the end of the file (src/data/read/divided.ts). It starts while the experiment file is checked (src/data/foresee.ts), which takes about as long: so its start is in no row, as the import of pandas is in none; rows with one thread do without it. Where other programs keep the second core busy, it brings nothing.
- **From the cache**: 14 MB, held against reading with one thread and with two: the faster a file is read, the less there is for a cache to save. On the EPYC of 2026-11-29 a first load took 13 ms of processor time in Node 24 and 16 in Node 20, spread over two cores: 5 for new memory, which the system hands out page by page (1.4 µs for 4 KB), 1.1 for copying, 0.6 (Node 24) or 2 (Node 20) for the checksum, 2.7 for the columns that the experiment's globs choose, 2 to look at the files and to read the entry's header; the rest is code that runs for the first time, and threads that start. Huge pages would save most of the 5; Node.js cannot ask for them.
- **Growth with samples**: as many steps in all cases, so that nothing but the size of the data differs; linear is a ratio of 1.
- **What would be faster still**: at 256 bits the products run near what AVX2 can do on a core; AVX-512 would double it. WebAssembly has no such vectors. A native kernel set behind the same contract (src/engine/contract.ts) could have them.
`;
}
