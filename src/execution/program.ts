/**
 * The trainer's program in memory: one script for a process (a run's trainer) and for its threads. It is read once, when training
 * begins. From then on nothing of the installed extension is needed, so an update may remove it in mid-run.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EngineName } from '../engine/contract.js';

export interface Program {
  /** The script (CommonJS) for runs of an engine. */
  script(engine: EngineName): string;
}

/** Files that the script asks for by `carriedFile`; those of TensorFlow.js are large, so only its runs carry them. */
const kernels = [
  ...['fma', 'fma.shared', 'portable', 'portable.shared', 'reader'].map((name) => `kernels/${name}.wasm`),
  'helper.cjs',
  'partner.cjs',
];
const tensorflow = ['tfjs/tfjs-backend-wasm-simd.wasm'];

let loaded: Promise<Program> | undefined;

/** Reads the program into memory; once a process. @throws Error where nothing was built */
export function loadProgram(): Promise<Program> {
  loaded ??= read();
  return loaded;
}

async function read(): Promise<Program> {
  // This process is such a program itself: then it is passed on as it is.
  const own = (globalThis as { foldboardProgram?: string }).foldboardProgram;
  if (own !== undefined) return { script: () => own };
  const file = trainerFile();
  const code = await readFile(file, 'utf8');
  const files = new Map<string, string>();
  for (const name of [...kernels, ...tensorflow]) {
    const bytes = await readFile(join(dirname(file), name)).catch(() => null);
    if (bytes) files.set(name, bytes.toString('base64'));
  }
  return {
    script(engine) {
      const names = engine === 'tensorflow' ? [...kernels, ...tensorflow] : kernels;
      const carried = Object.fromEntries(names.flatMap((name) => (files.has(name) ? [[name, files.get(name)]] : [])));
      return [
        `const foldboardUrl = ${JSON.stringify(pathToFileURL(file).href)};`,
        `globalThis.foldboardFiles = ${JSON.stringify(carried)};`,
        code,
      ].join('\n');
    },
  };
}

/** dist/trainer.cjs: beside the bundle, above a chunk of it, or in dist/ when this runs from src/ (tests). */
function trainerFile(): string {
  const candidates = ['./trainer.cjs', '../trainer.cjs', '../../dist/trainer.cjs'];
  for (const candidate of candidates) {
    const file = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new Error('dist/trainer.cjs is missing: run `npm run build` first.');
}
