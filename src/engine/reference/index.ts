/** The reference engine: plain float64 TypeScript, the oracle of the tests. Slow; never chosen for training. */
import type { Engine } from '../contract.js';
import { createReferenceNetwork } from './network.js';

/** Checked by finite differences and against PyTorch in float64; every other engine is held against it. */
export const referenceEngine: Engine = {
  name: 'reference',
  numericClass: 'float64',
  description: 'plain TypeScript, float64',
  create: (options) => Promise.resolve(createReferenceNetwork(options)),
};
