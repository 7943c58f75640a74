/** Pieces read at once are one piece of the file, seen in order. */
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readApart } from '../../../src/data/cache/readApart.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

const content = Uint8Array.from({ length: 5_000_001 }, (_, i) => (i * 31) ^ (i >> 13));

async function readFrom(position: number, length: number) {
  const descriptor = openSync(put(await scratch(), 'f', content), 'r');
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(length));
    const seen: Uint8Array[] = [];
    const whole = await readApart(descriptor, bytes, position, (piece) => seen.push(piece.slice()));
    return { whole, bytes, seen };
  } finally {
    closeSync(descriptor);
  }
}

test('what stands in the file, whatever of it is asked for', async () => {
  for (const [position, length] of [
    [0, content.length],
    [4097, 4_500_000],
    [17, 1],
    [17, 0],
  ]) {
    const { whole, bytes, seen } = await readFrom(position, length);
    expect(whole).toBe(true);
    expect(Buffer.compare(bytes, content.subarray(position, position + length))).toBe(0);
    expect(Buffer.compare(Buffer.concat(seen), bytes)).toBe(0);
  }
});

test('a file that ends too early is told, and nothing behind its end is seen', async () => {
  const { whole, seen } = await readFrom(1, content.length);
  expect(whole).toBe(false);
  expect(Buffer.concat(seen).length).toBeLessThan(content.length);
});

test('what the system refuses is thrown', async () => {
  await expect(readApart(-1, new Uint8Array(8), 0, () => undefined)).rejects.toThrow();
});
