/**
 * The TensorFlow.js engine on a real tfjs-node, where there is one: FOLDBOARD_TFJS_NODE names the folder of the package, which
 * `node scripts/tfjs-node-setup.mjs` prints; the ring (scripts/test.mjs) sets it.
 */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/contract.js';
import { numericFingerprint } from '../../src/engine/fingerprint.js';
import { createFusedEngine } from '../../src/engine/fused/index.js';
import { selectEngine } from '../../src/engine/select.js';
import { createTensorflowEngine } from '../../src/engine/tensorflow/index.js';
import { contractSuite } from '../unit/engine/contractSuite.js';
import { fixtureSuite, float32Tolerances } from '../unit/engine/paritySuite.js';
import { scratch } from '../unit/scratch.js';

const root = resolve(import.meta.dirname, '../..');
const folder = process.env['FOLDBOARD_TFJS_NODE'];
const load = (): Promise<Engine> => createTensorflowEngine({ backend: 'node' });

it.runIf(!folder)('skipped: FOLDBOARD_TFJS_NODE does not name a tfjs-node', ({ skip }) => {
  skip();
});

describe.runIf(folder)('tensorflow, node', () => {
  fixtureSuite(load, float32Tolerances);
  contractSuite(load, 1e-6, true);

  it('is the default where it is found', async () => {
    const engine = await createTensorflowEngine();
    expect(engine.numericClass).toBe('tensorflow-node');
    expect(engine.description).toMatch(/native TensorFlow \d/);
  });

  it('is what auto takes for the widest layers only, and only where it was measured to be faster', async () => {
    const { vectorBits } = await createFusedEngine();
    expect((await selectEngine('auto', { hidden: 256 })).name).toBe('fused');
    expect((await selectEngine('auto', { hidden: 1024 })).name).toBe(vectorBits === 128 ? 'tensorflow' : 'fused');
  });

  it('starts in several threads at once, and all compute the same bits', async () => {
    const expected = await numericFingerprint(await load());
    const file = join(await scratch(), 'threads.mjs');
    await bundleThreads(file);
    // In a process of its own: what is tested for is a crash. It came in about one start in six.
    for (let round = 0; round < 4; round++) {
      const { stdout } = await promisify(execFile)(process.execPath, [file]);
      expect(stdout.trim().split('\n')).toEqual([expected, expected, expected]);
    }
  }, 300_000);
});

/** A program that prints the fingerprints which three threads compute at the same time. */
async function bundleThreads(outfile: string): Promise<void> {
  await build({
    stdin: {
      contents: `
        import { isMainThread, parentPort, Worker } from 'node:worker_threads';
        import { numericFingerprint } from './src/engine/fingerprint.js';
        import { createTensorflowEngine } from './src/engine/tensorflow/index.js';
        if (isMainThread) {
          for (let i = 0; i < 3; i++) new Worker(new URL(import.meta.url)).on('message', (text) => console.log(text));
        } else {
          parentPort.postMessage(await numericFingerprint(await createTensorflowEngine({ backend: 'node' })));
        }`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as forBundle } from 'node:module'; const require = forBundle(import.meta.url);",
    },
  });
}
