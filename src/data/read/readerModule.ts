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

/** An instance with a memory of its own, of one page; it grows as its owner needs. */
export function instantiateReader<Exports>(module: WebAssembly.Module): {
  memory: WebAssembly.Memory;
  exports: Exports;
} {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const abort = (): never => {
    throw new Error('The reading kernel aborted.');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return { memory, exports: exports as unknown as Exports };
}
