import { describe } from 'vitest';
import type { Engine } from '../../../src/engine/contract.js';
import { contractSuite } from './contractSuite.js';
import { fixtureSuite, float32Tolerances } from './paritySuite.js';

describe.each(['cpu', 'wasm'] as const)('tensorflow, %s', (backend) => {
  const load = async (): Promise<Engine> => {
    const path = '../../../src/engine/tensorflow/index.js';
    const { createTensorflowEngine } = (await import(/* @vite-ignore */ path)) as {
      createTensorflowEngine(options: object): Promise<Engine>;
    };
    return createTensorflowEngine({ backend });
  };
  fixtureSuite(load, float32Tolerances);
  contractSuite(load, 1e-6, true);
});
