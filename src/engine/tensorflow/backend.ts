/** Which TensorFlow.js computes: found and loaded at run time, since none of it may slow the start of the terminal. */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { UserError } from '../../base/errors.js';

/** The operations of TensorFlow.js; handed from function to function because tfjs-node brings a copy of its own. */
export type Tf = typeof TensorFlow;

export type BackendName = 'node' | 'wasm' | 'cpu';

export interface Backend {
  readonly name: BackendName;
  readonly tf: Tf;
  readonly description: string;
  /**
   * Makes it the current backend. TensorFlow.js has one for the whole thread, and several networks may live side by side
   * on different ones, so every call of a network begins with this.
   */
  use(): void;
}

/**
 * Loads a backend; without a name the first of node, wasm and cpu that loads.
 * @throws UserError where the named one cannot be loaded, or FOLDBOARD_TFJS_NODE names a folder that cannot
 */
export async function loadBackend(name?: BackendName): Promise<Backend> {
  if (name) return loaders[name]();
  for (const candidate of ['node', 'wasm'] as const) {
    try {
      return await loaders[candidate]();
    } catch (error) {
      // A backend that is not there is no reason to stop; one that somebody has named is.
      if (!(error instanceof UserError) || (candidate === 'node' && process.env.FOLDBOARD_TFJS_NODE)) throw error;
    }
  }
  return loaders.cpu();
}

const loaders: Record<BackendName, () => Promise<Backend>> = {
  node: async () => (await import('./backendNode.js')).loadNodeBackend(),
  wasm: async () => (await import('./backendWasm.js')).loadWasmBackend(),
  cpu: async () => (await import('./backendCpu.js')).loadCpuBackend(),
};

/** `use` for a backend that TensorFlow.js knows as `registered` and that is initialised. */
export function switchTo(tf: Tf, registered: string): () => void {
  return () => {
    if (tf.getBackend() === registered) return;
    // Takes effect before it returns where the backend is initialised; the promise is for those that are not.
    void tf.setBackend(registered);
    if (tf.getBackend() !== registered) throw new Error(`TensorFlow.js did not switch to ${registered}.`);
  };
}
