// One contestant of bench/step.mjs: the fused engine in this version of Node.js. `node worker.mjs BUNDLE KERNELS`, requests on stdin.
import { createInterface } from 'node:readline';
import { lengthsOf } from './shapes.mjs';

const [bundle, kernels] = process.argv.slice(2);
const { createFusedEngine } = await import(bundle);
let phases = {};
const asked = kernels ? { kernels } : {};
const plain = await createFusedEngine(asked);
const timer = (name, ms) => (phases[name] = (phases[name] ?? 0) + ms);
const timedEngine = await createFusedEngine({ ...asked, timer });

let current = '';
let network;
let timedNetwork;
let batch;
let step = 0;

async function prepare(shape) {
  const { batch: size, steps: maxSteps, tables, ...rest } = shape;
  const spec = { ...rest, embeddings: tables.map((table, i) => ({ ...table, column: `c${i}` })), time: null };
  const optimizer = { name: 'adamw', weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 };
  const loss = { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 };
  const options = { spec, loss, optimizer, gradientClip: 1, maxBatch: size, maxSteps };
  network = await plain.create(options);
  timedNetwork = await timedEngine.create(options);
  let seed = 1;
  const uniform = () => (seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5;
  const parameters = network.getParameters().map(() => (2 * uniform()) / Math.sqrt(shape.hidden));
  network.setParameters(parameters);
  timedNetwork.setParameters(parameters);
  const length = Int32Array.from(lengthsOf(shape));
  const row = length.map((_, i) => i * maxSteps);
  batch = {
    continuous: Float32Array.from({ length: size * maxSteps * shape.continuous }, () => 3.4 * uniform()),
    codes: Uint16Array.from({ length: size * maxSteps * tables.length }, (_, i) => i % tables[i % tables.length].rows),
    size,
    row,
    length,
    firstStep: new Int32Array(size),
    labels: length.map((_, i) => i % shape.classes),
  };
}

function run(net, steps) {
  const times = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    net.trainStep(batch, { learningRate: 1e-3, dropout: { k0: step++, k1: 3 } });
    times.push(performance.now() - start);
  }
  return times;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.describe) {
    console.log(JSON.stringify({ label: `Node ${process.versions.node}, ${plain.description.split(', class ')[1]}` }));
    continue;
  }
  const name = JSON.stringify(request.shape);
  if (name !== current) await prepare(request.shape);
  current = name;
  // Code around the kernels is optimised after some calls: until then nothing is measured.
  if (request.warm) {
    const until = performance.now() + 300;
    while (performance.now() < until) run(network, 1);
  }
  const before = process.cpuUsage();
  const times = run(network, request.steps);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / request.steps;
  const answer = { times, cpu };
  if (request.phases) {
    phases = {};
    run(timedNetwork, request.steps);
    answer.phases = Object.fromEntries(Object.entries(phases).map(([phase, ms]) => [phase, ms / request.steps]));
  }
  console.log(JSON.stringify(answer));
}
