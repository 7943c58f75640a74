import { describe, expect, test } from 'vitest';
import { guardFindings, type GuardFinding } from '../../../src/data/guards.js';
import type { Dataset } from '../../../src/data/types.js';
import { bareDataset, experimentIn } from './files.js';

const experiment = (settings: object = {}) => experimentIn('.', { data: { train: 'x.csv' }, ...settings }).experiment;

/** 40 samples of 4 steps in two classes; `value` gives what column x holds. */
function dataset(value: (sample: number, step: number) => number, extra: Partial<Dataset> = {}): Dataset {
  const labels = Array.from({ length: 40 }, (_, i) => i % 2);
  const bare = bareDataset(
    labels.map(() => 4),
    labels,
  );
  const values = Float32Array.from({ length: 160 }, (_, row) => value(Math.floor(row / 4), row % 4));
  const sampleHashes = labels.map((_, i) => `hash ${i}`);
  return { ...bare, sampleHashes, continuous: [{ name: 'x', values }], ...extra };
}

const noisy = (sample: number, step: number): number => ((sample * 7919 + step * 104729) % 97) / 7;
const find = (findings: GuardFinding[], kind: string): GuardFinding[] => findings.filter((f) => f.kind === kind);

describe('guardFindings', () => {
  test('ordinary data: the counts and lengths, and nothing to do', () => {
    expect(guardFindings(dataset(noisy), null, experiment())).toEqual([
      { severity: 'note', kind: 'classes', message: '40 samples: class 0 20, class 1 20', cure: null },
      { severity: 'note', kind: 'lengths', message: 'every sample has 4 steps', cure: null },
    ]);
  });

  test('a column whose mean separates the classes', () => {
    const found = find(
      guardFindings(
        dataset((s, t) => (s % 2) * 20 + noisy(s, t)),
        null,
        experiment(),
      ),
      'tellsClass',
    );
    expect(found).toMatchObject([{ severity: 'warning', message: expect.stringContaining('mean of x') }]);
  });

  test('few samples separate by chance: nothing is said', () => {
    const few = bareDataset([4, 4, 4, 4, 4], [0, 0, 0, 1, 1]);
    expect(find(guardFindings(few, null, experiment({ validation: { folds: 2 } })), 'tellsClass')).toEqual([]);
  });

  test('a category that is the label in other words', () => {
    const level = (map: (sample: number) => number): Partial<Dataset> => ({
      categorical: [
        {
          name: 'k',
          codes: Uint16Array.from({ length: 160 }, (_, r) => map(Math.floor(r / 4))),
          levels: ['p', 'q', 'r'],
        },
      ],
    });
    const leak = guardFindings(
      dataset(
        noisy,
        level((s) => (s % 2 ? 2 : s % 4 ? 1 : 0)),
      ),
      null,
      experiment(),
    );
    expect(find(leak, 'tellsClass')).toMatchObject([{ message: expect.stringContaining('each value of k') }]);
    const honest = guardFindings(
      dataset(
        noisy,
        level((s) => s % 3),
      ),
      null,
      experiment(),
    );
    expect(find(honest, 'tellsClass')).toEqual([]);
  });

  test('constant columns, and one that counts the samples', () => {
    expect(
      find(
        guardFindings(
          dataset(() => 3),
          null,
          experiment(),
        ),
        'constant',
      ),
    ).toMatchObject([{ message: 'x has one value in every row', cure: 'Name it in data.ignore.' }]);
    expect(
      find(
        guardFindings(
          dataset((s) => 100 + s),
          null,
          experiment(),
        ),
        'looksLikeId',
      ),
    ).toHaveLength(1);
  });

  test('copies, copies with other labels, copies in the test data; a group that keeps them together is enough', () => {
    const hashes = Array.from({ length: 40 }, (_, i) => `hash ${i}`);
    hashes[5] = 'hash 3';
    hashes[8] = 'hash 3';
    const train = dataset(noisy, { sampleHashes: hashes });
    const held = { ...dataset(noisy), sampleHashes: hashes.map((_, i) => (i === 0 ? 'hash 3' : `other ${i}`)) };
    const found = guardFindings(train, held, experiment());
    expect(find(found, 'duplicates')).toMatchObject([
      { message: expect.stringContaining('2 samples are copies of another, value for value (3 = 5 = 8)') },
    ]);
    expect(find(found, 'conflict')).toMatchObject([{ message: expect.stringContaining('3 = 5 = 8') }]);
    expect(find(found, 'testSeen')).toMatchObject([{ message: expect.stringContaining('1 of 40 test samples') }]);
    const groups = Int32Array.from(hashes, (_, i) => ([3, 5, 8].includes(i) ? 3 : i));
    expect(find(guardFindings({ ...train, groups }, null, experiment()), 'duplicates')).toEqual([]);
  });

  test('classes: none, too few for the folds, unequal ones', () => {
    const labels = Int32Array.from({ length: 40 }, (_, i) => (i < 3 ? 2 : 0));
    const train = dataset(noisy, { labels, classes: ['a', 'b', 'c'] });
    const found = guardFindings(train, null, experiment());
    expect(found[0]).toMatchObject({
      severity: 'error',
      kind: 'folds',
      message: expect.stringContaining('class "c" has 3 samples'),
    });
    expect(find(found, 'classes')).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('class b has no sample') },
      { severity: 'note', message: '40 samples: a 37, b 0, c 3', cure: expect.stringContaining('weighted') },
    ]);
    const weighted = guardFindings(train, null, experiment({ training: { sampler: 'weighted' } }));
    expect(find(weighted, 'classes')[1].cure).toBeNull();
  });

  test('lengths and missing cells', () => {
    const train = bareDataset([1, 30, 30, 30, 30, 30, 30, 30, 30, 30], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const settings = experiment({ preprocessing: { missing: 'zero' } });
    const found = guardFindings(train, null, settings, {
      missing: [
        { column: 'x', cells: 1200 },
        { column: 'y', cells: 1 },
      ],
    });
    expect(find(found, 'lengths')).toMatchObject([{ severity: 'warning', message: 'samples have 1 to 30 steps' }]);
    expect(find(found, 'missing')).toMatchObject([
      { severity: 'note', message: '1,201 missing cells were set to zero (x 1,200, y 1)' },
    ]);
  });
});

