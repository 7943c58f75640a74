/** From the name in an experiment file to an engine. Each is loaded only when it is asked for: TensorFlow.js takes seconds. */
import { UserError } from '../base/errors.js';
import type { Engine, EngineName } from './contract.js';
import type { FusedEngine } from './fused/index.js';

/**
 * The engine of that name, in the fastest numeric class this machine can run; "auto" is what was measured to be faster for the
 * network, `fused` where none is given.
 * @throws UserError where the engine cannot run here
 */
export async function selectEngine(name: 'auto' | EngineName, network?: { readonly hidden: number }): Promise<Engine> {
  switch (name) {
    case 'auto':
      return fastestEngine(network?.hidden ?? 0);
    case 'fused':
      return (await import('./fused/index.js')).createFusedEngine();
    case 'tensorflow':
      return (await import('./tensorflow/index.js')).createTensorflowEngine();
    case 'reference':
      return (await import('./reference/index.js')).referenceEngine;
  }
}

/** `fused`; for layers so wide that native TensorFlow is faster, `tensorflow` where it has one. */
async function fastestEngine(hidden: number): Promise<Engine> {
  const fused = await (await import('./fused/index.js')).createFusedEngine();
  if (hidden < tensorflowWins(fused)) return fused;
  const found = (await import('./tensorflow/findTfjsNode.js')).findTfjsNode();
  if (!found) return fused;
  try {
    return await (await import('./tensorflow/index.js')).createTensorflowEngine({ backend: 'node' });
  } catch (error) {
    if (error instanceof UserError && !found.named) return fused;
    throw error;
  }
}

/**
 * Hidden units from which tfjs-node computes a step of a two-layer bidirectional GRU (batch 32) in less processor time.
 */
function tensorflowWins({ vectorBits }: FusedEngine): number {
  return vectorBits === 256 ? Number.POSITIVE_INFINITY : 768;
}
