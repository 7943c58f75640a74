/** Where compiled modules (WebAssembly) are: beside the bundle, or in dist/ when run from its sources. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { carriedFile } from './carried.js';

/** Path of `dist/kernels/<name>`, null where it has not been built. */
export function compiledFile(name: string): string | null {
  // The extension is bundled as CommonJS, where a module does not know its place.
  if (!import.meta.url) return null;
  const here = dirname(fileURLToPath(import.meta.url));
  // The bundle is dist/ or dist/chunks/; the source is src/base/.
  const places = ['kernels', '../kernels', '../../dist/kernels'].map((place) => join(here, place, name));
  return places.find((place) => existsSync(place)) ?? null;
}

/** The bytes of a compiled module, from memory where this program carries them; null where it has not been built. */
export function compiledBytes(name: string): Uint8Array<ArrayBuffer> | null {
  const carried = carriedFile(`kernels/${name}`);
  if (carried !== null) return Buffer.from(carried, 'base64');
  const file = compiledFile(name);
  return file === null ? null : readFileSync(file);
}
