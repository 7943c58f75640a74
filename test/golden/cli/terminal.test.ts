/** On a real terminal (a pseudo-terminal by util-linux's `script`; skipped where that is not): bars, colour, questions. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, makeWorkspace, type Workspace } from './workspace.js';

const hasScript =
  process.platform === 'linux' &&
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

/** Runs a line on a terminal of 80 columns; `answers` are typed when the screen shows their question. */
function onTerminal(
  workspace: Workspace,
  words: readonly string[],
  answers: readonly (readonly [string, string])[] = [],
  env = {},
) {
  const line = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 80 rows 40; ${line}`, '/dev/null'], {
    cwd: workspace.folder,
    env: { ...process.env, TERM: 'xterm-256color', ...env },
  });
  const open = [...answers];
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    if (open.length > 0 && screen.includes(open[0][0])) child.stdin.write(open.shift()![1]);
  });
  return new Promise<{ code: number | null; screen: string }>((done) => {
    child.once('close', (code) => {
      done({ code, screen: screen.replaceAll('\r\n', '\n') });
    });
  });
}

// eslint-disable-next-line no-control-regex -- the escape character is what it looks for
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '');

describe.skipIf(!hasScript)('on a terminal', () => {
  test('progress is drawn in place, and the report has colour', async () => {
    const workspace = await makeWorkspace();
    const words = ['train', 'tiny.experiment.json', '--workers', '1', '--set', 'training.epochs=60'];
    const { code, screen } = await onTerminal(workspace, words);
    expect(code).toBe(0);
    expect(plain(screen)).toMatch(/fold 1 {2}[━─]+ {2}epoch +\d+ of 60/);
    expect(plain(screen)).toMatch(/\d of 3 folds finished/);
    expect(plain(screen)).toMatch(/^fold 1 {2}weighted F1 \d\.\d{3} {2}\d+ epochs/m);
    expect(screen).toContain('\u001b[1mTiny GRU\u001b[22m: finished');
    expect(screen).toContain('\u001b[48;5;');
    for (const row of plain(screen.slice(screen.indexOf('Tiny GRU\u001b')))
      .split('\nNext\n')[0]
      .split('\n'))
      expect(row.length, row).toBeLessThanOrEqual(80);
  });

  test('NO_COLOR and a dumb terminal are respected', async () => {
    const workspace = await makeWorkspace();
    await workspace.run('train', 'majority.experiment.json');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const { code, screen } = await onTerminal(workspace, ['show', 'latest'], [], env);
      expect(code).toBe(0);
      expect(screen).toContain('Majority: finished');
      expect(screen).toBe(plain(screen));
    }
  });

  test('names from somebody else’s data are shown, not obeyed', async () => {
    const workspace = await makeWorkspace();
    const rows = Array.from({ length: 12 }, (_, i) => [`${i},0,${i},calm`, `${i},1,${i % 2},"wi\nld\u001b[2J"`][i % 2]);
    await workspace.write('named.csv', `sample_index,time,x,label\n${rows.join('\n')}\n`);
    await workspace.write('named.experiment.json', {
      name: 'title\u001b]0;mine\u0007',
      data: { train: 'named.csv' },
      model: { kind: 'majority' },
      validation: { folds: 2 },
    });
    for (const words of [
      ['check', 'named.experiment.json'],
      ['train', 'named.experiment.json'],
      ['show', 'latest'],
      ['list'],
    ]) {
      const { code, screen } = await onTerminal(workspace, words);
      expect(code, screen).toBe(0);
      for (const sequence of ['\u001b[2J', '\u001b]', '\u0007']) expect(screen).not.toContain(sequence);
      if (words[0] !== 'list') expect(plain(screen)).toContain('wi⏎ld␛[2J');
    }
  });

  test('delete asks, and does nothing but on yes', async () => {
    const workspace = await makeWorkspace();
    await workspace.run('train', 'majority.experiment.json');
    const runs = (): Promise<string[]> => readdir(join(workspace.folder, '.foldboard/runs'));
    for (const answer of ['n\n', '\n', '\u0003', '\u0004']) {
      const { code, screen } = await onTerminal(workspace, ['delete', 'latest'], [['[y/N]', answer]]);
      expect([code, plain(screen).includes('Nothing is deleted.')], JSON.stringify(answer)).toEqual([1, true]);
      expect(await runs()).toHaveLength(1);
    }
    const { code, screen } = await onTerminal(workspace, ['delete', 'latest'], [['[y/N]', 'y\n']]);
    expect(code).toBe(0);
    expect(screen).toContain('0.450 ± 0.000 (3), finished) for good?');
    expect(await runs()).toEqual([]);
  });

  test('init asks what the data does not decide', async () => {
    const workspace = await makeWorkspace();
    await workspace.write(
      'two/two.csv',
      'id,t,x,first,second\n1,0,1,a,c\n1,1,2,a,c\n2,0,1,b,c\n2,1,3,b,c\n3,0,1,a,d\n3,1,5,a,d\n4,0,2,b,d\n4,1,2,b,d\n',
    );
    const { code, screen } = await onTerminal(
      workspace,
      ['init', 'two/two.csv'],
      [
        ['1 to 2: ', 'third\n'],
        ['third', '2\n'],
      ],
    );
    expect(code).toBe(0);
    expect(plain(screen)).toContain('Which column is the class of a sample?');
    expect(plain(screen)).toMatch(/data\.label +second/);
    expect(existsSync(join(workspace.folder, 'two.experiment.json'))).toBe(true);
  });
});
