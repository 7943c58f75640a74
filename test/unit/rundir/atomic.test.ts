import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { removeTemporaries, writeAtomic } from '../../../src/rundir/atomic.js';
import { scratch } from '../scratch.js';

describe('writing in one step', () => {
  test('creates and replaces, texts and bytes, and leaves nothing beside', async () => {
    const folder = await scratch();
    const file = join(folder, 'a.json');
    await writeAtomic(file, 'ä – 好');
    expect(readFileSync(file, 'utf8')).toBe('ä – 好');
    await writeAtomic(file, Uint8Array.of(9, 1, 2, 3).subarray(1, 3), { fsync: false });
    expect([...readFileSync(file)]).toEqual([1, 2]);
    await writeAtomic(file, '');
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('many at once: the file is one of them', async () => {
    const folder = await scratch();
    const file = join(folder, 'a.json');
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomic(file, text)));
    expect(texts).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test.skipIf(process.platform === 'win32')('keeps permissions, and a link a link', async () => {
    const folder = await scratch();
    const file = join(folder, 'private.csv');
    writeFileSync(file, 'old');
    chmodSync(file, 0o600);
    const link = join(folder, 'link.csv');
    symlinkSync(file, link);
    await writeAtomic(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a folder that does not exist is the error', async () => {
    await expect(writeAtomic(join(await scratch(), 'no/a.json'), '')).rejects.toThrow('ENOENT');
  });

  test('what a killed writer left goes, and nothing else', async () => {
    const folder = await scratch();
    const kept = ['predictions.csv', 'weights.safetensors', 'recording.2024', 'a.csv.bak', 'owner.json', 'notes.tmp'];
    const written = ['predictions.csv.17', 'result.json.0', 'experiment.jsonc.3', 'changes.patch.4'];
    const hex = '0123456789ab';
    const locks = [`${hex}.tmp`, `${hex}.claim`, `${hex}.claim.${hex}.tmp`, `${hex}.claim.${hex}.claim`];
    for (const name of [...kept, ...written, ...locks.map((end) => `owner.json.${end}`)])
      writeFileSync(join(folder, name), '');
    await removeTemporaries(folder);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  });

  // A limit on the size of files ends a write in its midst, as a disk does that has room for a part of it.
  test.skipIf(process.platform === 'win32')('a file that finds room for a part only is not written', async () => {
    const folder = await scratch();
    const program = join(folder, 'write.mjs');
    const source = join(import.meta.dirname, '../../../src/rundir/atomic.ts');
    await build({
      stdin: {
        contents: `import { writeAtomic } from ${JSON.stringify(source)};
          await writeAtomic(process.argv[2], new Uint8Array(300_000)).catch(({ code }) => console.log(code));`,
        resolveDir: folder,
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const file = join(folder, 'checkpoint.safetensors');
    writeFileSync(file, 'the last epoch');
    const command = `ulimit -f 100 && exec "${process.execPath}" "${program}" "${file}"`;
    expect(execFileSync('/bin/sh', ['-c', command]).toString().trim()).toBe('EFBIG');
    expect(readFileSync(file, 'utf8')).toBe('the last epoch');
    expect(readdirSync(folder).sort()).toEqual(['checkpoint.safetensors', 'write.mjs']);
  });
});
