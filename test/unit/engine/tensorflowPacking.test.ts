import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../../src/engine/contract.js';
import {
  firstRows,
  lastRows,
  packBatch,
  packedContinuous,
  packedTimeRows,
} from '../../../src/engine/tensorflow/packing.js';

const batchOf = (length: readonly number[]): Batch => {
  const row = length.map((_, item) => length.slice(0, item).reduce((sum, steps) => sum + steps, 0));
  const rows = length.reduce((sum, steps) => sum + steps, 0);
  return {
    continuous: Float32Array.from({ length: rows }, (_, i) => i),
    codes: new Uint16Array(),
    size: length.length,
    row: Int32Array.from(row),
    length: Int32Array.from(length),
    firstStep: Int32Array.from(length, (_, item) => item),
    labels: new Int32Array(length.length),
  };
};

/** torch.nn.utils.rnn.pack_padded_sequence([[0, 1], [2, 3, 4, 5], [6], [7, 8, 9, 10]], enforce_sorted=False) */
it('orders rows as a packed sequence of PyTorch', () => {
  const batch = batchOf([2, 4, 1, 4]);
  const packing = packBatch(batch);
  expect([...packedContinuous(batch, packing, 1)]).toEqual([2, 7, 0, 6, 3, 8, 1, 4, 9, 5, 10]);
  expect(packing.active).toEqual([4, 3, 2, 2]);
});

it('has every step of every item once, and knows where', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 }), (length) => {
      const batch = batchOf(length);
      const packing = packBatch(batch);
      const steps = Math.max(...length);
      expect(packing.active.reduce((sum, count) => sum + count, 0)).toBe(packing.rows);
      expect([...packedContinuous(batch, packing, 1)].sort((a, b) => a - b)).toEqual([...batch.continuous]);
      let row = 0;
      packing.active.forEach((count, step) => {
        expect(count).toBe(length.filter((own) => own > step).length);
        for (const end = row + count; row < end; row++) {
          expect(packing.step[row]).toBe(step);
          expect(packing.packedRow[packing.item[row] * steps + step]).toBe(row);
        }
      });
      expect([...lastRows(batch, packing)].map((at) => [packing.item[at], packing.step[at] + 1])).toEqual(
        length.map((own, item) => [item, own]),
      );
      expect([...firstRows(packing)].map((at) => [packing.item[at], packing.step[at]])).toEqual(
        length.map((_, item) => [item, 0]),
      );
      expect([...packedTimeRows(batch, packing, 5)]).toEqual(
        Array.from(packing.item, (item, at) => Math.min(item + packing.step[at], 4)),
      );
    }),
  );
});

it('refuses what no sampler makes: an empty batch, an item without steps', () => {
  expect(() => packBatch(batchOf([]))).toThrow(RangeError);
  expect(() => packBatch(batchOf([3, 0]))).toThrow(RangeError);
});
