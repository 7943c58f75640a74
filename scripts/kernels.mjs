// Compiles the AssemblyScript kernels to dist/kernels/: fma.wasm and portable.wasm of the fused engine, reader.wasm, which
// reads rows of CSV. Skipped where the sources, options and
// compiler are those of what is there (a hash beside the modules), so that every build and every test may call it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const engine = join(root, 'src/engine/fused/kernels');
const reader = join(root, 'src/data/read/kernels');
const target = join(root, 'dist/kernels');
const options = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--initialMemory',
  '1',
];

/** For a memory on which two threads may work; the host makes it as large as it needs. Nothing else differs. */
const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '32768'];

/** The engine has one module a numeric class: the compiler's feature decides what `madd` is. */
const modules = {
  fma: { sources: engine, features: 'simd,relaxed-simd' },
  'fma.shared': { sources: engine, features: 'simd,relaxed-simd', more: shared },
  portable: { sources: engine, features: 'simd' },
  'portable.shared': { sources: engine, features: 'simd', more: shared },
  reader: { sources: reader, features: 'simd' },
};

/** Builds what is missing or stale. @returns whether anything was compiled */
export async function buildKernels() {
  const hash = await inputHash();
  const stamp = join(target, 'inputs.sha256');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash && (await complete())) return false;
  await mkdir(target, { recursive: true });
  for (const [name, module] of Object.entries(modules)) await compile(name, module);
  await replace(stamp, hash);
  return true;
}

async function complete() {
  const present = await readdir(target);
  return Object.keys(modules).every((name) => present.includes(`${name}.wasm`));
}

async function inputHash() {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
  const flags = Object.entries(modules).map(([name, { features, more }]) => [name, features, more]);
  const hash = createHash('sha256').update(JSON.stringify([version, options, flags]));
  for (const sources of [engine, reader]) {
    const files = (await readdir(sources)).filter((name) => name.endsWith('.ts')).sort();
    for (const name of files) hash.update(`${name}\0`).update(await readFile(join(sources, name)));
  }
  return hash.digest('hex');
}

async function compile(name, { sources, features, more = [] }) {
  // Loaded only when there is something to compile: that alone takes a third of a second.
  const { default: asc } = await import('assemblyscript/asc');
  const written = new Map();
  const { error, stderr } = await asc.main(
    ['index.ts', '--outFile', 'out.wasm', '--baseDir', sources, '--enable', features, ...options, ...more],
    { writeFile: (file, content) => void written.set(file, content) },
  );
  if (error) throw new Error(`The kernels (${name}) do not compile:\n${stderr.toString()}`);
  await replace(join(target, `${name}.wasm`), written.get('out.wasm'));
}

/** Written aside and renamed: tests in parallel processes may build at the same time. */
async function replace(file, content) {
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, content);
  await rename(aside, file);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildKernels();
