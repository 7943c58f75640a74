import { describe } from 'vitest';
import type { Engine } from '../../../src/engine/contract.js';
import { createFusedEngine } from '../../../src/engine/fused/index.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { contractSuite } from './contractSuite.js';
import { fusedClasses } from './fusedClasses.js';
import { fixtureSuite, float32Tolerances, float64Tolerances } from './paritySuite.js';

describe('reference', () => {
  const load = (): Promise<Engine> => Promise.resolve(referenceEngine);
  fixtureSuite(load, float64Tolerances);
  contractSuite(load, 1e-12, false);
});

describe.each(await fusedClasses())('fused, %s', (kernels) => {
  const load = (): Promise<Engine> => createFusedEngine({ kernels });
  fixtureSuite(load, float32Tolerances);
  contractSuite(load, 1e-6, true);
});
