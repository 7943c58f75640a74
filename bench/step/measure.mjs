// Times training steps of contestants that are processes of their own, a few steps on request; rounds go through them in turn.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildKernels } from '../../scripts/kernels.mjs';
import { root, summary } from '../common.mjs';

/** The fused engine in some versions of Node.js. @param kernels numeric class, or undefined for the fastest of the machine */
export async function fusedContestant(node, kernels) {
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
  return contestant(node, [join(root, 'bench/step/worker.mjs'), bundle, kernels ?? '']);
}

/** @param threads 0: PyTorch's default */
export function torchContestant(python, threads) {
  const env = threads ? { OMP_NUM_THREADS: `${threads}`, MKL_NUM_THREADS: `${threads}` } : {};
  return contestant(python, [join(root, 'bench/peers/torch_step.py'), `${threads}`], env);
}

/** Stock TensorFlow.js layers. @param backend wasm, cpu or node; @param folder with its packages, or tfjs-node's own */
export function layersContestant(node, backend, folder) {
  const env = { TF_CPP_MIN_LOG_LEVEL: '2', NODE_NO_WARNINGS: '1' };
  return contestant(node, [join(root, 'bench/peers/layers_step.mjs'), backend, folder], env);
}

/** A process that answers a line of JSON with a line of JSON. */
async function contestant(command, args, env = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args[0]} ended.`);
    return JSON.parse(value);
  };
  const { label } = await ask({ describe: true });
  return {
    label,
    ask,
    async end() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/**
 * Rounds of as many steps as take about a third of a second.
 * @param contestants by name
 * @returns by name: `{ median, least, processor, phases }` in ms; processor time does not count what other processes took, and of
 *   several threads it is the sum
 */
export async function measureSteps(contestants, shape, { rounds, phases = false, part = 300 }) {
  const found = new Map();
  for (const [name, one] of Object.entries(contestants)) {
    const warm = await one.ask({ shape, steps: 1, warm: true });
    const steps = Math.max(1, Math.min(200, Math.round(part / Math.min(...warm.times))));
    found.set(name, { steps, times: [], cpu: [], phases: {} });
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, one] of Object.entries(contestants)) {
      const record = found.get(name);
      const answer = await one.ask({ shape, steps: record.steps, phases });
      record.times.push(...answer.times);
      record.cpu.push(answer.cpu);
      for (const [phase, ms] of Object.entries(answer.phases ?? {})) (record.phases[phase] ??= []).push(ms);
    }
  }
  return Object.fromEntries(
    [...found].map(([name, { times, cpu, phases: all }]) => [
      name,
      {
        ...summary(times),
        processor: Math.min(...cpu),
        phases: Object.fromEntries(Object.entries(all).map(([phase, ms]) => [phase, Math.min(...ms)])),
      },
    ]),
  );
}
