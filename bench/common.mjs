// What the parts of the bench share: bundles of the sources, data, processes, rounds and medians.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { clearInterval, setInterval } from 'node:timers';
import { join, resolve } from 'node:path';
import { buildKernels } from '../scripts/kernels.mjs';

export const root = resolve(import.meta.dirname, '..');
/** Where data and runs of the bench stand; git ignores it. */
export const out = join(root, 'out/bench');

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

/** The folder with the generated pain data: out/bench/pain, made where it does not stand yet. Needs a built terminal. */
export async function painData() {
  const folder = join(out, 'pain');
  if (!existsSync(join(folder, 'data/pirate_pain_test.csv')))
    await answer(process.execPath, [join(root, 'dist/cli.js'), 'generate', 'pain', '--out', folder]);
  return folder;
}

/** Builds the terminal: dist/cli.js and what it needs. */
export async function buildTerminal() {
  for (const part of ['kernels', 'cli']) await answer(process.execPath, [join(root, 'scripts/build.mjs'), part]);
}

/** What a process prints. @throws where it ends with another code than 0 */
export async function answer(command, args, env = {}) {
  return (await watch(command, args, { env })).text;
}

/**
 * Runs a process and looks at it.
 * @param onLine called with each line it prints, and with a function that ends it
 * @returns `text` it printed; `seconds` it took; `peak`: most memory it held, in MB (Linux; else null)
 * @throws where it ends with another code than 0 and was not ended from here
 */
export function watch(command, args, { env = {}, cwd, onLine, quiet = false } = {}) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
      env: { ...process.env, ...env },
    });
    let text = '';
    let peak = null;
    let ended = false;
    const end = () => {
      ended = true;
      child.kill('SIGKILL');
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
      text += `${line}\n`;
      onLine?.(line, end);
    });
    const look = setInterval(() => (peak = Math.max(peak, mostMemory(child.pid))), 50);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(look);
      if (code !== 0 && !ended) fail(new Error(`${command} ${args[0]} ended with code ${code}.`));
      else done({ text, seconds: (performance.now() - start) / 1000, peak });
    });
  });
}

/** What the process has held at most so far, in MB. */
function mostMemory(pid) {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return null;
  }
}

/**
 * Asks each contestant once a round, in turn, so that whatever else the machine does hits all alike.
 * @param contestants by name: functions that resolve to an object of numbers
 * @returns by name of the contestant and of the number: `{ median, least }`
 */
export async function inTurn(contestants, rounds) {
  const found = new Map(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, ask] of Object.entries(contestants)) found.get(name).push(await ask());
  return Object.fromEntries(
    [...found].map(([name, answers]) => [
      name,
      Object.fromEntries(Object.keys(answers[0] ?? {}).map((key) => [key, summary(answers.map((one) => one[key]))])),
    ]),
  );
}

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[Math.floor((sorted.length - 1) / 2)], least: sorted[0] };
}

/** Some of an object: those that are there. */
export const present = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value));
