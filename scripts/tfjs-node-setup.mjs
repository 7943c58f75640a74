// A working @tensorflow/tfjs-node for the tests, by the terminal's own command: `foldboard setup tfjs-node` (the recipe is in
// src/engine/tensorflow/setup). Needs a built dist/.
//   node scripts/tfjs-node-setup.mjs     prints the package's folder, for FOLDBOARD_TFJS_NODE
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from './cache.mjs';

const cli = resolve(import.meta.dirname, '../dist/cli.js');

/** Resolves to `{ folder }`, or to `{ reason }` where it cannot be had. What it does goes to stderr. */
export async function setUpTfjsNode() {
  if (!existsSync(cli)) return { reason: 'dist/cli.js is missing; run npm run build' };
  const env = { ...process.env, FOLDBOARD_CACHE: cacheFolder() };
  const child = spawn(process.execPath, [cli, 'setup', 'tfjs-node', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  let printed = '';
  let said = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
    process.stderr.write(chunk);
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code === 0) return { folder: JSON.parse(printed).folder };
  const error = said
    .trim()
    .split('\n')
    .findLast((line) => line.startsWith('error'));
  return { reason: error?.replace(/^error\s+/, '') ?? `the set-up ended with ${code}` };
}

if (process.argv[1] && import.meta.url === pathToFileURL(join(process.argv[1])).href) {
  const { folder, reason } = await setUpTfjsNode();
  if (folder) console.log(folder);
  else console.error(reason);
  process.exitCode = folder ? 0 : 1;
}
