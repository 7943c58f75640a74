/** What help says: of the whole, and of every command. */
import { expect, test } from 'vitest';
import { commands } from '../../../src/cli/commands.js';
import { makeWorkspace, transcript } from './workspace.js';

test('help', async () => {
  const workspace = await makeWorkspace();
  const lines = [['--help'], ...commands.map(({ name }) => [name, '--help'])];
  const parts = [];
  for (const words of lines) {
    const output = await workspace.run(...words);
    expect(output.code, output.stderr).toBe(0);
    parts.push(transcript(words.join(' '), output, workspace));
  }
  await expect(parts.join('\n')).toMatchFileSnapshot('help.txt');
});

test('help is found in other ways too', async () => {
  const { run } = await makeWorkspace();
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const words of [[], ['help'], ['-h']]) expect(await run(...words)).toEqual(help);
  expect(await run('help', 'train')).toEqual(await run('train', '-h'));
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
