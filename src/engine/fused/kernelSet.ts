/** Finds, compiles and probes the kernels: which numeric class this machine really has, and which tile suits it. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { carriedFile } from '../../base/carried.js';
import { UserError } from '../../base/errors.js';

export type KernelClass = 'fma' | 'portable';

export interface KernelSet {
  readonly kernels: KernelClass;
  readonly module: WebAssembly.Module;
  /** Rows of the product's tile, 2 or 4: same bytes, other speed. */
  readonly tileRows: 2 | 4;
  readonly revectorised: boolean;
}

/** What kernels/index.ts exports; addresses and sizes are numbers. */
export interface Kernels {
  setTileRows(rows: number): void;
  gatherInputs(inputs: number, plan: number): void;
  scatterInputGradients(inputs: number, plan: number): void;
  dropRows(mask: number, plan: number, x: number, xRow: number, y: number, yRow: number): void;
  forwardDirection(direction: number, plan: number): void;
  backwardDirection(direction: number, plan: number): void;
  attend(readout: number, plan: number): void;
  attendBackward(readout: number, plan: number): void;
  takeLast(readout: number, plan: number): void;
  takeLastBackward(readout: number, plan: number): void;
  linearForward(linear: number, rows: number): void;
  linearBackward(linear: number, rows: number): void;
  reluDrop(mask: number, plan: number, x: number, columns: number): void;
  reluDropBackward(y: number, dy: number, rows: number, columns: number, scale: number): void;
  sumOfSquares(x: number, count: number): number;
  adam(...args: number[]): void;
  sgd(...args: number[]): void;
  fusedResidue(x: number, y: number): number;
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

const loaded = new Map<KernelClass, Promise<KernelSet | null>>();

/**
 * The kernel set of a numeric class; without one the faster that this machine has. Compiled once a process.
 * @throws UserError where the class asked for does not exist here
 */
export async function loadKernelSet(wanted?: KernelClass): Promise<KernelSet> {
  const order: readonly KernelClass[] = wanted ? [wanted] : ['fma', 'portable'];
  for (const kernels of order) {
    let set = loaded.get(kernels);
    if (!set) loaded.set(kernels, (set = compile(kernels)));
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
async function compile(kernels: KernelClass): Promise<KernelSet | null> {
  const { revectorised } = setFlags();
  const bytes = await readKernels(`${kernels}.wasm`);
  if (!WebAssembly.validate(bytes)) return null;
  const module = await WebAssembly.compile(bytes);
  const probe = instantiate(module, new WebAssembly.Memory({ initial: 1 }));
  // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, which only survives where product and sum are rounded together.
  const fused = probe.fusedResidue(1 + 2 ** -12, -(1 + 2 ** -11)) === 2 ** -24;
  if (fused !== (kernels === 'fma')) return null;
  // 4 x 16 needs registers of 256 bits or 32 of them (ARM); 2 x 16 suits 16 registers of 128 bits.
  return { kernels, module, tileRows: revectorised || process.arch === 'arm64' ? 4 : 2, revectorised };
}

/** Kernels on a memory of their own. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (): never => {
    throw new Error('A kernel aborted.');
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return instance.exports as unknown as Kernels;
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
