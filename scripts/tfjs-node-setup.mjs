// Puts together a working @tensorflow/tfjs-node where its own install step cannot download libtensorflow: the library comes
// out of the tensorflow-cpu wheel, the addon is compiled by node-gyp. Linux on x64 only (the wheel's platform); asks npm and
// pip by package name, so it works behind whatever registries they are set up for.
//   node scripts/tfjs-node-setup.mjs [folder]      default: ~/.cache/foldboard/tfjs-node
// Prints the package's folder, for FOLDBOARD_TFJS_NODE. Run again it only checks that the package loads.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const tfjsVersion = '4.22.0';
const wheel = 'tensorflow-cpu==2.15.1';
const folder = resolve(process.argv[2] ?? join(homedir(), '.cache', 'foldboard', 'tfjs-node'));
const packageFolder = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');

/** Whether the package loads and multiplies, in a process of its own: a half-built addon may crash. */
function works() {
  if (!existsSync(join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node'))) return false;
  const script = `
    const util = require('util'); util.isNullOrUndefined ??= (v) => v === null || v === undefined;
    util.isArray ??= Array.isArray;
    const tf = require(${JSON.stringify(packageFolder)});
    if (tf.getBackend() !== 'tensorflow' || tf.matMul([[2]], [[3]]).dataSync()[0] !== 6) process.exit(1);`;
  return spawnSync(process.execPath, ['-e', script], { stdio: 'ignore' }).status === 0;
}

function run(command, args, options = {}) {
  console.error(`$ ${[command, ...args].join(' ').slice(0, 200)}`);
  execFileSync(command, args, { stdio: ['ignore', 2, 2], ...options });
}

/** Takes the libraries and headers out of the wheel (a zip): Python has it in hand, Node has no reader of zips. */
const unpack = `
import pathlib, shutil, sys, zipfile
wheel, deps = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
libraries = {'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'}
headers = tuple(f'tensorflow/include/{name}/' for name in ('tensorflow', 'tsl', 'xla'))
for name in wheel.namelist():
    if name in libraries: target = deps / 'lib' / name.split('/')[-1]
    elif name.startswith(headers) and not name.endswith('/'): target = deps / 'include' / name[len('tensorflow/include/'):]
    else: continue
    target.parent.mkdir(parents=True, exist_ok=True)
    with wheel.open(name) as source, open(target, 'wb') as sink: shutil.copyfileobj(source, sink)
`;

async function link(name, target) {
  const path = join(packageFolder, 'deps', 'lib', name);
  await rm(path, { force: true });
  await symlink(target, path);
}

async function setUp() {
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json')))
    await writeFile(join(folder, 'package.json'), '{ "name": "tfjs-node-cache", "private": true }\n');
  run('npm', ['install', '--ignore-scripts', '--prefix', folder, `@tensorflow/tfjs-node@${tfjsVersion}`]);

  const downloads = join(folder, 'wheel');
  await rm(downloads, { recursive: true, force: true });
  // The wheel is only unpacked, never installed, so any Python's pip may fetch the one for 3.11.
  const select = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
  run('python3', ['-m', 'pip', 'download', '--quiet', ...select, '--dest', downloads, wheel]);
  const file = (await readdir(downloads)).find((name) => name.endsWith('.whl'));
  await rm(join(packageFolder, 'deps'), { recursive: true, force: true });
  run('python3', ['-c', unpack, join(downloads, file), join(packageFolder, 'deps')]);
  await link('libtensorflow.so', 'libtensorflow_cc.so.2');
  await link('libtensorflow_framework.so', 'libtensorflow_framework.so.2');
  await rm(downloads, { recursive: true, force: true });

  // Headers beside the running node, where it has them, spare node-gyp a download.
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const module = ['--module_name=tfjs_binding', `--module_path=${join(packageFolder, 'lib', 'napi-v8')}`];
  run('npx', ['--yes', 'node-gyp@10', 'configure', 'build', ...headers, ...module, '--napi_version=8'], {
    cwd: packageFolder,
  });
}

if (!works()) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(
      `This recipe is for Linux on x64, not ${process.platform} on ${process.arch}; try npm install @tensorflow/tfjs-node.`,
    );
    process.exit(1);
  }
  await setUp();
  if (!works()) {
    console.error(`@tensorflow/tfjs-node in ${packageFolder} does not load; delete ${folder} and run this again.`);
    process.exit(1);
  }
}
console.log(packageFolder);
