import { describe, expect, it } from 'vitest';
import { firstChoices, type SampleChoices } from '../../../webview/run/choices.js';
import { createEvidence, matrixOf, type Evidence } from '../../../webview/run/evidence.js';
import { probability } from '../../../webview/format.js';
import { listCounts, listOf, sampleRows } from '../../../webview/run/sampleRows.js';
import { windowOf } from '../../../webview/list/window.js';

/** Two classes; p is that of the first. */
function evidence(rows: readonly (readonly [name: string, label: number, p: number])[]): Evidence {
  return createEvidence(
    'outOfFold',
    {
      samples: new TextEncoder().encode(rows.map(([name]) => name).join('\0')),
      labels: Int32Array.from(rows, ([, label]) => label),
      tasks: Int32Array.from(rows, (_, i) => i % 2),
      probabilities: Float64Array.from(rows.flatMap(([, , p]) => [p, 1 - p])),
    },
    ['a', 'b'],
  );
}

const five = evidence([
  ['10', 0, 0.9],
  ['9', 0, 0.2],
  ['11', 1, 0.55],
  ['2', 1, 0.1],
  ['100', 0, 0.58],
]);
const order = (own: Evidence, change: Partial<SampleChoices>): string[] =>
  [...sampleRows(own, { ...firstChoices.samples, ...change })].map((row) => own.samples[row]);

describe('the list of samples', () => {
  it('begins with the wrong ones, the surest first', () => {
    expect(order(five, {})).toEqual(['9', '11']);
    expect(listCounts(five)).toEqual({ wrong: 2, unsure: 2, all: 5 });
  });

  it('has the least sure first where it is about these', () => {
    expect(order(five, { list: 'unsure' })).toEqual(['11', '100']);
  });

  it('holds a cell of the matrix whole, right samples included', () => {
    expect(order(five, { cell: [0, 0] })).toEqual(['10', '100']);
    expect(order(five, { cell: [0, 1] })).toEqual(['9']);
    const matrix = matrixOf(five);
    expect(matrix).toEqual([
      [2, 1],
      [1, 1],
    ]);
    for (const truth of [0, 1])
      for (const predicted of [0, 1])
        expect(order(five, { cell: [truth, predicted] })).toHaveLength(matrix[truth][predicted]);
  });

  it('finds by name, and sorts numbers as numbers', () => {
    expect(order(five, { list: 'all', find: ' 10 ' })).toEqual(['10', '100']);
    expect(order(five, { list: 'all', sort: { by: 'sample', down: false } })).toEqual(['2', '9', '10', '11', '100']);
    const named = evidence([
      ['b9', 0, 0.9],
      ['b10', 0, 0.9],
      ['', 0, 0.9],
    ]);
    expect(order(named, { list: 'all', sort: { by: 'sample', down: true } })).toEqual(['b9', 'b10', '']);
  });

  it('keeps the order of the file among equals, in both directions', () => {
    expect(order(five, { list: 'all', sort: { by: 'fold', down: true } })).toEqual(['9', '2', '10', '11', '100']);
    expect(order(five, { list: 'all', sort: { by: 'fold', down: false } })).toEqual(['10', '11', '100', '9', '2']);
  });

  it('knows nothing to be wrong without labels', () => {
    const unknown = evidence([
      ['x', -1, 0.9],
      ['y', -1, 0.4],
    ]);
    expect(listOf(unknown, firstChoices.samples)).toBe('all');
    expect(order(unknown, {})).toEqual(['x', 'y']);
    expect(order(unknown, { cell: [-1, 1] })).toEqual(['y']);
    expect(order(unknown, { sort: { by: 'ofTruth', down: true } })).toEqual(['x', 'y']);
  });

  it('writes no probability as certain that is not', () => {
    expect([1, 0.9999, 0.994, 0.004, 1e-9, 0].map(probability)).toEqual([
      '1.00',
      '>0.99',
      '0.99',
      '<0.01',
      '<0.01',
      '0.00',
    ]);
  });
});

describe('rows on screen', () => {
  it('are few, whatever the length of the table', () => {
    expect(windowOf(0, 560, 28, 100_000)).toEqual({ first: 0, end: 36 });
    const { first, end } = windowOf(1_400_000, 560, 28, 100_000);
    expect(first).toBeLessThanOrEqual(50_000);
    expect(end).toBeGreaterThanOrEqual(50_020);
    expect(end - first).toBeLessThan(50);
    expect(windowOf(0, 0, 28, 3)).toEqual({ first: 0, end: 3 });
    expect(windowOf(9999, 560, 28, 0)).toEqual({ first: 0, end: 0 });
  });
});
