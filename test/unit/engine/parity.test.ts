import { describe } from 'vitest';
import type { Engine } from '../../../src/engine/contract.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { contractSuite } from './contractSuite.js';
import { fixtureSuite, float32Tolerances, float64Tolerances } from './paritySuite.js';

describe('reference', () => {
  const load = (): Promise<Engine> => Promise.resolve(referenceEngine);
  fixtureSuite(load, float64Tolerances);
  contractSuite(load, 1e-12, false);
});

describe.each(['portable', 'fma'] as const)('fused, %s', (kernels) => {
  const load = async (): Promise<Engine> => {
    const path = '../../../src/engine/fused/index.js';
    const { createFusedEngine } = (await import(/* @vite-ignore */ path)) as {
      createFusedEngine(options: object): Promise<Engine>;
    };
    return createFusedEngine({ kernels });
  };
  fixtureSuite(load, float32Tolerances);
  contractSuite(load, 1e-6, true);
});
