/** Windows as samples: scored one by one, kept together or, on purpose, not. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { planFolds } from '../../../src/data/folds.js';
import { guardFindings } from '../../../src/data/guards.js';
import { timeStepsOf } from '../../../src/data/prepare.js';
import { divisible, windowsAsSamples } from '../../../src/data/scoredWindows.js';
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
        const cut = windowsAsSamples(whole, { length, stride }, false);
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

it('keeps windows of a sample, or of a group, together where windows are scored honestly', () => {
  const { experiment } = parseExperiment(
    JSON.stringify({
      data: { train: 'a.csv', window: { length: 4, stride: 2 } },
      validation: { folds: 3, scored: 'windows' },
    }),
    'x.experiment.json',
  );
  const whole = dataset([10, 8, 9, 12, 4, 7, 10, 8, 9, 12, 4, 7]);
  const bare = divisible({ ...whole, groups: null }, experiment);
  const sampleOf = (i: number) => bare.sampleIds[i].split('@')[0];
  for (const { fit, select, score } of planFolds(bare, experiment)) {
    const parts = [fit, select, score].map((part) => new Set(Array.from(part, sampleOf)));
    expect(parts[0].size + parts[1].size + parts[2].size).toBe(12);
    expect(new Set(parts.flatMap((part) => [...part])).size).toBe(12);
  }
  const named = divisible({ ...whole, groups: Int32Array.from(whole.labels, (_, i) => i % 5) }, experiment);
  expect(named.groups).toEqual(Int32Array.from(named.sampleIds, (id) => Number(id.slice(1).split('@')[0]) % 5));
  expect(guardFindings(bare, null, experiment).filter(({ severity }) => severity === 'error')).toEqual([]);
});

it('knows of each window where it stands in its sample, for the time embedding', () => {
  const whole = dataset([10, 3]);
  const window = { length: 4, stride: 3 };
  const cut = windowsAsSamples(whole, window, true);
  const direct = cutItems(whole, Int32Array.of(0, 1), window);
  expect(cut.firstStep).toEqual(direct.firstStep);
  expect(cutItems(cut, Int32Array.from(cut.labels.keys()), window).firstStep).toEqual(direct.firstStep);
  expect(timeStepsOf(cut, Int32Array.from(cut.labels.keys()))).toBe(timeStepsOf(whole, Int32Array.of(0, 1)));
});

it('scores windows only where there are some, and says so', () => {
  const messages = (data: object, validation: object) => {
    try {
      return parseExperiment(JSON.stringify({ data: { train: 'a.csv', ...data }, validation }), 'x.experiment.json')
        .experiment.validation.scored;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const window = { length: 4, stride: 2 };
  expect(messages({}, { scored: 'windows' })).toContain('data.window cuts none');
  expect(messages({ window }, { scored: 'samples', leaky: true })).toContain('windows are scored');
  expect(messages({ window }, { leaky: true })).toBe('windows');
  expect(messages({}, { leaky: true })).toBe('samples');
  expect(messages({ window }, {})).toBe('samples');
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
