/** Finds and compiles the kernels of a numeric class, and probes whether they really are of it here. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { carriedFile } from '../../base/carried.js';
import { UserError } from '../../base/errors.js';
import { createMemory, instantiate } from './instance.js';

export { createMemory, instantiate, type Kernels } from './instance.js';

export type KernelClass = 'fma' | 'portable';

export interface KernelSet {
  readonly kernels: KernelClass;
  readonly module: WebAssembly.Module;
  /** Rows of the product's tile, 2 or 4: same bytes, other speed. */
  readonly tileRows: 2 | 4;
  readonly revectorised: boolean;
  /** The module wants shared memory, on which two threads can work. The kernels are the same. */
  readonly shared: boolean;
}

/**
 * The kernels of a class, with the tile that mostly suits them.
 * @param variant vectors that V8 is told to make; another variant is other code, also to V8, which keeps what it has compiled by the
 *   module's bytes
 * @returns null where the class cannot be had: no such instructions, or "relaxed" multiply-adds that round twice
 */
export async function compileKernels(
  kernels: KernelClass,
  shared: boolean,
  variant: { readonly revectorised: boolean },
): Promise<KernelSet | null> {
  const { revectorised } = variant;
  const read = await readKernels(`${kernels}${shared ? '.shared' : ''}.wasm`);
  const bytes = revectorised ? read : new Uint8Array([...read, ...plainMark]);
  if (!WebAssembly.validate(bytes)) return null;
  const module = await WebAssembly.compile(bytes);
  const probe = instantiate(module, createMemory(1, shared));
  // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, which only survives where product and sum are rounded together.
  const fused = probe.fusedResidue(1 + 2 ** -12, -(1 + 2 ** -11)) === 2 ** -24;
  if (fused !== (kernels === 'fma')) return null;
  // 4 x 16 needs registers of 256 bits or 32 of them (ARM); 2 x 16 suits 16 registers of 128 bits.
  return { kernels, module, tileRows: revectorised || process.arch === 'arm64' ? 4 : 2, revectorised, shared };
}

/** A custom section of no content, named "p". */
const plainMark = [0, 2, 1, 'p'.charCodeAt(0)];

async function readKernels(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const carried = carriedFile(`kernels/${file}`);
  return carried === null ? readFile(locate(file)) : Buffer.from(carried, 'base64');
}

/** Beside the bundle (dist/, or dist/chunks/ one below), or dist/ of the checkout when run from its sources. */
function locate(file: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = ['kernels', '../kernels', '../../../dist/kernels'].map((place) => join(here, place, file));
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  throw new UserError(`The compiled kernels are missing: ${file}.`, {
    kind: 'system',
    cure: 'Build them: npm run build.',
  });
}
