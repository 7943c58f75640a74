// One contestant of bench/parts/predict.mjs: `node worker.mjs BUNDLE RUN FILE LARGE_FILE`. Prints ms: `one` sample by a loaded model,
// `sample`: one of many from a file to their probabilities, `forward`: one in the forward pass of a training step; `peak` in MB.
const [bundle, run, file, largeFile] = process.argv.slice(2);
const bench = await import(bundle);
const plan = await bench.readPlan(run);
const experiment = await bench.experimentOf(run, plan);
const columns = bench.modelColumns(plan);
const { classes } = plan.data;
const dataset = await bench.loadOtherData(experiment, file, null, classes, columns);
const { network: spec, preprocessing } = await bench.readFoldDocument(bench.runPaths(run).fold(0));

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** The kernels of a forward pass; those that dropout calls in both directions count half. */
const parts = { gatherInputs: 1, forwardDirection: 1, attend: 1, linearForward: 1, reluDrop: 1, dropRows: 0.5 };
const batchSize = 32;

async function forwardOfTraining() {
  let ms = 0;
  const timer = (kernel, time) => (ms += (parts[kernel] ?? 0) * time);
  const engine = await bench.createFusedEngine({ timer });
  const prepared = bench.applyPreprocessing(dataset, preprocessing);
  const all = bench.inOrder(dataset.sampleIds.length);
  const set = bench.itemSet(prepared, bench.cutItems(dataset, all, null), dataset);
  set.labels.fill(0);
  const network = await engine.create({
    spec,
    loss: { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 },
    optimizer: { name: 'adamw', weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
    gradientClip: 1,
    maxBatch: batchSize,
    maxSteps: 160,
  });
  let seed = 1;
  const uniform = () => (seed = (seed * 48271) % 2147483647) / 2147483647 - 0.5;
  network.setParameters(network.getParameters().map(() => 0.2 * uniform()));
  const times = [];
  for (let step = 0; step < 60; step++) {
    const from = (step * batchSize) % (all.length - batchSize);
    ms = 0;
    network.trainStep(bench.batchOf(set, all, from, from + batchSize), {
      learningRate: 1e-3,
      dropout: { k0: step, k1: 1 },
    });
    if (step >= 20) times.push(ms / batchSize);
  }
  network.dispose();
  return median(times);
}

async function oneSample() {
  const predictor = await bench.loadPredictor(run);
  const times = [];
  const one = (i) => ({
    ...dataset,
    sampleIds: [dataset.sampleIds[i]],
    rowStart: Uint32Array.of(0, 160),
    labels: Int32Array.of(-1),
    continuous: dataset.continuous.map(({ name, values }) => ({
      name,
      values: values.subarray(160 * i, 160 * i + 160),
    })),
    categorical: dataset.categorical.map(({ codes, ...rest }) => ({
      ...rest,
      codes: codes.subarray(160 * i, 160 * i + 160),
    })),
  });
  for (let i = 0; i < 200; i++) {
    const sample = one(i);
    const start = performance.now();
    await predictor.predict(sample);
    times.push(performance.now() - start);
  }
  predictor.dispose();
  return { first: times[0], one: median(times) };
}

const forward = await forwardOfTraining();
const { first, one } = await oneSample();
const start = performance.now();
const { samples } = await bench.predictFile(run, experiment, largeFile, columns);
const sample = (performance.now() - start) / samples.length;
console.log(JSON.stringify({ forward, first, one, sample, peak: process.resourceUsage().maxRSS / 1024 }));
