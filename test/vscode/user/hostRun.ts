/** Runs the mocha suite of test/vscode/host inside the extension host of code-server. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments } from '../../../scripts/browser.mjs';
import { startCodeServer } from '../../../scripts/codeServer.mjs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const limitMs = 300_000;

/** Resolves to the counts of the suite; one failure where it never ended. */
export async function runHostSuite(setting: {
  readonly root: string;
  readonly out: string;
  readonly scratch: string;
  readonly chromium: string;
  /** Only this file of tests. */
  readonly suite: string | null;
}): Promise<Counts> {
  const folder = join(setting.scratch, 'hostWorkspace');
  const results = join(setting.scratch, 'host.json');
  await mkdir(folder, { recursive: true });
  const server = await startCodeServer({
    scratch: join(setting.scratch, 'hostServer'),
    smokeTestDriver: true,
    env: { FOLDBOARD_TEST_RESULTS: results, ...(setting.suite ? { FOLDBOARD_TEST_SUITE: setting.suite } : {}) },
  });
  const browser = await chromium.launch({ executablePath: setting.chromium, args: chromiumArguments });
  try {
    const page = await browser.newPage();
    const log: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ended = new Promise<void>((done) => {
      timer = setTimeout(done, limitMs);
      void page.exposeFunction('codeAutomationExit', () => done());
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
      log.push(args.map(String).join(' ')),
    );
    // The authority must be host:port exactly.
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(setting.root)],
      ['extensionTestsPath', remote(join(setting.out, 'vscode/host.cjs'))],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    await page.goto(`${server.url}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    await ended;
    clearTimeout(timer);
    const text = await readFile(results, 'utf8').catch(() => null);
    if (text === null) {
      process.stdout.write(`the suite in the extension host did not end\n${log.slice(-40).join('\n')}\n`);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    const { lines, ...counts } = JSON.parse(text) as Counts & { lines: string[] };
    process.stdout.write(`\n  in the extension host\n${lines.join('\n')}\n`);
    return counts;
  } finally {
    await browser.close();
    await server.stop();
  }
}
