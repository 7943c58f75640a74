// Measures what keeps the editor quick: `npm run bench:ui [-- --no-host]`. Prints a line for each figure with its limit.
//   VSIX size; activation (in a real extension host, by the mocha suite of test/vscode); listing 1,000 runs of 10,000 samples and the
//   delay of the event loop while eight folds stream (the extension's own store in this process, without VS Code);
//   providers of editors on 105,760 rows (likewise); drawing a long run and one more epoch of it (the real webview bundle in a real browser). Times are those of a machine with nothing else to do.
import { build } from 'esbuild';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, link, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureChromium } from '../scripts/browser.mjs';
import { packExtension } from '../scripts/pack.mjs';
import { measureProviders } from './ui/providers.mjs';

const root = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);
const out = join(root, 'out/bench');
let missed = 0;

function say(what, value, limit, unit, digits = 0) {
  const good = value < limit;
  if (!good) missed++;
  process.stdout.write(`${good ? 'ok    ' : 'MISSED'}  ${what}: ${value.toFixed(digits)} ${unit} (limit ${limit})\n`);
}

/** The pieces of the extension and of its tests that are measured, as one module. */
async function parts() {
  const from = (path) => JSON.stringify(join(root, path));
  const outfile = join(out, 'ui.mjs');
  const contents = [
    `export { createRunStore } from ${from('src/extension/runs/store.ts')};`,
    `export { fakeFinished, fakePlan, fakeEvents, epochEvent } from ${from('test/unit/runs/fakeRun.ts')};`,
    `export { describeOwner } from ${from('src/rundir/owner.ts')};`,
    `export { writeJson } from ${from('src/rundir/atomic.ts')};`,
    `export { openEventWriter } from ${from('src/rundir/events.ts')};`,
    `export { runPaths } from ${from('src/rundir/paths.ts')};`,
  ].join('\n');
  const input = {
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    packages: 'external',
    logLevel: 'error',
  };
  await build({ ...input, outfile, platform: 'node', format: 'esm', target: 'node20' });
  return import(outfile);
}

const folds = 8;
const epochMs = 100;

/** The trainer's side, in a process of its own: eight folds, an epoch each every 100 ms. */
async function stream(directory) {
  const { describeOwner, writeJson, runPaths, openEventWriter, epochEvent } = await parts();
  const paths = runPaths(directory);
  await writeJson(paths.owner, await describeOwner(folds));
  const writers = [];
  for (let k = 0; k < folds; k++) {
    await mkdir(paths.fold(k).directory, { recursive: true });
    writers.push(openEventWriter(paths.fold(k).events, 0));
    const sizes = { fit: 100, select: 20, score: 20 };
    writers[k].append({ type: 'started', fold: k, time: new Date().toISOString(), epochs: 1000, ...sizes });
  }
  process.send('ready');
  for (let epoch = 1; ; epoch++) {
    for (let k = 0; k < folds; k++) writers[k].append(epochEvent(k, epoch, 0.1));
    await wait(epochMs);
  }
}

async function listing({ createRunStore, fakeFinished }, scratch) {
  const foldboard = join(scratch, 'many/.foldboard');
  const first = await fakeFinished(foldboard, '20250101-000000-0', (i) => i % 7 > 0, { samples: 10_000 });
  const files = await readdir(first);
  for (let n = 1; n < 1000; n++) {
    const directory = `${first.slice(0, -1)}${n}`;
    await mkdir(directory);
    // The large file is never written by anybody here, so one copy serves all.
    for (const file of files) {
      if (file === 'predictions.csv') await link(join(first, file), join(directory, file));
      else await cp(join(first, file), join(directory, file));
    }
  }
  const times = [];
  for (let round = 0; round < 5; round++) {
    const options = { foldboards: () => [foldboard], onChange: () => undefined, onError: fail };
    const store = createRunStore({ ...options, fastMs: 1e6, slowMs: 1e6 });
    const start = performance.now();
    await store.refresh();
    times.push(performance.now() - start);
    if (store.runs().length !== 1000) throw new Error(`${store.runs().length} runs listed`);
    store.dispose();
  }
  say('listing 1,000 runs of 10,000 samples, median of 5', median(times), 500, 'ms');
}

