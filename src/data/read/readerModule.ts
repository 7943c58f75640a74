/** The compiled module of kernels/, for whatever reads with it. */
import { compiledBytes } from '../../base/compiledFile.js';

/** Undefined: not yet looked for. */
let compiled: WebAssembly.Module | null | undefined;

/** Null where it has not been built, or is not to be had here: then everything is read all the same, by slower loops. */
export function readerModule(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  const bytes = compiledBytes('reader.wasm');
  compiled = bytes === null ? null : new WebAssembly.Module(bytes);
  return compiled;
}

export interface ReaderInstance<Exports> {
  readonly memory: WebAssembly.Memory;
  readonly exports: Exports;
}

/**
 * An instance with a memory of its own, of one page. Null where there is no address space for one: each takes some 10 GB of it, and
 * clusters limit it.
 */
export function instantiateReader<Exports>(module: WebAssembly.Module): ReaderInstance<Exports> | null {
  const abort = (): never => {
    throw new Error('The reading kernel aborted.');
  };
  return unlessOutOfMemory(() => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
    return { memory, exports: exports as unknown as Exports };
  });
}

/** Hands out room one piece behind the other, each from a cache line on. */
export function allot(from: number): { readonly take: (bytes: number) => number; readonly end: () => number } {
  let next = from;
  return {
    take: (bytes) => {
      const at = Math.ceil(next / 64) * 64;
      next = at + bytes;
      return at;
    },
    end: () => next,
  };
}

/** Makes room for so many bytes in all. @returns false where the system has no more */
export function reserveBytes(memory: WebAssembly.Memory, bytes: number): boolean {
  const missing = Math.max(0, bytes - memory.buffer.byteLength);
  return unlessOutOfMemory(() => memory.grow(Math.ceil(missing / 65536))) !== null;
}

function unlessOutOfMemory<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
