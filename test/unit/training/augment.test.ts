import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Augmentation } from '../../../src/config/strategySchema.js';
import { augmentBatch } from '../../../src/training/augment.js';
import { drawBatch } from '../engine/drawn.js';
import type { NetworkSpec } from '../../../src/model/types.js';

const spec = { continuous: 3, embeddings: [{ column: 'a', rows: 4, size: 2 }], classes: 3 } as unknown as NetworkSpec;
const shape = { channels: 3, codeColumns: 1 };
const names = ['jitter', 'scaling', 'timeWarp', 'windowSlice', 'timeMask', 'channelDropout', 'mixup'] as const;
const each = (name: Augmentation['name'], probability = 1): Augmentation => ({ name, strength: null, probability });

test('nothing outside the rows of an item is read, and the batch itself stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
      fc.nat(1e6),
      (chosen, lengths, seed) => {
        // Between the items stand rows of NaN and of a code that no table has.
        const batch = drawBatch(spec, seed, lengths);
        const before = structuredClone(batch);
        const result = augmentBatch(
          batch,
          chosen.map((name) => each(name, 0.7)),
          shape,
          seed,
          [0, 0, 1, 0],
        );
        expect(batch).toEqual(before);
        expect(result.continuous.every(Number.isFinite)).toBe(true);
        expect(result.codes.every((code) => code < 4)).toBe(true);
        expect(result.labels).toEqual(batch.labels);
        for (let i = 0; i < batch.size; i++) {
          expect(result.length[i]).toBeLessThanOrEqual(batch.length[i]);
          expect(result.row[i] + result.length[i]).toBeLessThanOrEqual(result.continuous.length / 3);
          if (!result.mix) continue;
          expect(result.mix.row[i] + result.length[i]).toBeLessThanOrEqual(result.continuous.length / 3);
          expect(result.mix.share[i]).toBeLessThanOrEqual(0.5);
          expect(batch.labels).toContain(result.mix.labels[i]);
        }
      },
    ),
    { numRuns: 150, seed: 6 },
  );
});

test('probability is the share of items changed; each epoch and batch draws anew', () => {
  const batch = drawBatch(spec, 1, new Array<number>(200).fill(4));
  const changed = (words: readonly number[]): boolean[] => {
    const result = augmentBatch(batch, [each('jitter', 0.3)], shape, 5, words);
    return Array.from(
      { length: 200 },
      (_, i) => result.continuous[result.row[i] * 3] !== batch.continuous[batch.row[i] * 3],
    );
  };
  const first = changed([0, 0, 1, 0]);
  const share = first.filter(Boolean).length / 200;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.4);
  expect(changed([0, 0, 1, 0])).toEqual(first);
  expect(changed([0, 0, 2, 0])).not.toEqual(first);
  expect(changed([0, 0, 1, 1])).not.toEqual(first);
});

test('one more augmentation changes nothing about those before it', () => {
  const batch = drawBatch(spec, 2, [5, 7, 3]);
  const alone = augmentBatch(batch, [each('jitter')], shape, 5, [1]);
  const both = augmentBatch(batch, [each('jitter'), each('mixup')], shape, 5, [1]);
  expect(both.continuous.subarray(0, alone.continuous.length)).toEqual(alone.continuous);
});

test('mixup takes another sample of the batch at the length of the first, and leaves a batch of one alone', () => {
  const batch = drawBatch(spec, 3, [5, 9, 5, 2]);
  const { mix, row, length, continuous } = augmentBatch(batch, [each('mixup')], shape, 8, [1]);
  mix!.share.forEach((share, i) => {
    expect(share).toBeGreaterThan(0);
    expect(mix!.row[i]).not.toBe(row[i]);
  });
  expect(continuous.length / 3).toBeGreaterThan(length.reduce((sum, steps) => sum + steps, 0));
  expect(augmentBatch(drawBatch(spec, 3, [5]), [each('mixup')], shape, 8, [1]).mix!.share).toEqual(new Float32Array(1));
});

test('none asked for: the batch itself', () => {
  const batch = drawBatch(spec, 3, [5]);
  expect(augmentBatch(batch, [], shape, 8, [1])).toBe(batch);
});
