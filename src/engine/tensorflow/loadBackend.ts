/** Which TensorFlow.js computes: found and loaded at run time, since none of it may slow the start of the terminal. */
import { UserError } from '../../base/errors.js';
import type { Backend, BackendName } from './backend.js';

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
