import { test, expect } from 'vitest';
import { createTensorflowEngine } from '/work/main/src/engine/tensorflow/index.js';
import { referenceEngine } from '/work/main/src/engine/reference/index.js';
import { initialParameters } from '/work/main/src/model/initialise.js';
import { parameterInfos } from '/work/main/src/model/parameters.js';
import { deriveKey, RandomStream } from '/work/main/src/base/random.js';
import * as tf from '@tensorflow/tfjs-core';

function makeBatch(spec: any, size: number, maxSteps: number) {
  const s = new RandomStream(deriveKey(1, 'selfTest'));
  const length = Int32Array.from({ length: size }, () => 1 + s.integer(maxSteps));
  const row = new Int32Array(size);
  let rows = 0;
  for (let i = 0; i < size; i++) {
    row[i] = rows;
    rows += length[i];
  }
  return {
    continuous: Float32Array.from({ length: rows * spec.continuous }, () => s.normal()),
    codes: Uint16Array.from({ length: rows * spec.embeddings.length }, (_, i) =>
      s.integer(spec.embeddings[i % spec.embeddings.length].rows),
    ),
    size,
    row,
    length,
    firstStep: Int32Array.from({ length: size }, () => s.integer(3)),
    labels: Int32Array.from({ length: size }, () => s.integer(spec.classes)),
  };
}
const base = {
  continuous: 5,
  embeddings: [
    { column: 'a', rows: 4, size: 3 },
    { column: 'b', rows: 3, size: 3 },
    { column: 'c', rows: 3, size: 2 },
  ],
  time: { rows: 6, size: 3, combine: 'concat', after: [0, 1] },
  cell: 'gru',
  hidden: 7,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.3,
  headUnits: 6,
  classes: 3,
};
const specs: any[] = [
  base,
  { ...base, cell: 'lstm' },
  { ...base, cell: 'rnn', attention: false },
  { ...base, attention: false, headUnits: null, time: { ...base.time, combine: 'add' } },
  { ...base, embeddings: [], time: { ...base.time, after: [] }, layers: 3 },
  { ...base, continuous: 0, bidirectional: false, layerNorm: false, cell: 'lstm', attention: false, hidden: 1 },
  { ...base, hidden: 33 },
];
const losses: any[] = [
  { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 },
  { name: 'crossEntropy', gamma: 0, classWeights: [0.5, 2, 1], labelSmoothing: 0.1 },
  { name: 'focal', gamma: 2, classWeights: [0.5, 2, 1], labelSmoothing: 0 },
  { name: 'focal', gamma: 0.5, classWeights: null, labelSmoothing: 0 },
];
for (const backend of (process.env.BACKENDS ?? 'cpu,wasm').split(',') as any[])
  test(
    backend,
    async () => {
      const engine = await createTensorflowEngine({ backend });
      console.log(engine.description, engine.numericClass);
      let worst = 0,
        worstL = 0;
      for (const spec of specs)
        for (const loss of losses)
          for (const dropout of [null, deriveKey(3, 'dropout')]) {
            const options: any = {
              spec,
              loss,
              optimizer: { name: 'adamw', weightDecay: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
              gradientClip: 1,
              maxBatch: 8,
              maxSteps: 9,
            };
            const a = await engine.create(options),
              b = await referenceEngine.create(options);
            const p = initialParameters(spec, deriveKey(2, 'init'));
            a.setParameters(p);
            b.setParameters(p);
            const batch: any = makeBatch(spec, 5, 9);
            const ga = a.gradients(batch, dropout),
              gb = b.gradients(batch, dropout);
            for (let i = 0; i < gb.logits.length; i++) worstL = Math.max(worstL, Math.abs(ga.logits[i] - gb.logits[i]));
            worstL = Math.max(worstL, Math.abs(ga.loss - gb.loss));
            for (const info of parameterInfos(spec)) {
              let max = 0,
                diff = 0;
              for (let i = info.offset; i < info.offset + info.size; i++) {
                max = Math.max(max, Math.abs(gb.gradients[i]));
                diff = Math.max(diff, Math.abs(ga.gradients[i] - gb.gradients[i]));
              }
              if (max > 1e-9 ? diff / max > 1e-5 : diff > 1e-7) console.log('BAD', spec.cell, info.name, max, diff);
              if (max > 1e-9) worst = Math.max(worst, diff / max);
            }
            const before = tf.memory().numTensors;
            a.trainStep(batch, { learningRate: 1e-3, dropout });
            b.trainStep(batch, { learningRate: 1e-3, dropout });
            const la = a.predict(batch),
              lb = b.predict(batch);
            for (let i = 0; i < lb.length; i++) worstL = Math.max(worstL, Math.abs(la[i] - lb[i]));
            expect(tf.memory().numTensors).toBe(before);
          }
      console.log(backend, 'logits', worstL, 'gradients', worst);
    },
    120000,
  );