async function following({ createRunStore, fakePlan }, scratch) {
  const foldboard = join(scratch, 'one/.foldboard');
  await fakePlan(foldboard, 'streaming', { folds, samples: 80 });
  const directory = join(foldboard, 'runs/streaming');
  const trainer = fork(import.meta.filename, ['--stream', directory]);
  try {
    await once(trainer, 'message');
    const store = createRunStore({ foldboards: () => [foldboard], onChange: () => undefined, onError: fail });
    await store.refresh();
    let epochs = 0;
    const count = (news) => news.patches.forEach((patch) => (epochs += patch.columns.epoch.length));
    const watch = await store.watch(directory, count);
    await wait(1000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    epochs = 0;
    await wait(10_000);
    delay.disable();
    watch.dispose();
    store.dispose();
    if (epochs < folds * 20) throw new Error(`only ${epochs} epochs came`);
    process.stdout.write(`        ${epochs} epochs of ${folds} folds in 10 s\n`);
    say('event-loop delay while they stream, p99', delay.percentile(99) / 1e6, 50, 'ms', 1);
  } finally {
    trainer.kill();
  }
}

const fail = (error) => {
  throw error;
};

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function drawing() {
  process.env.FOLDBOARD_CHROMIUM ??= await ensureChromium();
  // Two levels below the root, as the sources: they find dist/ from where they are.
  const outfile = join(out, 'drawing.mjs');
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external' };
  await build({ ...options, entryPoints: [join(root, 'test/webview/drawing.ts')], outfile, logLevel: 'error' });
  const { measureDrawing } = await import(outfile);
  // As many values as 5 folds x 500 epochs x 12 curves have.
  const { whole, points } = await measureDrawing(8);
  say(`drawing 8 folds x 500 epochs x 8 curves (${points} points), to the second frame`, whole, 300, 'ms');
  const { epochs } = await measureDrawing(5);
  const all = median(epochs.map((epoch) => epoch.all)).toFixed(0);
  const own = epochs.map((epoch) => epoch.own);
  say('a new epoch of each of 5 folds, script, style and layout, median', median(own), 16, 'ms', 1);
  const least = Math.min(...own).toFixed(1);
  process.stdout.write(
    `        ${least} ms at least; ${all} ms with painting in software, for want of a graphics card\n`,
  );
}

async function activation() {
  const times = [];
  for (let round = 0; round < 3; round++) {
    const text = await run('test/vscode/run.mjs', '--only', 'host', '--suite', 'extension');
    const time = /activates: ([\d.]+) ms to load the code, ([\d.]+) ms to activate/.exec(text);
    if (!time) throw new Error(`the suite in the extension host did not say how long activation took\n${text}`);
    times.push(Number(time[1]) + Number(time[2]));
  }
  say('activation, loading the code and the call, median of 3', median(times), 50, 'ms');
}

/** Runs a script of the project and resolves to what it printed. */
async function run(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  await once(child, 'close');
  return text;
}

if (words[0] === '--stream') await stream(words[1]);
else {
  await mkdir(out, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'foldboard-bench-'));
  try {
    const vsix = join(out, 'foldboard.vsix');
    await packExtension(vsix);
    say('VSIX', (await stat(vsix)).size / 1e6, 4, 'MB', 2);
    const pieces = await parts();
    await listing(pieces, scratch);
    await following(pieces, scratch);
    await measureProviders({ root, out, scratch, say });
    await drawing();
    if (!words.includes('--no-host')) await activation();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  process.exit(missed === 0 ? 0 : 1);
}
