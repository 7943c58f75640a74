// Runs the test rings: `node scripts/test.mjs [ring…] [--no-build] [-- arguments for vitest]`; without a ring, all of them.
// Every ring sets up what it needs by itself; the last line is `N passed, N failed` (and `, N skipped`), in any case.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { exec } from './exec.mjs';
import { setUpTfjsNode } from './tfjs-node-setup.mjs';

const root = resolve(import.meta.dirname, '..');
process.chdir(root);
const results = join(root, 'out/test');
const nothing = { passed: 0, failed: 0, skipped: 0 };

/** What each ring needs beside npm's modules, and how it runs; resolves to its counts. */
const rings = {
  lint: () => command('npm', ['run', '--silent', 'lint']),
  unit: () => vitest('unit'),
  golden: () => vitest('golden'),
  webview: async () => vitest('webview', { FOLDBOARD_CHROMIUM: await ensureChromium() }),
  interop,
  vscode: vscode,
};

/** A command that counts as one test. */
async function command(name, args) {
  const code = await exec(name, args, { check: false });
  return code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/** One vitest project; a file that cannot be loaded counts as a failed test. */
async function vitest(project, env = {}) {
  const file = join(results, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests', ...reporters];
  const code = await exec(process.execPath, [...args, ...forVitest], { env, check: false });
  if (!existsSync(file)) return { ...nothing, failed: code === 0 ? 0 : 1 };
  const report = JSON.parse(await readFile(file, 'utf8'));
  const broken = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * On a real tfjs-node, put together in the user's cache. Where that fails its tests are skipped with a word; in CI, on the system that
 * it is known to work on, that is a failed test.
 */
async function interop() {
  const { folder, reason } = await setUpTfjsNode();
  if (folder) return vitest('interop', { FOLDBOARD_TFJS_NODE: folder });
  process.stdout.write(`No tfjs-node, so the numeric tests on it are skipped: ${reason}\n`);
  const counts = await vitest('interop');
  const mustWork = process.env.CI === 'true' && process.platform === 'linux' && process.arch === 'x64';
  return mustWork ? { ...counts, failed: counts.failed + 1 } : counts;
}

/** The real VS Code; its script writes its counts to a file. */
async function vscode() {
  const file = join(results, 'vscode.json');
  const code = await exec(process.execPath, ['test/vscode/run.mjs', file], { check: false });
  if (!existsSync(file)) return { ...nothing, failed: 1 };
  const counts = JSON.parse(await readFile(file, 'utf8'));
  return { ...counts, failed: counts.failed === 0 && code !== 0 ? 1 : counts.failed };
}

const given = process.argv.slice(2);
const end = given.includes('--') ? given.indexOf('--') : given.length;
const forVitest = given.slice(end + 1);
const options = given.slice(0, end).filter((word) => word.startsWith('--'));
const named = given.slice(0, end).filter((word) => !word.startsWith('--'));
const unknown = named.filter((name) => !(name in rings)).concat(options.filter((word) => word !== '--no-build'));
if (unknown.length > 0) {
  process.stderr.write(`Not a ring: ${unknown.join(', ')}. The rings are ${Object.keys(rings).join(', ')}.\n`);
  process.exit(2);
}

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });
const lines = [];
const total = { ...nothing };
const chosen = named.length > 0 ? named : Object.keys(rings);

async function ring(name, run) {
  process.stdout.write(`\n=== ${name}\n`);
  const start = performance.now();
  const counts = await run().catch((error) => {
    process.stdout.write(`${error.message}\n`);
    return { ...nothing, failed: 1 };
  });
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const ran = counts.passed + counts.failed + counts.skipped > 0;
  const what = ran ? sentence(counts) : name === 'build' ? 'built' : 'no tests';
  lines.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${what}, ${seconds} s`);
  return counts.failed === 0;
}

const sentence = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

async function build() {
  const code = await exec(process.execPath, ['scripts/build.mjs'], { check: false });
  return code === 0 ? nothing : { ...nothing, failed: 1 };
}

const built = options.includes('--no-build') || (await ring('build', build));
if (built) for (const name of chosen) await ring(name, rings[name]);
const green = built && total.failed === 0 && total.passed > 0;
process.stdout.write(`\n${lines.join('\n')}\n\n${sentence(total)}\n`);
process.exitCode = green ? 0 : 1;
