/** Commands run as children of the extension: their document, their words, their end. */
import { describe, expect, it } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostEnvironment } from '../../../src/extension/train/nodeProcess.js';
import { runCli, runJson } from '../../../src/extension/train/runCli.js';

async function withProgram<T>(program: string, act: (run: { cli: string; cwd: string }) => Promise<T>): Promise<T> {
  const cwd = await mkdtemp(join(tmpdir(), 'foldboard-cli-'));
  const cli = join(cwd, 'cli.mjs');
  await writeFile(cli, program);
  try {
    return await act({ cli, cwd });
  } finally {
    await rm(cwd, { recursive: true });
  }
}
const host = (cli: string) => ({ node: process.execPath, isElectron: false, workers: 0, cli, tfjsNode: '/copy' });

describe('a command as a child', () => {
  it('hands over its document, its lines as they come, and what the settings say', async () => {
    const program = `console.error('one'); console.error('two');
      console.log(JSON.stringify({ args: process.argv.slice(2), tfjs: process.env.FOLDBOARD_TFJS_NODE }))`;
    const said: string[] = [];
    const answer = await withProgram(program, ({ cli, cwd }) =>
      runJson(host(cli), { args: ['list'], cwd, onSaid: (line) => said.push(line) }),
    );
    expect(answer).toEqual({ args: ['list', '--json'], tfjs: '/copy' });
    expect(said).toEqual(['one', 'two']);
  });

  it('refuses in the words of the command', async () => {
    const program = `console.error('error  No run is called x.\\n  Look again.'); process.exitCode = 2`;
    const refused = withProgram(program, ({ cli, cwd }) => runJson(host(cli), { args: ['show', 'x'], cwd }));
    await expect(refused).rejects.toThrow('No run is called x.\n  Look again.');
  });

  it('ends with its signal', async () => {
    const ending = new AbortController();
    const program = `console.error('here'); setInterval(() => undefined, 1000)`;
    const running = withProgram(program, ({ cli, cwd }) =>
      runCli(host(cli), { args: [], cwd, signal: ending.signal, onSaid: () => ending.abort() }),
    );
    await expect(running).rejects.toThrow(/abort/i);
  });

  it('leaves the choice of tfjs-node to the trainer unless it is set', () => {
    expect(hostEnvironment({}, { isElectron: false, tfjsNode: '' })).toEqual({});
  });
});
