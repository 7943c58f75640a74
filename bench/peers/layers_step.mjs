// The reference step with stock TensorFlow.js layers, as its users write it: `node layers_step.mjs wasm|cpu|node FOLDER`, requests on
// stdin. Knows the reference shape only: no embeddings, full length.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import util from 'node:util';

const [backend, folder] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const tf = await load();

async function load() {
  if (backend === 'node') {
    // Removed from Node 23; tfjs-node 4.22 still calls it.
    util.isNullOrUndefined ??= (value) => value === null || value === undefined;
    return require(folder);
  }
  const core = require('@tensorflow/tfjs-core');
  require(`@tensorflow/tfjs-backend-${backend}`);
  await core.setBackend(backend);
  return { ...core, ...require('@tensorflow/tfjs-layers') };
}

function prepare(shape) {
  const { layers } = tf;
  const input = tf.input({ shape: [shape.steps, shape.continuous] });
  // The default initial values ask for operations that not every backend has; how long a step takes does not depend on them.
  const recurrentInitializer = 'glorotUniform';
  const cell = () => layers.gru({ units: shape.hidden, returnSequences: true, recurrentInitializer });
  let y = input;
  for (let layer = 0; layer < shape.layers; layer++) {
    y = layers.bidirectional({ layer: cell(), mergeMode: 'concat' }).apply(y);
    if (layer < shape.layers - 1) y = layers.dropout({ rate: shape.dropout }).apply(y);
  }
  y = layers.dropout({ rate: shape.dropout }).apply(layers.layerNormalization().apply(y));
  const scores = layers.flatten().apply(layers.dense({ units: 1, useBias: false }).apply(y));
  const attention = layers.activation({ activation: 'softmax' }).apply(scores);
  let h = layers.dot({ axes: 1 }).apply([y, attention]);
  h = layers
    .dropout({ rate: shape.dropout })
    .apply(layers.dense({ units: shape.headUnits, activation: 'relu' }).apply(h));
  const model = tf.model({
    inputs: input,
    outputs: layers.dense({ units: shape.classes, activation: 'softmax' }).apply(h),
  });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' });
  const x = tf.randomUniform([shape.batch, shape.steps, shape.continuous], -1.7, 1.7);
  const labels = Array.from({ length: shape.batch }, (_, i) => i % shape.classes);
  const y1 = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), shape.classes), 'float32');
  return () => model.trainOnBatch(x, y1);
}

let step;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.describe) {
    console.log(JSON.stringify({ label: `TensorFlow.js layers, ${backend}` }));
    continue;
  }
  step ??= prepare(request.shape);
  const times = [];
  const before = process.cpuUsage();
  for (let i = 0; i < request.steps; i++) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ times, cpu: (user + system) / 1000 / request.steps }));
}
