// Builds everything into dist/: kernels (AssemblyScript), JSON Schemas, the terminal and its workers (ESM), the extension
// (CommonJS, `vscode` external) and the webviews. `node scripts/build.mjs [kernels|cli|extension|webview]` builds a part.
import { build, transform } from 'esbuild';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { basename, dirname, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const common = {
  bundle: true,
  // jsonc-parser's UMD build ("main") loads its parts in a way no bundler can follow.
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.FOLDBOARD_VERSION': JSON.stringify(version) },
};

/** One file for Node that can be loaded from anywhere, or kept in memory. */
const commonjs = {
  ...common,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node20',
};

/** What is parsed with every start of an editor or a thread is kept short; names stay, for what users report. */
const short = { minifySyntax: true, minifyWhitespace: true };

const parts = {
  async kernels() {
    const { buildKernels } = await import(pathToFileURL(resolve(root, 'scripts/kernels.mjs')));
    await buildKernels();
  },
  async cli() {
    await rm('dist/chunks', { recursive: true, force: true }); // names change with content: old ones would pile up
    await build({
      ...common,
      entryPoints: { cli: 'src/cli/main.ts' },
      outdir: 'dist',
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      platform: 'node',
      target: 'node20',
      external: ['@tensorflow/tfjs-node'],
      // Emscripten's loader in TensorFlow.js's WebAssembly backend asks for them.
      define: { ...common.define, __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
      // CommonJS dependencies inside an ESM bundle ask for `require`.
      banner: {
        js: "import { createRequire as foldboardRequire } from 'node:module'; const require = foldboardRequire(import.meta.url);",
      },
    });
    await chmod('dist/cli.js', 0o755);
    // One file that a trainer keeps in memory and passes on to its threads; execution/program.ts says where it was.
    await build({
      ...commonjs,
      entryPoints: { trainer: 'src/execution/trainer.ts' },
      sourcemap: false,
      ...short,
      external: ['@tensorflow/tfjs-node'],
      define: { ...common.define, 'import.meta.url': 'foldboardUrl' },
    });
    // The second thread of a network: a small script that the first hands on as text (engine/fused/helpers.ts).
    await build({
      ...commonjs,
      entryPoints: { helper: 'src/engine/fused/helper.ts' },
      sourcemap: false,
    });
    // The second thread that reads large files (data/partner/), handed on as text as well.
    await build({
      ...commonjs,
      entryPoints: { partner: 'src/data/partner/thread.ts' },
      sourcemap: false,
      ...short,
      define: { ...common.define, 'import.meta.url': '""' },
    });
    await mkdir('dist/tfjs', { recursive: true });
    const binary = 'tfjs-backend-wasm-simd.wasm';
    await copyFile(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${binary}`, `dist/tfjs/${binary}`);
  },
  async extension() {
    await rm('dist/extension', { recursive: true, force: true });
    const { outputFiles, metafile } = await build({
      ...common,
      ...short,
      entryPoints: { extension: 'src/extension/extension.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      format: 'esm',
      splitting: true,
      chunkNames: 'extension/[name]-[hash]',
      platform: 'node',
      target: 'node20',
      external: ['vscode'],
      sourcemap: 'inline',
      write: false,
    });
    // VS Code loads CommonJS; esbuild splits modules only. So each piece is turned into CommonJS once it is split off.
    for (const { path, text } of outputFiles) {
      const options = { format: 'cjs', platform: 'node', target: 'node20', supported: { 'dynamic-import': false } };
      const { code, map } = await transform(text, { ...options, ...short, sourcemap: 'external' });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
      await writeFile(`${path}.map`, map);
    }
    await writeFile('dist/extension.meta.json', JSON.stringify(metafile));
    // The thread that reads large data files (extension/editor/data/lineThread.ts).
    await build({
      ...commonjs,
      entryPoints: { lines: 'src/extension/editor/data/lineWorker.ts' },
      sourcemap: false,
      ...short,
    });
  },
  async webview() {
    await build({
      ...common,
      entryPoints: Object.fromEntries(['run', 'ablation', 'compare'].map((name) => [name, `webview/${name}/main.ts`])),
      outdir: 'dist/webview',
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      minify: true,
    });
  },
};

await mkdir('dist', { recursive: true });
const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await make();
if (existsSync('scripts/schemas.mjs') && wanted.length === 0)
  await import(pathToFileURL(resolve(root, 'scripts/schemas.mjs')));
