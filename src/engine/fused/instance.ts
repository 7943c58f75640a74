/** The compiled kernels as functions on a memory. Knows little else, so that the helper's script stays small. */
import { UserError } from '../../base/errors.js';

/** What kernels/index.ts exports; addresses and sizes are numbers. */
export interface Kernels {
  setTileRows(rows: number): void;
  zero(at: number, count: number): void;
  gatherInputs(inputs: number, plan: number): void;
  scatterInputGradients(inputs: number, plan: number): void;
  dropRows(mask: number, plan: number, x: number, xRow: number, y: number, yRow: number): void;
  forwardDirection(direction: number, plan: number): void;
  backwardStart(direction: number, plan: number): void;
  backwardGroup(direction: number, plan: number, group: number): void;
  backwardInputs(direction: number, plan: number, group: number): void;
  backwardEnd(direction: number): void;
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
 * Memory of so many pages of 64 KB, never more.
 * @throws UserError (system) where it is not to be had
 */
export function createMemory(pages: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`There is no room for a network's memory of ${Math.ceil(pages / 16)} MB.`, {
      kind: 'system',
      cure: 'Where addresses are limited (ulimit -v, as on some clusters), raise the limit: each network reserves some 10 GB of them, though not of memory. Else train with fewer workers, or smaller batches.',
      cause: error,
    });
  }
}

/** The kernels on some memory; two instances on the same are the two threads of a network. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
