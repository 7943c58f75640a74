/**
 * Files that a trainer carries in memory beside its code (execution/program.ts), so that it needs nothing of the installed
 * extension any more once it runs: an update may remove that at any moment.
 */

/** Set by the first line of a carried program: name to base64. */
interface Carrier {
  readonly foldboardFiles?: Readonly<Record<string, string>>;
}

/** A file of dist/ by its name there (`kernels/fma.wasm`), in base64; null where this program carries none and reads from disk. */
export function carriedFile(name: string): string | null {
  return (globalThis as Carrier).foldboardFiles?.[name] ?? null;
}
