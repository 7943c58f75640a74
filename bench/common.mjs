// What the benches share that start a process for each measurement: bundles of the sources, data, rounds, medians, tables.
import { build } from 'esbuild';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildKernels } from '../scripts/kernels.mjs';

export const root = resolve(import.meta.dirname, '..');

/** A module that exports names from the sources: `{ 'data/load': ['loadTrainData'] }`. Returns its path, in dist/bench. */
export async function bundle(name, names) {
  await buildKernels();
  const contents = Object.entries(names)
    .map(([file, exported]) => `export { ${exported.join(', ')} } from './src/${file}.js';`)
    .join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    // One folder below dist/, as the chunks of the terminal are: from there the compiled kernels are found.
    outdir: join(root, 'dist/bench'),
    entryNames: name,
    chunkNames: `${name}-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@tensorflow/tfjs-node'],
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    banner: {
      js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return join(root, 'dist/bench', `${name}.js`);
}

/** The folder with the generated pain data: that given, or out/bench/pain, made where it does not stand yet. */
export async function painData(given) {
  const folder = given ? resolve(given) : join(root, 'out/bench/pain');
  if (!existsSync(join(folder, 'data/pirate_pain_test.csv'))) {
    console.error(`Generating data in ${folder}`);
    await buildTerminal();
    await answer(process.execPath, [join(root, 'dist/cli.js'), 'generate', 'pain', '--out', folder]);
  }
  return folder;
}

/** Builds the terminal: dist/cli.js and what it needs. */
export async function buildTerminal() {
  for (const part of ['kernels', 'cli']) await answer(process.execPath, [join(root, 'scripts/build.mjs'), part]);
}

/** What a process prints. @throws where it ends with another code than 0 */
export function answer(command, args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done(text) : fail(new Error(`${command} ended with code ${code}.`))));
  });
}

/**
 * Asks each contestant once a round, in turn, so that whatever else the machine does hits all alike.
 * @param contestants `{ label, ask }`; `ask` resolves to an object of numbers
 * @returns for each contestant its label and, by name of the number, `{ median, least }`
 */
export async function inTurn(contestants, rounds) {
  const found = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { ask }] of contestants.entries()) found[i].push(await ask());
  }
  return contestants.map(({ label }, i) => ({
    label,
    ...Object.fromEntries(Object.keys(found[i][0]).map((key) => [key, summary(found[i].map((one) => one[key]))])),
  }));
}

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0] };
}

/** Processor, cores and versions, for the head of a table. */
export async function machine(python) {
  const versions = python
    ? await promisify(execFile)(python, [
        '-c',
        'import pandas, torch; print(f", pandas {pandas.__version__}, PyTorch {torch.__version__}")',
      ]).then(({ stdout }) => stdout.trim())
    : '';
  return `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}${versions}`;
}

export const number = (value, digits = value < 10 ? 2 : value < 100 ? 1 : 0) => value.toFixed(digits);
export const pair = ({ median, least }, digits) => `${number(median, digits)} (${number(least, digits)})`;

/** Rows of texts in columns; all but the first column to the right. */
export function printTable(head, rows) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  for (const row of [head, ...rows])
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '));
}
