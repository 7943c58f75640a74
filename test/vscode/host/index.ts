/** Entry of the mocha suite that runs inside the extension host: `run` is called by VS Code. */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Runs all tests; the outcome goes to FOLDBOARD_TEST_RESULTS, since the host's own word is only an exit code. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 60_000, ui: 'bdd', reporter: 'spec', color: false });
  mocha.suite.emit('pre-require', globalThis, 'bundle', mocha);
  const suites = {
    extension: () => import('./extension.test.js'),
    training: () => import('./training.test.js'),
    editor: () => import('./editor.test.js'),
    editorFiles: () => import('./editorFiles.test.js'),
  };
  const only = process.env['FOLDBOARD_TEST_SUITE'];
  for (const [name, load] of Object.entries(suites)) if (!only || only === name) await load();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  await new Promise<void>((done) => {
    mocha
      .run(() => done())
      .on('pass', (test) => {
        counts.passed++;
        lines.push(`    ok ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      })
      .on('fail', (test, error: Error) => {
        counts.failed++;
        lines.push(`    FAILED ${test.fullTitle()}\n${error.stack ?? error.message}`);
      })
      .on('pending', () => counts.skipped++);
  });
  const file = process.env['FOLDBOARD_TEST_RESULTS'];
  if (file) writeFileSync(file, JSON.stringify({ ...counts, lines }));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
