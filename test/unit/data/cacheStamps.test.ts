/** Stamps of files: when they tell, and the checksum that is taken where they do not. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksumOfFiles, createChecksum } from '../../../src/data/cache/checksum.js';
import { areTelling, stampsOf, totalSize, type FileStamp } from '../../../src/data/cache/stamps.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

const stamp = (changed: bigint): FileStamp => ({
  path: '/data.csv',
  size: '7',
  inode: '1',
  modified: '0',
  changed: String(changed),
});

test('a stamp tells where a further change would get another time', () => {
  const now = 1_800_000_000_500_000_000n;
  const ms = 1_000_000n;
  expect(areTelling([stamp(now - 1000n * ms - 1n)], now)).toBe(true);
  expect(areTelling([stamp(now - 100n * ms)], now)).toBe(false);
  // Set by another machine's clock.
  expect(areTelling([stamp(now + 3_600_000n * ms)], now)).toBe(false);
  // A file system that counts whole seconds.
  expect(areTelling([stamp(1_700_000_000_000_000_000n)], now)).toBe(false);
  expect(areTelling([stamp(now - 5000n * ms - 1n), stamp(now)], now)).toBe(false);
});

test('stamps are those of a file, or of the CSV files in a folder', async () => {
  const folder = await scratch();
  const file = put(folder, 'data/b.csv', 'x\n1\n');
  put(folder, 'data/a.csv', 'x\n12\n');
  put(folder, 'data/notes.txt', 'x');
  expect(stampsOf(file).map(({ path, size }) => [path, size])).toEqual([[file, '4']]);
  expect(stampsOf(join(folder, 'data')).map(({ size }) => size)).toEqual(['5', '4']);
  expect(totalSize(stampsOf(join(folder, 'data')))).toBe(9);
});

test('the checksum does not depend on portions, and on every bit', async () => {
  const folder = await scratch();
  const of = (...parts: Uint8Array[]): string => {
    const checksum = createChecksum();
    for (const part of parts) checksum.update(part);
    return checksum.digest();
  };
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), fc.nat(), (bytes, cut, bit) => {
      const at = cut % bytes.length;
      expect(of(bytes.subarray(0, at), bytes.subarray(at))).toBe(of(bytes));
      const changed = bytes.slice();
      changed[bit % bytes.length] ^= 1 << (bit % 8);
      expect(of(changed)).not.toBe(of(bytes));
    }),
  );
  const content = Uint8Array.from({ length: 700_001 }, (_, i) => i % 251);
  const files = [put(folder, 'one', content.subarray(0, 400_000)), put(folder, 'two', content.subarray(400_000))];
  expect(checksumOfFiles(files)).toBe(of(content));
});
