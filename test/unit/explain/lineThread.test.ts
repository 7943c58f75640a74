/** Large files in a thread: the same lines as without it, and nothing of a file that is not what the editor shows. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import type * as vscode from 'vscode';
import { beforeAll, expect, test } from 'vitest';
import { csvField } from '../../../src/explain/csvLine.js';
import { lineIds } from '../../../src/explain/lineIds.js';
import { createLineIndex } from '../../../src/explain/lineIndex.js';
import { readLineIds } from '../../../src/extension/editor/data/lineThread.js';
import { scratch } from '../scratch.js';

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = await scratch();
  worker = join(folder, 'lines.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../../src/extension/editor/data/lineWorker.ts')],
    ...{ outfile: worker, bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' },
  });
});

const lines = ['sample,time', ...Array.from({ length: 6000 }, (_, i) => `"s ${Math.floor(i / 7)}",${i % 7}`), ''];
const idOf = (line: string): string => csvField(line, 0)?.text ?? '';
const documentOf = (file: string, own: readonly string[] = lines, isDirty = false): vscode.TextDocument =>
  ({
    ...{ uri: { fsPath: file }, isDirty, lineCount: own.length },
    lineAt: (line: number) => ({ text: own[line] }),
  }) as unknown as vscode.TextDocument;

test.each(['\n', '\r\n', '\r'])('knows the samples of all lines that end with %j', async (end) => {
  const file = join(folder, 'data.csv');
  await writeFile(file, `\ufeff${lines.join(end)}`);
  const ids = await readLineIds(worker, documentOf(file), 0, idOf);
  const read = createLineIndex(0, 0, ids!);
  const plain = createLineIndex(0);
  plain.append(lines);
  expect(read.lineCount).toBe(lines.length);
  expect([...read.firstLines()]).toEqual([...plain.firstLines()]);
  expect(lines.map((_, line) => read.idAt(line))).toEqual(lines.map((_, line) => plain.idAt(line)));
});

test('leaves a document alone that is short, edited, or not what the file is', async () => {
  const file = join(folder, 'other.csv');
  await writeFile(file, lines.join('\n'));
  const changed = [...lines];
  changed[0] = 'other,time';
  expect(await readLineIds(worker, documentOf(file, lines.slice(0, 100)), 0, idOf)).toBeNull();
  expect(await readLineIds(worker, documentOf(file, lines, true), 0, idOf)).toBeNull();
  expect(await readLineIds(worker, documentOf(file, changed), 0, idOf)).toBeNull();
  expect(await readLineIds(worker, documentOf(file, [...lines, '']), 0, idOf)).toBeNull();
  expect(await readLineIds(worker, documentOf(join(folder, 'none.csv')), 0, idOf)).toBeNull();
  await writeFile(file, Buffer.from([0x61, 0xe9, 0x0a]));
  expect(await readLineIds(worker, documentOf(file), 0, idOf)).toBeNull();
});

test('a text has as many ids as lines, each that of its field', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', ' ') });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.nat(2), (all, column) => {
      const { names, codes } = lineIds(all.join('\n'), column);
      expect([...codes].map((code) => names[code])).toEqual(all.map((one) => csvField(one, column)?.text ?? ''));
    }),
  );
});
