import { expect, it } from 'vitest';
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
