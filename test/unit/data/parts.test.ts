/** A file read part by part holds the samples that it holds as a whole. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadOtherData, loadOtherDataInParts } from '../../../src/data/load.js';
import { ScatteredRows } from '../../../src/data/read/parts.js';
import type { Dataset } from '../../../src/data/types.js';
import { scratch } from '../scratch.js';
import { experimentIn, put } from './files.js';

let folder: string;
beforeAll(async () => {
  folder = await scratch();
});

const columns = { continuous: ['x'], categorical: ['kind'] };
const settings = { data: { train: 'd.csv', categorical: { kind: { embedding: 2 } } } };

/** Samples by id: everything that does not depend on the others. */
function samplesOf(datasets: Iterable<Dataset>): Map<string, unknown> {
  const samples = new Map<string, unknown>();
  for (const { sampleIds, rowStart, continuous, categorical, labels, classes, sampleHashes } of datasets) {
    sampleIds.forEach((id, i) => {
      expect(samples.has(id)).toBe(false);
      const own = <T>(values: Iterable<T>): T[] => [...values].slice(rowStart[i], rowStart[i + 1]);
      samples.set(id, {
        x: own(continuous[0].values),
        kind: own(categorical[0].codes).map((code) => categorical[0].levels[code]),
        label: classes[labels[i]],
        hash: sampleHashes[i],
      });
    });
  }
  return samples;
}

const parts = (file: string, rows: number, changes: object = {}) =>
  loadOtherDataInParts(experimentIn(folder, { ...settings, ...changes }), file, ['up', 'down'], columns, rows);

/** A column that nobody reads, so that a few rows take several blocks: a part ends with one. */
const filler = 'n'.repeat(6000);

test('whatever the lengths of samples and parts, the order of ids and of rows in a sample, the form of cells', async () => {
  const cell = fc.oneof(fc.integer({ min: -9, max: 9 }).map(String), fc.constantFrom('0.5', '"7"', '', '1e-3'));
  const kind = fc.constantFrom('a', 'b', '"c, d"', 'ü', '2.0', '');
  const sample = fc.record({
    rows: fc.array(fc.tuple(cell, kind), { minLength: 1, maxLength: 12 }),
    label: fc.constantFrom('up', 'down'),
    backwards: fc.boolean(),
  });
  const property = fc.asyncProperty(
    fc.array(sample, { minLength: 1, maxLength: 25 }),
    fc.integer({ min: 1, max: 60 }),
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 0, max: 5 }),
    async (samples, partRows, lineEnd, lifted) => {
      const lines = samples.flatMap(({ rows, label, backwards }, i) => {
        const own = rows.map(([x, k], t) => `s${(i * 7) % 26},${t},${x},${k},${label},${filler}`);
        return backwards ? own.reverse() : own;
      });
      // Some rows stand elsewhere: then it is said, or does not matter.
      for (let i = 0; i < lifted; i++) lines.unshift(...lines.splice((i * 37) % lines.length, 1));
      const file = put(folder, 'd.csv', ['sample_index,time,x,kind,label,note', ...lines].join(lineEnd));
      const policy = { preprocessing: { missing: 'zero' } };
      const whole = await loadOtherData(
        experimentIn(folder, { ...settings, ...policy }),
        file,
        null,
        ['up', 'down'],
        columns,
      );
      try {
        expect(samplesOf(parts(file, partRows, policy))).toEqual(samplesOf([whole]));
      } catch (error) {
        if (!(error instanceof ScatteredRows) || lifted === 0) throw error;
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

describe('a file of several blocks', () => {
  const header = 'sample_index,time,x,kind,label';
  /** Time steps `from` to `to - 1` of a sample. */
  const steps = (sample: number, from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, i) => {
      const t = from + i;
      return `s${sample},${t},${sample + t / 8},${'k'.repeat(1 + (t % 40))},up`;
    });
  const inTurn = (count: number, length: number): string[] =>
    Array.from({ length: count }, (_, i) => steps((i * 77) % count, 0, length)).flat();
  const write = (lines: readonly string[]): string => put(folder, 'd.csv', [header, ...lines].join('\n'));

  test('comes in parts that are no longer than a block more than asked for, with every sample whole', async () => {
    const file = write(inTurn(300, 160));
    const all = [...parts(file, 5000)];
    expect(all.length).toBeGreaterThan(3);
    const longest = Math.max(...all.map(({ rowStart, sampleIds }) => rowStart[sampleIds.length]));
    expect(longest).toBeLessThan(5000 + (1 << 18) / 15);
    const whole = await loadOtherData(experimentIn(folder, settings), file, null, ['up', 'down'], columns);
    expect(samplesOf(all)).toEqual(samplesOf([whole]));
  });

  test('may hold a sample longer than a part', () => {
    const file = write([5, 1, 3].flatMap((sample) => steps(sample, 0, 30_000)));
    expect(samplesOf(parts(file, 100)).size).toBe(3);
  });

  test('is refused where a sample goes on elsewhere, in the same part or many parts later', () => {
    const near = write([...steps(1, 0, 200), ...steps(2, 0, 100), ...steps(1, 200, 300)]);
    expect(() => [...parts(near, 200)]).toThrow(ScatteredRows);
    // All ids come up before the part ends; the last one goes on where it ends.
    const even = inTurn(5, 160).filter((_, i) => i % 2 === 0);
    const odd = inTurn(5, 160).filter((_, i) => i % 2 === 1);
    expect(() => [...parts(write([...even, ...odd]), 20)]).toThrow(ScatteredRows);
    const far = write([...inTurn(200, 160), ...steps(3, 160, 200)]);
    expect(() => [...parts(far, 200)]).toThrow(ScatteredRows);
  });

  test('says on which line of the file a mistake is', () => {
    const lines = inTurn(200, 160);
    lines[30_000] += ',more';
    const reading = parts(write(lines), 3000);
    const finding = {
      message: 'the row has 6 fields, the header has 5',
      place: { line: 30_002, column: lines[30_000].length - 3 },
    };
    expect(() => [...reading]).toThrow(
      expect.objectContaining({ ...finding, place: expect.objectContaining(finding.place) as object }),
    );
  });
});

test('a header alone, and a folder', () => {
  const empty = put(folder, 'empty.csv', 'sample_index,time,x,kind,label\n');
  expect(() => [...parts(empty, 10)]).toThrow('there is a header, but no row behind it');
  put(folder, 'many/a.csv', 'time,x,kind,label\n0,1,k,up\n');
  put(folder, 'many/b.csv', 'time,x,kind,label\n0,2,k,down\n');
  expect(samplesOf(parts(`${folder}/many`, 1)).size).toBe(2);
});
