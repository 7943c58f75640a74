import { test } from 'vitest';
import { createTensorflowEngine } from '/work/main/src/engine/tensorflow/index.js';
import { initialParameters } from '/work/main/src/model/initialise.js';
import { deriveKey, RandomStream } from '/work/main/src/base/random.js';
for (const backend of (process.env.BACKENDS ?? 'wasm').split(',') as any[])
  test(
    backend,
    async () => {
      const H = Number(process.env.HID ?? 64),
        T = 160,
        B = 32;
      const spec: any = {
        continuous: 52,
        embeddings: [],
        time: null,
        cell: 'gru',
        hidden: H,
        layers: 2,
        bidirectional: true,
        layerNorm: true,
        attention: true,
        dropout: process.env.DROP ? 0.3 : 0,
        headUnits: 64,
        classes: 3,
      };
      const engine = await createTensorflowEngine({ backend });
      const net = await engine.create({
        spec,
        loss: { name: 'crossEntropy', gamma: 0, classWeights: null, labelSmoothing: 0 },
        optimizer: { name: 'adam', weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 },
        gradientClip: 1,
        maxBatch: B,
        maxSteps: T,
      });
      net.setParameters(initialParameters(spec, deriveKey(1, 'init')));
      const s = new RandomStream(deriveKey(1, 'selfTest'));
      const batch: any = {
        continuous: Float32Array.from({ length: B * T * 52 }, () => s.normal()),
        codes: new Uint16Array(),
        size: B,
        row: Int32Array.from({ length: B }, (_, i) => i * T),
        length: new Int32Array(B).fill(T),
        firstStep: new Int32Array(B),
        labels: Int32Array.from({ length: B }, () => s.integer(3)),
      };
      const times: number[] = [];
      for (let i = 0; i < Number(process.env.N ?? 4); i++) {
        const t = performance.now();
        const r = net.trainStep(batch, { learningRate: 1e-3, dropout: deriveKey(i, 'dropout') });
        times.push(performance.now() - t);
        if (i < 2) console.log(r.loss);
      }
      console.log(backend, H, times.map((t) => t.toFixed(0)).join(' '));
      const t0 = performance.now();
      net.predict(batch);
      console.log('predict', performance.now() - t0);
    },
    600000,
  );
