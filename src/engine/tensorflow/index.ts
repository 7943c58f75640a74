/**
 * The engine `tensorflow`: the same network written with TensorFlow.js operations and its automatic gradients. The place to try
 * a new layer, the way to tfjs-node, and a second opinion on the fused kernels.
 *
 * Seconds a training step of the two-layer bidirectional GRU (batch 32, 160 steps, 52 inputs, Node 20, two busy cores):
 * 64 units: fused 0.08, node 1.3, wasm 1.1, cpu 12; 256 units: fused 1.6, node 2.3; 512 units: fused 4.5 to 10, node 4.3.
 * So tfjs-node pays for layers of some 500 units and more.
 */
import type { Engine } from '../contract.js';
import type { BackendName } from './backend.js';
import { loadBackend } from './loadBackend.js';
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
