// The vscode ring: the packed VSIX in a real VS Code, as a user drives it, and a mocha suite inside the extension host.
// On Linux that is code-server with Chromium; elsewhere the desktop editor by @vscode/test-electron (the mocha suite only).
// `node test/vscode/run.mjs [results.json] [--only user|host] [--suite index|sidebar|queue|editor, or of host extension|training|editor|editorFiles] [--keep]`; dist/ must be built.
import { build } from 'esbuild';
import Mocha from 'mocha';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureChromium } from '../../scripts/browser.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { packExtension, vsce } from '../../scripts/pack.mjs';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/test');
const words = process.argv.slice(2);
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : null;
const suite = words.includes('--suite') ? words[words.indexOf('--suite') + 1] : null;
const results = words.find((word) => word.endsWith('.json'));
// Scripts of the checkout are bundled into the tests, and find their files from where they stood.
const scripts = JSON.stringify(join(root, 'scripts'));
const inBrowser = process.platform === 'linux' && process.arch === 'x64';

/** TypeScript of the tests, bundled: the suite of the extension host as CommonJS, the user's as a module for this process. */
async function bundle() {
  const common = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'warning' };
  const host = { entryPoints: [join(root, 'test/vscode/host/index.ts')], outfile: join(out, 'vscode/host.cjs') };
  const user = {
    entryPoints: ['index', 'sidebar', 'queue', 'editor', 'hostRun'].map((name) =>
      join(root, `test/vscode/user/${name}.ts`),
    ),
  };
  await build({ ...common, ...host, format: 'cjs', external: ['vscode', 'mocha'] });
  const module = { outdir: join(out, 'vscode/user'), outExtension: { '.js': '.mjs' }, format: 'esm' };
  await build({ ...common, ...user, ...module, packages: 'external', define: { 'import.meta.dirname': scripts } });
}

/** Packs the extension; also what it holds. */
async function pack() {
  const vsix = join(out, 'foldboard.vsix');
  await packExtension(vsix);
  process.stdout.write(`foldboard.vsix: ${((await stat(vsix)).size / 1e6).toFixed(2)} MB\n`);
  const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root });
  return { vsix, files: stdout.trim().split(/\r?\n/) };
}

/** Runs mocha here and resolves to its counts. */
function mocha(files, globals) {
  const runner = new Mocha({ timeout: 120_000, reporter: 'spec', color: false });
  for (const file of files) runner.addFile(file);
  Object.assign(globalThis, globals);
  return runner.loadFilesAsync().then(
    () =>
      new Promise((done) => {
        const counts = { passed: 0, failed: 0, skipped: 0 };
        runner
          .run(() => done(counts))
          .on('pass', () => counts.passed++)
          .on('fail', () => counts.failed++)
          .on('pending', () => counts.skipped++);
      }),
  );
}

async function desktop(extension) {
  const { runTests } = await import('@vscode/test-electron');
  const file = join(out, 'vscode-host.json');
  const workspace = await mkdtemp(join(tmpdir(), 'foldboard-'));
  await runTests({
    extensionDevelopmentPath: extension,
    extensionTestsPath: join(out, 'vscode/host.cjs'),
    launchArgs: [workspace, '--disable-workspace-trust', '--disable-extensions'],
    extensionTestsEnv: { FOLDBOARD_TEST_RESULTS: file, FOLDBOARD_TEST_ROOT: root },
  }).catch((error) => process.stdout.write(`${error.message}\n`));
  return JSON.parse(await readFile(file, 'utf8').catch(() => '{"passed":0,"failed":1,"skipped":0}'));
}

await mkdir(join(out, 'vscode'), { recursive: true });
await bundle();
let counts;
if (inBrowser) {
  const chromium = await ensureChromium();
  await ensureCodeServer();
  const scratch = await mkdtemp(join(tmpdir(), 'foldboard-vscode-'));
  const setting = { root, out, scratch, chromium, ...(await pack()) };
  try {
    counts = { passed: 0, failed: 0, skipped: 0 };
    const add = (more) => Object.keys(counts).forEach((key) => (counts[key] += more[key]));
    if (only !== 'host')
      add(
        await mocha(
          ['index', 'sidebar', 'queue', 'editor']
            .filter((name) => !suite || suite === name)
            .map((name) => join(out, `vscode/user/${name}.mjs`)),
          { foldboardTest: setting },
        ),
      );
    if (only !== 'user')
      add(await (await import(join(out, 'vscode/user/hostRun.mjs'))).runHostSuite({ ...setting, suite }));
  } finally {
    if (words.includes('--keep')) process.stdout.write(`kept ${scratch}\n`);
    else await rm(scratch, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
} else counts = await desktop(root);
if (results) await writeFile(results, JSON.stringify(counts));
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
