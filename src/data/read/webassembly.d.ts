/** Compiling at once, which a kernel of two thousand bytes allows; the rest of the interface is declared in engine/fused. */
declare namespace WebAssembly {
  const Module: new (bytes: Uint8Array) => Module;
  interface Memory {
    /** By pages of 64 KB; views of the old buffer are of no use any more. */
    grow(pages: number): number;
  }
}
