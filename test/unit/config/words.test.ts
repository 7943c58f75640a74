/** Names: globs, orders, suggestions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGlob, literalPrefix, matchColumns } from '../../../src/config/glob.js';
import { compareNatural } from '../../../src/config/natural.js';
import { nearest } from '../../../src/config/suggest.js';

const joints = Array.from({ length: 31 }, (_, i) => `joint_${String(i).padStart(2, '0')}`);

describe('globs', () => {
  test.each([
    ['joint_1[3-9]', 7, 'joint_13', 'joint_19'],
    ['joint_2[0-5]', 6, 'joint_20', 'joint_25'],
    ['joint_{13..25}', 13, 'joint_13', 'joint_25'],
    ['joint_{00..09}', 10, 'joint_00', 'joint_09'],
    ['joint_{01,30}', 2, 'joint_01', 'joint_30'],
    ['joint_?0', 4, 'joint_00', 'joint_30'],
    ['joint_[!0-2]*', 1, 'joint_30', 'joint_30'],
    ['*', 31, 'joint_00', 'joint_30'],
  ])('%s', (pattern, count, first, last) => {
    const found = matchColumns(pattern, joints);
    expect([found.length, found[0], found.at(-1)]).toEqual([count, first, last]);
  });

  test('names are no paths: slashes, dots and case', () => {
    const names = ['acc/x', '.hidden', 'acc.y', 'Acc', 'a\\b'];
    expect(matchColumns('*', names)).toEqual(names);
    expect(matchColumns('acc*', names)).toEqual(['acc/x', 'acc.y']);
    expect(matchColumns('*x', names)).toEqual(['acc/x']);
    expect(matchColumns('acc.?', names)).toEqual(['acc.y']);
  });

  test('a name that looks like a glob is matched by itself, and then alone', () => {
    expect(matchColumns('x[0]', ['x[0]', 'x0'])).toEqual(['x[0]']);
    expect(matchColumns('x[0]', ['x0'])).toEqual(['x0']);
    expect(matchColumns('force (N)', ['force (N)', 'force N'])).toEqual(['force (N)']);
  });

  test('any pattern against any names: names in their order, itself always, no crash', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(fc.string({ maxLength: 6 })), (pattern, names) => {
        const found = matchColumns(pattern, names);
        expect(names.filter((name) => found.includes(name) && found.length > 0).length).toBeGreaterThanOrEqual(
          found.length,
        );
        if (names.includes(pattern)) expect(found).toEqual([pattern]);
        const prefix = literalPrefix(pattern);
        if (isGlob(pattern)) for (const name of found) if (name !== pattern) expect(name.startsWith(prefix)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('natural order', () => {
  test('numbers by value, with or without zeros', () => {
    expect(['b', 'a10', 'a9', 'a', 'a010', 'a1b2', 'a1b10'].sort(compareNatural)).toEqual([
      'a',
      'a1b2',
      'a1b10',
      'a9',
      'a010',
      'a10',
      'b',
    ]);
    expect([...joints].reverse().sort(compareNatural)).toEqual(joints);
  });

  test('is an order', () => {
    const word = fc.stringMatching(/^[ab0-2]{0,6}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a))).toBe(0);
        expect(compareNatural(a, b) === 0).toBe(a === b);
        if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the nearest word', () => {
  const settings = ['kind', 'cell', 'hiddenUnits', 'layers', 'bidirectional', 'attention', 'layerNorm', 'dropout'];
  test.each([
    ['hiddenUnit', 'hiddenUnits'],
    ['hidden_units', 'hiddenUnits'],
    ['hidden_size', 'hiddenUnits'],
    ['Layers', 'layers'],
    ['num_layers', 'layers'],
    ['atention', 'attention'],
    ['dorpout', 'dropout'],
    ['layer', 'layers'],
    ['layernorm', 'layerNorm'],
    ['swish', null],
    ['x', null],
    ['', null],
  ])('%s -> %s', (word, meant) => {
    expect(nearest(word, settings)).toBe(meant);
  });

  test('is one of the candidates, and never the word itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
        const found = nearest(word, candidates);
        if (found === null) return;
        expect(candidates).toContain(found);
        expect(found).not.toBe(word);
      }),
    );
  });
});
