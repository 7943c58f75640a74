import { describe, expect, it } from 'vitest';
import { guardFindings } from '../../../src/cli/dataGuards.js';
import { summariseData } from '../../../src/cli/dataSummary.js';
import type { Dataset } from '../../../src/data/types.js';

/** Samples of two steps; columns give a value for each step of sample i. */
function dataset(
  labels: number[],
  columns: Record<string, (sample: number, step: number) => number>,
  hashes?: string[],
): Dataset {
  const steps = 2;
  return {
    sampleIds: labels.map((_, i) => `s${i}`),
    rowStart: Uint32Array.from({ length: labels.length + 1 }, (_, i) => i * steps),
    continuous: Object.entries(columns).map(([name, value]) => ({
      name,
      values: Float32Array.from({ length: labels.length * steps }, (_, row) =>
        value(Math.floor(row / steps), row % steps),
      ),
    })),
    categorical: [],
    labels: Int32Array.from(labels),
    classes: ['a', 'b'],
    groups: null,
    hash: 'h',
    sampleHashes: hashes ?? labels.map((_, i) => `h${i}`),
  };
}
const labels = Array.from({ length: 40 }, (_, i) => i % 2);
const kinds = (data: Dataset, test: Dataset | null = null): string[] =>
  guardFindings(data, test).map((one) => one.kind);

describe('guards', () => {
  it('are silent of ordinary data', () => {
    expect(guardFindings(dataset(labels, { x: (i, t) => i * 0.37 + t, y: (i) => (i * 7) % 11 }), null)).toEqual([]);
  });
  it('find columns that tell the class, count the samples or never change', () => {
    const data = dataset(labels, {
      code: (i) => labels[i],
      id: (i) => 100 + i,
      same: () => 4,
      mean: (i) => labels[i] * 100 + ((i * 13) % 17),
    });
    expect(guardFindings(data, null).map(({ kind, message }) => [kind, message.split(' ')[0]])).toEqual([
      ['tellsClass', 'code'],
      ['looksLikeId', 'id'],
      ['tellsClass', 'mean'],
      ['constant', 'same'],
    ]);
  });
  it('find the same content twice, and in the test data', () => {
    const hashes = labels.map((_, i) => (i < 3 ? 'twin' : `h${i}`));
    const found = guardFindings(
      dataset(labels, { x: (i, t) => i + t }, hashes),
      dataset([0], { x: () => 1 }, ['twin']),
    );
    expect(found.map((one) => one.kind)).toEqual(['duplicates', 'conflict', 'testSeen']);
    expect(found[0].message).toContain('3 samples have the same content as another (s0 = s1 = s2)');
    expect(kinds(dataset(labels, { x: (i, t) => i + t }), dataset([0], { x: () => 1 }, ['new']))).toEqual([]);
  });
  it('call nothing a leak from a handful of samples', () => {
    expect(kinds(dataset([0, 1, 0, 1], { code: (i) => i % 2 }))).toEqual([]);
  });
});

it('summariseData counts', () => {
  const data = {
    ...dataset([0, 1, 1, -1], { x: (i, t) => i + t, same: () => 1 }),
    rowStart: Uint32Array.of(0, 1, 4, 6, 8),
  };
  expect(summariseData(data)).toEqual({
    ...{ hash: 'h', samples: 4, steps: 8, shortest: 1, median: 2, longest: 3, unlabelled: 1, groups: null },
    classes: [
      { name: 'a', samples: 1 },
      { name: 'b', samples: 2 },
    ],
    ...{ continuous: ['x', 'same'], categorical: [], constant: ['same'] },
  });
});
