/** Windows as samples: the split that leaks on purpose. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { windowsAsSamples } from '../../../src/data/leaky.js';
import type { Dataset } from '../../../src/data/types.js';
import { cutItems } from '../../../src/data/windows.js';

function dataset(lengths: readonly number[]): Dataset {
  const rowStart = Uint32Array.from([0, ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b, 0))]);
  const rows = rowStart[lengths.length];
  return {
    ...{ sampleIds: lengths.map((_, i) => `s${i}`), rowStart, classes: ['a', 'b'], hash: 'h' },
    continuous: [{ name: 'x', values: Float32Array.from({ length: rows }, (_, i) => i) }],
    categorical: [{ name: 'c', codes: Uint16Array.from({ length: rows }, (_, i) => i % 3), levels: ['0', '1', '2'] }],
    labels: Int32Array.from(lengths, (_, i) => i % 2),
    groups: Int32Array.from(lengths, () => 0),
    sampleHashes: lengths.map((_, i) => `hash${i}`),
  };
}

it('holds the rows of every window, and nothing that would keep windows of a sample together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (lengths, length, stride) => {
        const whole = dataset(lengths);
        const items = cutItems(
          whole,
          Int32Array.from(lengths, (_, i) => i),
          { length, stride },
        );
        const cut = windowsAsSamples(whole, { length, stride });
        expect(cut.groups).toBeNull();
        expect(new Set(cut.sampleIds).size).toBe(items.sample.length);
        items.sample.forEach((sample, i) => {
          const own = cut.continuous[0].values.subarray(cut.rowStart[i], cut.rowStart[i + 1]);
          expect([...own]).toEqual(Array.from({ length: items.length[i] }, (_, t) => items.row[i] + t));
          expect(cut.categorical[0].codes[cut.rowStart[i]]).toBe(items.row[i] % 3);
          expect([cut.labels[i], cut.sampleHashes[i]]).toEqual([sample % 2, `hash${sample}`]);
          expect(cut.sampleIds[i]).toBe(`s${sample}@${items.firstStep[i]}`);
        });
        expect(cut.continuous[0].values.buffer).toBeInstanceOf(SharedArrayBuffer);
      },
    ),
    { numRuns: 50 },
  );
});

it('selects on the scored fold unless told otherwise, and needs a score', () => {
  const read = (value: object) =>
    parseExperiment(
      JSON.stringify({ data: { train: 'a.csv', window: { length: 4, stride: 2 } }, ...value }),
      'x.experiment.json',
    );
  expect(read({ validation: { leaky: true } }).experiment.validation.selection).toBe('scoredFold');
  expect(read({ validation: { leaky: true, selection: 'none' } }).experiment.validation.selection).toBe('none');
  expect(read({}).experiment.validation).toMatchObject({ leaky: false, selection: { fraction: 0.15 } });
  expect(() => read({ validation: { leaky: true, scheme: 'none' } })).toThrow('scores nothing');
});
