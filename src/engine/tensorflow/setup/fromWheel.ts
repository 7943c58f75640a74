/**
 * tfjs-node without its download: the library comes out of the tensorflow-cpu wheel, the addon is compiled by node-gyp. npm and pip
 * are asked by package name, so it works behind whatever registries they are set up for.
 */
import { existsSync } from 'node:fs';
import { readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runStep } from './steps.js';

const wheel = 'tensorflow-cpu==2.15.1';

/** The wheel is for Linux on x64. */
export function wheelFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Takes libraries and headers out of the wheel (a zip): Python has it in hand, Node has no reader of zips. */
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

/**
 * Completes the package that npm has unpacked. Needs Python 3 with pip, make and a C++ compiler.
 * @throws UserError (system) where one of them is missing or fails
 */
export async function fromWheel(packageFolder: string, say: (line: string) => void): Promise<void> {
  const deps = join(packageFolder, 'deps');
  const downloads = join(packageFolder, 'wheel');
  say(`pip: ${wheel} (200 MB)`);
  // The wheel is only unpacked, never installed, so any Python's pip may fetch the one for 3.11.
  const select = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
  await runStep('python3', ['-m', 'pip', 'download', '--quiet', ...select, '--dest', downloads, wheel], { say });
  const file = (await readdir(downloads)).find((name) => name.endsWith('.whl'));
  await rm(deps, { recursive: true, force: true });
  await runStep('python3', ['-c', unpack, join(downloads, file ?? ''), deps], { say });
  await symlink('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so'));
  await symlink('libtensorflow_framework.so.2', join(deps, 'lib', 'libtensorflow_framework.so'));
  await rm(downloads, { recursive: true, force: true });

  say('node-gyp: the addon');
  // Headers beside the running node, where it has them, spare node-gyp a download.
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const module = ['--module_name=tfjs_binding', `--module_path=${join(packageFolder, 'lib', 'napi-v8')}`];
  const build = ['node-gyp@10', 'configure', 'build', ...headers, ...module, '--napi_version=8'];
  await runStep('npx', ['--yes', ...build], { say, cwd: packageFolder });
  await rm(join(deps, 'include'), { recursive: true, force: true });
}