describe('columns and values', () => {
  const two = (other: (value: number, row: number) => number): GuardFinding[] => {
    const base = dataset(noisy);
    const values = Float32Array.from(base.continuous[0].values, other);
    return guardFindings({ ...base, continuous: [...base.continuous, { name: 'y', values }] }, null, experiment());
  };

  test('a column that is another one again', () => {
    expect(
      find(
        two((value) => value),
        'sameColumns',
      ),
    ).toMatchObject([{ severity: 'warning', message: 'y is x again, value for value', columns: ['y'] }]);
    expect(
      find(
        two((value, row) => (row === 159 ? value + 1 : value)),
        'sameColumns',
      ),
    ).toEqual([]);
  });

  test('codes for a missing value', () => {
    const coded = find(
      two((value, row) => (row === 9 || row === 70 ? -999 : value)),
      'impossible',
    );
    expect(coded).toMatchObject([{ columns: ['y'], samples: ['2'] }]);
    expect(coded[0].message).toMatch(/^y is -999 in 2 rows, first in sample 2, and everywhere else from 0/);
    expect(
      find(
        two((value, row) => (row === 9 ? 1e9 : value)),
        'impossible',
      ),
    ).toHaveLength(1);
  });

  test('a value that is rare, or large, is no mistake', () => {
    expect(
      find(
        two((value, row) => (row === 9 ? 60 : value)),
        'impossible',
      ),
    ).toEqual([]);
    expect(
      find(
        two((_, row) => (row < 80 ? 0 : 1e9)),
        'impossible',
      ),
    ).toEqual([]);
    expect(
      find(
        two(() => 3),
        'impossible',
      ),
    ).toEqual([]);
  });

  test('a class of which a fold scores one sample or none', () => {
    const labels = Array.from({ length: 40 }, (_, i) => (i < 7 ? 1 : 0));
    const small = { ...dataset(noisy), labels: Int32Array.from(labels) };
    expect(find(guardFindings(small, null, experiment()), 'smallClass')).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('class class 1 has 7 samples: a fold scores 1 or one more'),
      },
    ]);
    const folds = { validation: { folds: 3 } };
    expect(find(guardFindings(small, null, experiment(folds)), 'smallClass')).toEqual([]);
  });
});
