/** TensorFlow.js on its WebAssembly backend (XNNPACK): one thread, SIMD. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { carriedFile } from '../../base/carried.js';
import { UserError } from '../../base/errors.js';
import { switchTo, type Backend } from './backend.js';

/** The variant that every processor with SSE 4.1 or NEON runs; with one thread there is no other. */
const binary = 'tfjs-backend-wasm-simd.wasm';
const cure = 'Install Foldboard again (from source: npm run build), or use the fused engine.';

/** The folder with the backend's binaries: `tfjs` in dist/ (the build copies them), else the package's own; null: neither. */
export function wasmFolder(): string | null {
  // A bundle is dist/cli.js or one of its chunks, dist/chunks/….js.
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, 'tfjs'), join(here, '..', 'tfjs')];
  try {
    candidates.push(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')));
  } catch {
    // Not installed: an installed Foldboard has them in dist/.
  }
  return candidates.find((folder) => existsSync(join(folder, binary))) ?? null;
}

/**
 * Loads and initialises it.
 * @throws UserError where its binaries are missing
 */
export async function loadWasmBackend(): Promise<Backend> {
  const carried = carriedFile(`tfjs/${binary}`);
  const folder = carried === null ? wasmFolder() : 'memory';
  if (folder === null) {
    throw new UserError(`The WebAssembly backend of TensorFlow.js lacks its file ${binary}.`, { kind: 'system', cure });
  }
  // Warnings about kernels that tfjs-node has registered too.
  tf.enableProdMode();
  if (tf.engine().registry.wasm === undefined) {
    if (carried === null) setWasmPaths(join(folder, '/'));
    else setWasmPaths(inMemory(carried), true);
    await withoutNewProcessListeners(() => tf.setBackend('wasm'));
  }
  if (!(await tf.setBackend('wasm'))) {
    throw new UserError(`The WebAssembly backend of TensorFlow.js did not start from ${folder}.`, {
      kind: 'system',
      cure,
    });
  }
  return {
    name: 'wasm',
    tf,
    description: `TensorFlow.js ${tf.version_core}, WebAssembly`,
    use: switchTo(tf, 'wasm'),
  };
}

/** Addresses that `fetch` takes without asking anybody; TensorFlow.js wants one for each variant, and uses one. */
function inMemory(base64: string): Parameters<typeof setWasmPaths>[0] {
  const address = `data:application/wasm;base64,${base64}`;
  const variants = ['tfjs-backend-wasm.wasm', binary, 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
  return Object.fromEntries(variants.map((name) => [name, address]));
}

/** Emscripten's start-up takes over uncaught errors of the whole process; those stay ours. */
async function withoutNewProcessListeners(run: () => Promise<unknown>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  await run();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[i].has(listener)) process.removeListener(event, listener as () => void);
    }
  });
}
