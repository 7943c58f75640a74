/** Finds, compiles and probes the kernels: which numeric class this machine really has, and which tile suits it. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
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
 * V8's flags, which count for modules compiled after they are set. Only flags that the version has: it complains on
 * stderr of others.
 */
function setFlags(): { revectorised: boolean } {
  const version = Number.parseFloat(process.versions.v8);
  // Relaxed SIMD came without a flag in V8 11.4; Node 20 has 11.3.
  if (version >= 11 && version < 11.4) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  // Joins pairs of 128-bit operations to AVX2; made for x64, in V8 from 12 on, sound and fast from Node 24's 13.6 on.
  const revectorised = process.arch === 'x64' && version >= 13.6;
  if (revectorised) v8.setFlagsFromString('--experimental-wasm-revectorize');
  return { revectorised };
}

const loaded = new Map<string, Promise<KernelSet | null>>();

/**
 * The kernel set of a numeric class; without one the faster that this machine has. Compiled once a process.
 * @param shared for memory that threads share
 * @throws UserError where the class asked for does not exist here
 */
export async function loadKernelSet(wanted?: KernelClass, shared = false): Promise<KernelSet> {
  const order: readonly KernelClass[] = wanted ? [wanted] : ['fma', 'portable'];
  for (const kernels of order) {
    const name = shared ? `${kernels}.shared` : kernels;
    let set = loaded.get(name);
    if (!set) loaded.set(name, (set = compile(kernels, shared)));
    const found = await set;
    if (found) return found;
  }
  throw new UserError(`This processor or this version of Node.js has no kernels of class "${order.join('", "')}".`, {
    kind: 'system',
    cure:
      wanted === 'fma'
        ? 'Use the kernels of class "portable"; their results differ in the last bits.'
        : 'Use Node.js 20 or later.',
  });
}

/** Null where the class cannot be had: no such instructions, or "relaxed" multiply-adds that round twice. */
async function compile(kernels: KernelClass, shared: boolean): Promise<KernelSet | null> {
  const { revectorised } = setFlags();
  const bytes = await readKernels(`${kernels}${shared ? '.shared' : ''}.wasm`);
  if (!WebAssembly.validate(bytes)) return null;
  const module = await WebAssembly.compile(bytes);
  const probe = instantiate(module, createMemory(1, shared));
  // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, which only survives where product and sum are rounded together.
  const fused = probe.fusedResidue(1 + 2 ** -12, -(1 + 2 ** -11)) === 2 ** -24;
  if (fused !== (kernels === 'fma')) return null;
  // 4 x 16 needs registers of 256 bits or 32 of them (ARM); 2 x 16 suits 16 registers of 128 bits.
  return { kernels, module, tileRows: revectorised || process.arch === 'arm64' ? 4 : 2, revectorised, shared };
}

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
