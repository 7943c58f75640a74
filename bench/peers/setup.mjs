// Sets up what the bench compares with, in the user's cache folder, outside of the checkout: Python with PyTorch and pandas, other
// versions of Node.js, stock TensorFlow.js layers and tfjs-node. What cannot be had is said and left out of the table.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../scripts/cache.mjs';
import { exec } from '../../scripts/exec.mjs';
import { setUpTfjsNode } from '../../scripts/tfjs-node-setup.mjs';
import { buildTerminal } from '../common.mjs';

const windows = process.platform === 'win32';

/**
 * @param given paths that stand for what would be set up: `{ python, node24, node20 }`
 * @returns `{ node20, node24, python, layers, tfjsNode }`: programs and folders; null where something cannot be had
 */
export async function setUpPeers(needed, given, say) {
  await buildTerminal();
  const attempt = async (name, make) => {
    if (!needed.has(name)) return null;
    try {
      return given[name] ?? (await make());
    } catch (error) {
      say(`Without ${name}: ${error.message.split('\n', 1)[0]}`);
      return null;
    }
  };
  return {
    node20: await attempt('node20', () => nodeOf(20, say)),
    node24: await attempt('node24', () => nodeOf(24, say)),
    python: await attempt('python', () => python(say)),
    layers: await attempt('layers', () => layers(say)),
    tfjsNode: await attempt('tfjsNode', tfjsNode),
  };
}

/** This process's program where it is of that version, else npm's package of the binary. */
async function nodeOf(major, say) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${windows ? 'win' : process.platform === 'darwin' ? 'bin-darwin' : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), `node${major}`);
  const program = join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(program)) await install(folder, [`${name}@${major}`], say);
  return program;
}

async function python(say) {
  const folder = join(cacheFolder(), 'peers');
  const program = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const works = () =>
    promisify(execFile)(program, ['-c', 'import torch, pandas']).then(
      () => true,
      () => false,
    );
  if (await works()) return program;
  say(`Installing PyTorch and pandas into ${folder} (once; it may take minutes)`);
  await rm(folder, { recursive: true, force: true });
  await exec(windows ? 'python' : 'python3', ['-m', 'venv', folder], { quiet: true });
  const wanted = join(import.meta.dirname, 'requirements.txt');
  await exec(program, ['-m', 'pip', 'install', '--quiet', '-r', wanted], { quiet: true });
  if (!(await works())) throw new Error('PyTorch and pandas are installed but cannot be imported');
  return program;
}

/** TensorFlow.js as its users install it. */
async function layers(say) {
  const folder = join(cacheFolder(), 'tfjs-layers');
  const names = ['core', 'layers', 'backend-cpu', 'backend-wasm'].map((part) => `@tensorflow/tfjs-${part}`);
  if (!names.every((name) => existsSync(join(folder, 'node_modules', name, 'package.json'))))
    await install(
      folder,
      names.map((name) => `${name}@4.22.0`),
      say,
    );
  return folder;
}

async function tfjsNode() {
  const { folder, reason } = await setUpTfjsNode();
  if (!folder) throw new Error(reason);
  return folder;
}

async function install(folder, packages, say) {
  say(`Installing ${packages.join(', ')} into ${folder}`);
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json'))) await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const npm = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--prefix', folder];
  await exec('npm', [...npm, ...packages], { quiet: true });
}
