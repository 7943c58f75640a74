/**
 * Which kernels run: the faster numeric class that this machine has, and of that class the variant that was tried here and found to
 * give its bytes, soonest. Variants (vectors of 128 or 256 bits, tiles of 2 or 4 rows) differ in nothing but speed.
 */
import v8 from 'node:v8';
import { UserError } from '../../base/errors.js';
import type { Engine } from '../contract.js';
import { numericFingerprint } from '../fingerprint.js';
import { compileKernels, type KernelClass, type KernelSet } from './kernelSet.js';
import { createNetwork } from './network.js';
import { fasterTile } from './trial.js';

/** What `numericFingerprint` gives for each class, on every processor that was seen. */
export const expectedFingerprints: Readonly<Record<KernelClass, string>> = {
  fma: 'df8597eafb2d5845',
  portable: 'ca5739efc4426c71',
};

const loaded = new Map<string, Promise<KernelSet | null>>();

/**
 * The kernel set of a numeric class; without one the faster that this machine has. Compiled and tried once a thread.
 * @param shared for memory that threads share
 * @throws UserError where the class asked for does not exist here
 */
export async function loadKernelSet(wanted?: KernelClass, shared = false): Promise<KernelSet> {
  const order: readonly KernelClass[] = wanted ? [wanted] : ['fma', 'portable'];
  for (const kernels of order) {
    const name = shared ? `${kernels}.shared` : kernels;
    let set = loaded.get(name);
    if (!set) loaded.set(name, (set = chosenVariant(kernels, shared)));
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

/**
 * @param check that a set gives the bytes of its class
 * @returns null where the class cannot be had here
 */
export async function chosenVariant(
  kernels: KernelClass,
  shared: boolean,
  check: (set: KernelSet) => Promise<boolean> = givesBytes,
): Promise<KernelSet | null> {
  const revectorised = setFlags();
  let set = await compileKernels(kernels, shared, { revectorised });
  if (set && revectorised && !(await check(set))) {
    // V8 calls joining vectors experimental: a version in which it goes wrong computes with what every version has.
    forbidWideVectors();
    set = await compileKernels(kernels, shared, { revectorised: false });
  }
  return set && { ...set, tileRows: tileOf(set) };
}

/** Found out once a process: its threads, and the trainers that it starts, are told by their environment. */
function tileOf(set: KernelSet): 2 | 4 {
  const known = process.env.FOLDBOARD_TILE_ROWS;
  if (known === '2' || known === '4') return known === '2' ? 2 : 4;
  const tileRows = fasterTile(set);
  process.env.FOLDBOARD_TILE_ROWS = `${tileRows}`;
  return tileRows;
}

async function givesBytes(set: KernelSet): Promise<boolean> {
  const engine: Engine = {
    name: 'fused',
    numericClass: set.kernels,
    description: '',
    create: (options) => Promise.resolve(createNetwork(set, options)),
  };
  return (await numericFingerprint(engine)) === expectedFingerprints[set.kernels];
}

/**
 * V8's flags, which count for what is compiled after they are set. Only flags that the version has: it complains on stderr of others.
 * @returns whether it joins vectors to 256 bits
 */
function setFlags(): boolean {
  const version = Number.parseFloat(process.versions.v8);
  // Relaxed SIMD came without a flag in V8 11.4; Node 20 has 11.3.
  if (version >= 11 && version < 11.4) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  // Optimised at the first call: 10 ms later than with the baseline compiler before it, but what is tried is what will run.
  v8.setFlagsFromString('--no-liftoff');
  // Joins pairs of 128-bit operations to AVX2; made for x64, in V8 from 12 on, sound and fast from Node 24's 13.6 on.
  if (process.arch !== 'x64' || version < 13.6 || process.env.FOLDBOARD_VECTOR_BITS === '128') return false;
  v8.setFlagsFromString('--experimental-wasm-revectorize');
  return true;
}

/** In this thread and those that are started after it. */
function forbidWideVectors(): void {
  v8.setFlagsFromString('--no-experimental-wasm-revectorize');
  process.env.FOLDBOARD_VECTOR_BITS = '128';
}
