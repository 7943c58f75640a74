/** Splits: whatever the data, nothing stands on two sides, everything is scored once, and the seed decides. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { planFolds } from '../../../src/data/folds.js';
import type { Dataset, Fold } from '../../../src/data/types.js';
import { cutItems } from '../../../src/data/windows.js';
import { bareDataset, experimentIn } from './files.js';

const experimentOf = (validation: object, seed = 1) =>
  experimentIn('.', { seed, data: { train: 'x.csv' }, validation }).experiment;

const data = fc
  .record({
    classes: fc.integer({ min: 1, max: 4 }),
    samples: fc.array(fc.record({ label: fc.nat(3), group: fc.nat(9), length: fc.integer({ min: 1, max: 30 }) }), {
      minLength: 6,
      maxLength: 60,
    }),
    grouped: fc.boolean(),
  })
  .map(({ classes, samples, grouped }) =>
    bareDataset(
      samples.map(({ length }) => length),
      samples.map(({ label }) => label % classes),
      grouped ? samples.map(({ group }) => group) : undefined,
    ),
  );
const selection = fc.constantFrom({ fraction: 0.15 }, { fraction: 0.4 }, 'none', 'scoredFold');
const stratified = fc.boolean();
const folds = fc.integer({ min: 2, max: 5 });
const fraction = fc.constantFrom(0.1, 0.25, 0.5);
const repeats = fc.integer({ min: 1, max: 3 });
const validation = fc.oneof(
  fc.record({ scheme: fc.constant('kFold'), folds, stratified, repeats, selection }),
  fc.record({ scheme: fc.constant('holdout'), fraction, stratified, repeats, selection }),
  fc.record({ scheme: fc.constant('none'), repeats, selection: fc.constant('none') }),
);

/** The folds, or null where the data cannot be divided so. */
function divide(dataset: Dataset, settings: object, seed = 1): Fold[] | null {
  const experiment = experimentOf(settings, seed);
  try {
    return planFolds(dataset, experiment);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

describe('planFolds', () => {
  test('no sample, group or window ever stands on two sides, and no sample is lost', () => {
    let divided = 0;
    fc.assert(
      fc.property(
        data,
        validation,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        (d, v, length, stride) => {
          for (const { fit, select, score } of divide(d, v) ?? []) {
            divided++;
            const parts = v.selection === 'scoredFold' ? [fit, score] : [fit, select, score];
            const all = parts.flatMap((part) => [...part]);
            expect(new Set(all).size).toBe(all.length);
            expect(all.sort((a, b) => a - b)).toEqual(Array.from(d.labels, (_, i) => i));
            expect(fit.length).toBeGreaterThan(0);
            for (const part of [fit, select, score]) expect(part).toEqual(part.slice().sort());
            if (v.selection === 'scoredFold') expect(select).toEqual(score);
            if (v.selection === 'none') expect(select).toHaveLength(0);
            if (typeof v.selection === 'object') expect(select.length).toBeGreaterThan(0);
            if (d.groups) {
              const groups = parts.map((part) => new Set(Array.from(part, (sample) => d.groups![sample])));
              for (const [i, a] of groups.entries())
                for (const b of groups.slice(i + 1)) for (const group of a) expect(b.has(group)).toBe(false);
            }
            const rows = parts.map((part) => {
              const items = cutItems(d, part, { length, stride });
              return new Set(
                Array.from(items.row, (row, i) => Array.from({ length: items.length[i] }, (_, t) => row + t)).flat(),
              );
            });
            expect(new Set(rows.flatMap((set) => [...set])).size).toBe(rows.reduce((n, set) => n + set.size, 0));
          }
        },
      ),
      { numRuns: 600 },
    );
    // The property is worth something only where most of the data could be divided.
    expect(divided).toBeGreaterThan(600);
  });

  test('every sample is scored exactly once a repeat (kFold), once or never (holdout), never (none)', () => {
    fc.assert(
      fc.property(data, validation, (d, v) => {
        const folds = divide(d, v) ?? [];
        for (let repeat = 0; repeat < (folds.length > 0 ? v.repeats : 0); repeat++) {
          const own = folds.filter((fold) => fold.repeat === repeat);
          const scored = own.flatMap(({ score }) => [...score]);
          expect(own.map(({ fold }) => fold)).toEqual(own.map((_, i) => i));
          expect(new Set(scored).size).toBe(scored.length);
          if ('folds' in v) {
            expect(own).toHaveLength(v.folds);
            expect(scored).toHaveLength(d.labels.length);
            for (const { score } of own) expect(score.length).toBeGreaterThan(0);
          } else {
            expect(own).toHaveLength(1);
            if (v.scheme === 'none') expect(scored).toHaveLength(0);
            else expect(scored.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('stratified folds hold each class in equal shares, to one sample', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 10, maxLength: 80 }),
        fc.integer({ min: 2, max: 5 }),
        (labels, folds) => {
          const dataset = bareDataset(
            labels.map(() => 1),
            labels,
          );
          const parts = divide(dataset, { folds });
          if (!parts) return;
          const sizes = parts.map(({ score }) => score.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          for (let c = 0; c < 3; c++) {
            const counts = parts.map(({ score }) => score.filter((sample) => labels[sample] === c).length);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('the pain task: 511, 94 and 56 samples in five folds, 15 % set aside to select', () => {
    const labels = [511, 94, 56].flatMap((count, c) => new Array<number>(count).fill(c));
    for (const { fit, select, score } of planFolds(
      bareDataset(
        labels.map(() => 1),
        labels,
      ),
      experimentOf({}),
    )) {
      const counts = (part: Int32Array) => [0, 1, 2].map((c) => part.filter((sample) => labels[sample] === c).length);
      const [no, low, high] = counts(score);
      expect([102, 103]).toContain(no);
      expect([18, 19]).toContain(low);
      expect([11, 12]).toContain(high);
      expect(select.length).toBe(Math.round(0.15 * (661 - score.length)));
      expect(counts(select)[2]).toBeGreaterThanOrEqual(6);
      expect(fit.length + select.length + score.length).toBe(661);
    }
  });

  test('grouped folds are balanced where groups are many and small', () => {
    // 60 subjects of five samples, a class a subject, one to three.
    const labels = Array.from({ length: 300 }, (_, i) => (Math.floor(i / 5) % 4 === 0 ? 1 : 0));
    const groups = labels.map((_, i) => Math.floor(i / 5));
    for (const { score } of planFolds(
      bareDataset(
        labels.map(() => 1),
        labels,
        groups,
      ),
      experimentOf({}),
    )) {
      expect(score).toHaveLength(60);
      expect(score.filter((sample) => labels[sample] === 1)).toHaveLength(15);
    }
  });

  test('the seed decides everything; repeats differ', () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2);
    const dataset = bareDataset(
      labels.map(() => 1),
      labels,
    );
    const settings = { repeats: 2 };
    const first = divide(dataset, settings, 7)!;
    expect(divide(dataset, settings, 7)).toEqual(first);
    expect(divide(dataset, settings, 8)).not.toEqual(first);
    expect(first[0].score).not.toEqual(first[5].score);
    // A change here changes the folds of every run there is: only on purpose.
    expect([...first[0].score]).toMatchInlineSnapshot(`
      [
        0,
        3,
        11,
        18,
        19,
        26,
        27,
        28,
      ]
    `);
    expect([...first[0].select]).toMatchInlineSnapshot(`
      [
        4,
        8,
        15,
        22,
        37,
      ]
    `);
  });
});
