/**
 * The engine `tensorflow`: the same network written with TensorFlow.js operations and its automatic gradients. The place to try
 * a new layer, the way to tfjs-node, and a second opinion on the fused kernels.
 */
import type { Engine } from '../contract.js';
import { loadBackend, type BackendName } from './backend.js';
import { createNetwork } from './network.js';

/**
 * @param options.backend plain JavaScript, WebAssembly or native TensorFlow; by default the fastest that loads (node, wasm, cpu)
 * @throws UserError where the named backend cannot be loaded
 */
export async function createTensorflowEngine(options: { readonly backend?: BackendName } = {}): Promise<Engine> {
  const backend = await loadBackend(options.backend);
  return {
    name: 'tensorflow',
    numericClass: `tensorflow-${backend.name}`,
    description: backend.description,
    create: (network) => Promise.resolve(createNetwork(backend, network)),
  };
}
