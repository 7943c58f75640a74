/** Suites to rows: merge patches, chains, grids and searches as pure functions. */
import fc from 'fast-check';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSuite, parseSuite } from '../../../src/config/suite.js';
import { formatUserError, UserError } from '../../../src/base/errors.js';
import { expandSuite } from '../../../src/study/expand.js';
import { gridPoints, searchPoints } from '../../../src/study/grid.js';
import { mergePatch } from '../../../src/study/patch.js';
import { studyRows } from '../../../src/study/rows.js';

const suiteOf = (value: object) =>
  parseSuite(JSON.stringify({ base: 'a.experiment.json', ...value }), 'a.suite.json').suite;
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(1, 'x', true, [1, 2]),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { noNullPrototype: true }),
  ),
})).node;

describe('merge patch (RFC 7396)', () => {
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('the cases of its appendix: %j with %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  test('twice is once, nothing changes nothing, and arguments stay as they are', () => {
    fc.assert(
      fc.property(tree, tree, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
        if (typeof target === 'object' && !Array.isArray(target)) expect(mergePatch(target, {})).toEqual(target);
        expect(JSON.stringify([target, patch])).toBe(before);
      }),
    );
  });
});

describe('rows', () => {
  const base = { seed: 1, model: { cell: 'gru', layers: 2 } };

  test('"+" builds on the row above, "from" on a named one, others on the base; quick comes last', () => {
    const suite = suiteOf({
      change: { seed: 5 },
      rows: [
        { name: 'base' },
        { name: '+ lstm', change: { model: { cell: 'lstm' } } },
        { name: '+ deep', change: { model: { layers: 3 } } },
        { name: 'wide', from: '+ lstm', set: { 'model.hiddenUnits': 8, 'model.headUnits': null } },
        { name: 'plain', change: { model: { layers: null } } },
      ],
      quick: { model: { layers: 1 } },
    });
    const values = (quick: boolean) => expandSuite(suite, base, { quick }).map(({ value }) => value);
    expect(values(false)).toEqual([
      { seed: 5, model: { cell: 'gru', layers: 2 } },
      { seed: 5, model: { cell: 'lstm', layers: 2 } },
      { seed: 5, model: { cell: 'lstm', layers: 3 } },
      { seed: 5, model: { cell: 'lstm', layers: 2, hiddenUnits: 8, headUnits: null } },
      { seed: 5, model: { cell: 'gru' } },
    ]);
    expect(values(true).map((value) => (value as typeof base).model.layers)).toEqual([1, 1, 1, 1, 1]);
  });

  test('a grid has every combination once', () => {
    const axes = fc.dictionary(
      fc.constantFrom('a.b', 'a.c', 'd'),
      fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }),
    );
    fc.assert(
      fc.property(axes, (grid) => {
        const points = gridPoints(grid);
        const sizes = Object.values(grid).map(({ length }) => length);
        expect(points).toHaveLength(sizes.length === 0 ? 0 : sizes.reduce((a, b) => a * b, 1));
        expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length);
        for (const point of points)
          for (const [path, values] of Object.entries(grid)) expect(values).toContain(point[path]);
      }),
    );
  });

  test('a search stays in its ranges, never draws twice, and a larger budget keeps the earlier draws', () => {
    const ranges = {
      lr: { low: 1e-4, high: 1e-1, log: true },
      units: { low: 16, high: 64, step: 16 },
      cell: { choices: ['gru', 'lstm'] },
    };
    fc.assert(
      fc.property(fc.nat(4294967295), fc.integer({ min: 1, max: 20 }), (seed, budget) => {
        const points = searchPoints({ budget, seed, ranges });
        expect(points).toHaveLength(budget);
        expect(searchPoints({ budget: budget + 5, seed, ranges }).slice(0, budget)).toEqual(points);
        expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(budget);
        for (const point of points) {
          expect(point['lr']).toBeGreaterThanOrEqual(1e-4);
          expect(point['lr']).toBeLessThanOrEqual(1e-1);
          expect([16, 32, 48, 64]).toContain(point['units']);
          expect(['gru', 'lstm']).toContain(point['cell']);
        }
      }),
    );
    const few = searchPoints({ budget: 50, seed: 3, ranges: { cell: { choices: ['gru', 'lstm', 'rnn'] } } });
    expect(few.map((point) => point['cell']).sort()).toEqual(['gru', 'lstm', 'rnn']);
    // On a logarithmic scale half of the draws lie below the geometric mean.
    const drawn = searchPoints({ budget: 400, seed: 1, ranges: { lr: ranges.lr } });
    const below = drawn.filter((point) => (point['lr'] as number) < 10 ** -2.5).length;
    expect(Math.abs(below / drawn.length - 0.5)).toBeLessThan(0.1);
  });
});

describe('suite files', () => {
  const message = (value: object | string): string => {
    try {
      parseSuite(typeof value === 'string' ? value : JSON.stringify(value, null, 1), 'a.suite.json');
      return 'right';
    } catch (error) {
      if (error instanceof UserError) return formatUserError(error);
      throw error;
    }
  };
  const rows = [{ name: 'a' }];

  test.each([
    [{ base: 'b.json', rows }, 'right'],
    ['{ "base": }', 'a.suite.json:1:'],
    [{ rows }, 'base is missing'],
    [{ base: 'b.json' }, 'the suite has no rows'],
    [{ base: 'b.json', rowz: rows }, 'did you mean rows?'],
    [{ base: 'b.json', rows: [{ name: 'a' }, { name: 'a' }] }, 'a.suite.json:8:12: two rows are called "a"'],
    [{ base: 'b.json', rows: [{ name: '+ a' }] }, 'none above it'],
    [{ base: 'b.json', rows: [{ name: 'a', from: 'b' }] }, 'no row above is called "b"'],
    [{ base: 'b.json', rows: [{ name: 'a', change: 3 }] }, 'rows[0].change cannot be 3'],
    [{ base: 'b.json', rows, baseline: 'b' }, 'no row is called "b"'],
    [{ base: 'b.json', rows, seeds: [] }, 'seeds cannot be []'],
    [{ base: 'b.json', rows, seeds: [1, 1] }, 'seeds has a value twice'],
    [{ base: 'b.json', search: { budget: 2, ranges: { x: { low: 2, high: 1 } } } }, 'low must be less than high'],
    [{ base: 'b.json', search: { budget: 2, ranges: { x: { low: 0, high: 1, log: true } } } }, 'more than 0'],
    [{ base: 'b.json', search: { budget: 2, ranges: {} } }, 'nothing to draw'],
    [{ base: 'b.json', search: { budget: 0, ranges: { x: { choices: [1] } } } }, 'search.budget cannot be 0'],
  ])('%j', (value, expected) => {
    expect(message(value)).toContain(expected);
  });

  test('every example is right, with and without --quick', async () => {
    const folder = join(import.meta.dirname, '../../../examples');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.suite.json'));
    expect(names).toEqual(
      expect.arrayContaining(['leaky', 'table1', 'table2', 'sweep'].map((name) => `${name}.suite.json`)),
    );
    for (const name of names)
      for (const quick of [false, true]) {
        const rows = await studyRows(await loadSuite(join(folder, name)), { quick });
        expect(rows.filter(({ baseline }) => baseline)).toHaveLength(1);
        expect(rows.length).toBeGreaterThanOrEqual(name.startsWith('leaky') ? 3 : 9);
      }
  });
});
