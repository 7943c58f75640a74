/** Where the built worker stands, seen from wherever the bundler put this code. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of worker.js: beside the bundle, above a chunk of it, or in dist/ when this runs from src/ (tests).
 * @throws Error where nothing was built
 */
export function workerFile(): string {
  const candidates = ['./worker.js', '../worker.js', '../../dist/worker.js'];
  for (const candidate of candidates) {
    const file = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new Error('dist/worker.js is missing: run `npm run build` first.');
}
