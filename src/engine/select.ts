/** From the name in an experiment file to an engine. Each is loaded only when it is asked for: TensorFlow.js takes seconds. */
import type { Engine, EngineName } from './contract.js';

/**
 * The engine of that name; "auto" is `fused`, in the fastest numeric class this machine can run.
 * @throws UserError where the engine cannot run here
 */
export async function selectEngine(name: 'auto' | EngineName): Promise<Engine> {
  switch (name) {
    case 'auto':
    case 'fused':
      return (await import('./fused/index.js')).createFusedEngine();
    case 'tensorflow':
      return (await import('./tensorflow/index.js')).createTensorflowEngine();
    case 'reference':
      return (await import('./reference/index.js')).referenceEngine;
  }
}
