/** The fused engine: the whole training step in WebAssembly kernels written in AssemblyScript. */
import type { Engine } from '../contract.js';
import type { KernelClass } from './kernelSet.js';
import { createNetwork } from './network.js';
import type { Extras } from './computation.js';
import { loadKernelSet } from './variants.js';

/** The engine, and how wide its vectors are in the code that V8 makes of the kernels. */
export interface FusedEngine extends Engine {
  readonly vectorBits: 128 | 256;
}

/**
 * @param options.kernels numeric class; without it `fma` where the processor and Node.js really fuse multiply-adds, else `portable`
 * @param options.timer receives the time of each call of a kernel
 * @param options.spare threads of which each network may take one, for the second direction of its layers
 * @throws UserError where the class asked for cannot be had here, or the kernels were not built
 */
export async function createFusedEngine(
  options: { readonly kernels?: KernelClass } & Extras = {},
): Promise<FusedEngine> {
  const set = await loadKernelSet(options.kernels, options.spare !== undefined);
  const vectorBits = set.revectorised ? 256 : 128;
  return {
    name: 'fused',
    numericClass: set.kernels,
    description: `fused WebAssembly kernels, class ${set.kernels}, ${set.tileRows} x 16 tiles, ${vectorBits}-bit vectors`,
    vectorBits,
    create: (network) => Promise.resolve(createNetwork(set, network, options)),
  };
}
