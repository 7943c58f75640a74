import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastLines } from '../../../src/rundir/lastLines.js';
import { createNonce, escapeHtml, viewHtml } from '../../../src/extension/view/html.js';
import { launchLog } from '../../../src/extension/model/record.js';
import { experimentSlugName, lastWords } from '../../../src/extension/train/launch.js';
import { childEnvironment, quoteArgument } from '../../../src/extension/train/nodeProcess.js';
import { scratch } from '../scratch.js';

describe('the trainer’s environment', () => {
  const env = { PATH: '/bin', VSCODE_IPC_HOOK: 'x', NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1', HOME: '/h' };

  it('has nothing of the editor in it', () => {
    expect(childEnvironment(env, false)).toEqual({ PATH: '/bin', HOME: '/h' });
  });

  it('makes Electron a Node', () => {
    expect(childEnvironment(env, true)).toEqual({ PATH: '/bin', HOME: '/h', ELECTRON_RUN_AS_NODE: '1' });
  });
});

describe('what the trainer said', () => {
  it('is its error, without what came before', () => {
    const log = 'reading data\nerror  a.experiment.json:3:5: "x" is wrong.\n  Write y.\n';
    expect(lastWords(log)).toBe('a.experiment.json:3:5: "x" is wrong.\n  Write y.');
  });

  it('is the end of its output where it crashed', () => {
    const log = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
    expect(lastWords(log).split('\n')).toHaveLength(12);
    expect(lastWords(log)).toMatch(/line 39$/);
    expect(lastWords('')).toBe('');
  });

  it('lies beside the runs, not in them', () => {
    expect(launchLog(join('/w', '.foldboard', 'runs', 'a'))).toBe(join('/w', '.foldboard', 'cache', 'launch', 'a.log'));
    expect(experimentSlugName(join('/w', 'bigru.experiment.json'))).toBe('bigru');
  });
});

describe('arguments for a shell', () => {
  it('stand as they are where they can, else in quotes', () => {
    expect(quoteArgument('20260102-latest', 'linux')).toBe('20260102-latest');
    expect(quoteArgument("it's here", 'linux')).toBe(`'it'\\''s here'`);
    expect(quoteArgument('a b', 'win32')).toBe('"a b"');
  });
});

describe('the end of a log', () => {
  it('is read without the rest', async () => {
    const file = join(await scratch(), 'trainer.log');
    await writeFile(file, Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join(''));
    expect(await lastLines(file, 3)).toEqual(['line 4997', 'line 4998', 'line 4999']);
    expect((await lastLines(file, 10_000, 100))[0]).toMatch(/^line \d{4}$/);
    expect(await lastLines(`${file}.none`, 3)).toEqual([]);
  });
});

describe('the page of a view', () => {
  it('allows scripts by nonce and styles of the extension only', () => {
    const nonce = createNonce();
    const html = viewHtml({
      nonce,
      source: 'https://x',
      script: 'https://x/a.js',
      style: 'https://x/a.css',
      title: '<b>',
      subject: { attribute: 'run', value: '/runs/"a b"' },
    });
    expect(html).toContain(`default-src 'none'; script-src 'nonce-${nonce}'; style-src https://x 'nonce-${nonce}'`);
    expect(html).not.toMatch(/unsafe-/);
    expect(html).not.toMatch(/<style|style=|onload=|<script>/);
    expect(html).toContain('<title>&#60;b&#62;</title>');
    expect(html).toContain('<main id="app" data-run="%2Fruns%2F%22a%20b%22"></main>');
    expect(createNonce()).not.toBe(nonce);
    expect(escapeHtml(`"'&`)).toBe('&#34;&#39;&#38;');
  });
});
