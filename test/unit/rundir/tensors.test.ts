import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeNpy, encodeNpy } from '../../../src/rundir/npy.js';
import { decodeSafetensors, encodeSafetensors, sha256 } from '../../../src/rundir/safetensors.js';

/**
 * `them.*` were written by Python's safetensors and NumPy. `ours.*` are bytes that this code wrote and that
 * `write_tensor_fixtures.py --check` read in Python; the tests hold the code to them.
 */
const fixtures = join(import.meta.dirname, '../../fixtures/tensors');
const them = readFileSync(join(fixtures, 'them.safetensors'));
const attention = { shape: [2, 3], data: Float32Array.of(0.25, 0.75, NaN, 0.5, 0.25, 0.25) };

/** Compares bytes with a file that was checked in Python; with WRITE_FIXTURES=1 makes the file, to be checked there. */
function expectCheckedBytes(name: string, bytes: Uint8Array): void {
  const file = join(fixtures, name);
  if (process.env['WRITE_FIXTURES'] === '1') writeFileSync(file, bytes);
  expect(Buffer.from(bytes).toString('hex')).toBe(readFileSync(file).toString('hex'));
}

describe('safetensors', () => {
  test('reads what Python wrote', () => {
    const { tensors, metadata } = decodeSafetensors(them, 'them.safetensors');
    expect(metadata).toEqual({ format: 'pt', note: 'schön' });
    expect([...tensors.keys()].sort()).toEqual(['head.0.bias', 'nothing', 'rnn.weight_ih_l0', 'wide']);
    expect(tensors.get('rnn.weight_ih_l0')?.shape).toEqual([3, 4]);
    expect(tensors.get('rnn.weight_ih_l0')?.data).toEqual(
      Float32Array.from({ length: 12 }, (_, i) => Math.fround(i / Math.fround(7)) - 1),
    );
    expect(tensors.get('head.0.bias')?.data).toEqual(Float32Array.of(1e-30, -0, 3.4e38));
    expect(tensors.get('wide')?.data).toEqual(Float32Array.of(0.1, 1 / 3));
    expect(tensors.get('nothing')).toMatchObject({ shape: [0, 5], data: new Float32Array(0) });
  });

  test('writes what Python read', () => {
    const { tensors } = decodeSafetensors(them, 'them.safetensors');
    const order = [...tensors.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    expectCheckedBytes('ours.safetensors', encodeSafetensors(order, { format: 'pt', note: 'schön' }));
  });

  test('what is written is read again, whatever the names and values', () => {
    const tensor = fc
      .tuple(fc.string({ minLength: 1 }), fc.array(fc.float(), { maxLength: 9 }))
      .filter(([name]) => name !== '__metadata__' && name !== '__proto__');
    fc.assert(
      fc.property(fc.uniqueArray(tensor, { selector: ([name]) => name }), fc.string(), (list, note) => {
        const written = list.map(([name, values]) => ({
          name,
          shape: [values.length],
          data: Float32Array.from(values),
        }));
        const { tensors, metadata } = decodeSafetensors(encodeSafetensors(written, { note }), 'f');
        expect(metadata['note']).toBe(note);
        expect(tensors.size).toBe(written.length);
        for (const one of written) expect(tensors.get(one.name)).toEqual(one);
      }),
      { numRuns: 50 },
    );
  });

  test('a damaged file is refused, wherever the damage is', () => {
    const bytes = encodeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, 2) }], {});
    for (const at of [0, 9, bytes.length - 1]) {
      const damaged = bytes.slice();
      damaged[at] = damaged[at]! ^ 0x55;
      expect(() => decodeSafetensors(damaged, 'weights.safetensors')).toThrow(/The weights cannot be read/);
    }
    for (const length of [0, 7, 20, bytes.length - 1])
      expect(() => decodeSafetensors(bytes.slice(0, length), 'weights.safetensors')).toThrow(/cannot be read/);
    expect(sha256('abc')).toMatch(/^ba7816bf/);
  });
});

describe('npy', () => {
  test('reads what NumPy wrote, and writes what NumPy read', () => {
    expect(decodeNpy(readFileSync(join(fixtures, 'them.npy')), 'them.npy')).toEqual(attention);
    expectCheckedBytes('ours.npy', encodeNpy(attention));
  });

  test('one dimension, none of a length, no rows', () => {
    for (const shape of [[3], [0, 4], [1, 2, 2]]) {
      const data = new Float32Array(shape.reduce((a, b) => a * b)).fill(0.5);
      expect(decodeNpy(encodeNpy({ shape, data }), 'f')).toEqual({ shape, data });
    }
  });

  test('anything else is refused', () => {
    const bytes = encodeNpy(attention);
    for (const damaged of [bytes.slice(0, 5), bytes.slice(0, -1), new Uint8Array(200)])
      expect(() => decodeNpy(damaged, 'f')).toThrow(/no \.npy file/);
  });
});
