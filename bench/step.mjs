// Times one training step of the fused engine, side by side with PyTorch and with other versions of Node.js:
//   node bench/step.mjs [shape…] [--python PATH] [--threads N] [--node PATH]… [--kernels fma|portable] [--rounds N] [--phases] [--json]
// Every contestant is a process of its own that computes a few steps on request; rounds go through them in turn, so that whatever
// else the machine does hits all alike. Printed: median and least wall-clock time of a step; PyTorch's with its ratio.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildKernels } from '../scripts/kernels.mjs';
import { shapes } from './step/shapes.mjs';

const root = resolve(import.meta.dirname, '..');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    threads: { type: 'string', default: '1' },
    node: { type: 'string', multiple: true, default: [] },
    kernels: { type: 'string' },
    rounds: { type: 'string', default: '8' },
    phases: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

/** A process that answers a line of JSON with a line of JSON. */
function contestant(name, command, args, env = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended.`);
      return JSON.parse(value);
    },
    async end() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

async function contestants() {
  await buildKernels();
  const bundle = join(root, 'dist/bench/fused.mjs');
  await build({
    entryPoints: [join(root, 'src/engine/fused/index.ts')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  const worker = [join(root, 'bench/step/worker.mjs'), bundle, options.kernels ?? ''];
  const all = [process.execPath, ...options.node].map((node) => contestant('node', node, worker));
  if (options.python) {
    const env = { OMP_NUM_THREADS: options.threads, MKL_NUM_THREADS: options.threads };
    all.push(contestant('torch', options.python, [join(root, 'bench/step/torch_worker.py'), options.threads], env));
  }
  for (const one of all) one.label = (await one.ask({ describe: true })).label;
  return all;
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** Rounds of as many steps as take about a third of a second, all contestants in turn. */
async function measure(all, name) {
  const shape = shapes[name];
  const found = new Map();
  for (const one of all) {
    const warm = await one.ask({ shape, steps: 12, warm: true });
    const steps = Math.max(1, Math.min(200, Math.round(300 / Math.min(...warm.times))));
    found.set(one, { steps, times: [], cpu: [], phases: {} });
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const one of all) {
      const record = found.get(one);
      const { times, cpu, phases } = await one.ask({ shape, steps: record.steps, phases: options.phases });
      record.times.push(...times);
      record.cpu.push(cpu);
      for (const [phase, ms] of Object.entries(phases ?? {})) (record.phases[phase] ??= []).push(ms);
    }
  }
  return all.map((one) => {
    const { times, cpu, phases } = found.get(one);
    return {
      shape: name,
      contestant: one.label,
      median: median(times),
      least: Math.min(...times),
      // Processor time does not count what other processes took; of several threads it is the sum.
      cpu: Math.min(...cpu),
      phases: Object.fromEntries(Object.entries(phases).map(([phase, all]) => [phase, Math.min(...all)])),
    };
  });
}

const milliseconds = (value) => value.toFixed(value < 10 ? 2 : 1).padStart(8);

function print(rows) {
  const torch = rows.find(({ contestant }) => contestant.startsWith('PyTorch'));
  console.log(`\n${rows[0].shape}: ${shapes[rows[0].shape].about}`);
  for (const row of rows) {
    const times = `${milliseconds(row.median)} median ${milliseconds(row.least)} least ${milliseconds(row.cpu)} processor`;
    const ratio = torch && row !== torch ? `   ${(torch.median / row.median).toFixed(2)} x PyTorch's speed` : '';
    console.log(`  ${row.contestant.padEnd(44)}${times}${ratio}`);
    const phases = Object.entries(row.phases).sort((a, b) => b[1] - a[1]);
    for (const [phase, ms] of phases) if (ms >= 0.005) console.log(`      ${phase.padEnd(40)}${milliseconds(ms)}`);
  }
}

const wanted = positionals.length > 0 ? positionals : Object.keys(shapes);
const unknown = wanted.find((name) => !(name in shapes));
if (unknown) {
  console.error(`No shape ${unknown}. There are: ${Object.keys(shapes).join(', ')}.`);
  process.exit(2);
}
const all = await contestants();
const rows = [];
for (const name of wanted) {
  const measured = await measure(all, name);
  rows.push(...measured);
  if (!options.json) print(measured);
}
if (options.json) console.log(JSON.stringify(rows, null, 2));
for (const one of all) await one.end();
