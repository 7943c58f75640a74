import { describe } from 'vitest';
import type { Engine } from '../../../src/engine/contract.js';
import { createTensorflowEngine } from '../../../src/engine/tensorflow/index.js';
import { contractSuite } from './contractSuite.js';
import { fixtureSuite, float32Tolerances } from './paritySuite.js';

describe('tensorflow, wasm', () => {
  const load = (): Promise<Engine> => createTensorflowEngine({ backend: 'wasm' });
  // Each optimiser once, clipped: the learning rates of schedules come from outside the engine.
  fixtureSuite(load, float32Tolerances, ({ name }) => name.endsWith('clip 0.3') || name === 'schedule oneCycle');
  contractSuite(load, 1e-6, true);
});

describe('tensorflow, cpu', () => {
  // The backends differ in their kernels alone, and this one is slow: one training, and the contract is tested above.
  const load = (): Promise<Engine> => createTensorflowEngine({ backend: 'cpu' });
  fixtureSuite(load, float32Tolerances, ({ name }) => name === 'schedule oneCycle');
});
