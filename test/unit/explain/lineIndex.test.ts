/** The index of an open file follows edits as if it were built anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineIndex } from '../../../src/explain/lineIndex.js';

const of = (lines: readonly string[]) => {
  const index = createLineIndex(0);
  index.append(lines);
  return index;
};
const facts = (lines: readonly string[], index: ReturnType<typeof of>) => ({
  ids: lines.map((_, line) => index.idAt(line)),
  first: [...index.firstLines()],
  isFirst: lines.map((_, line) => index.isFirst(line)),
});

describe('line index', () => {
  it('knows the lines of each sample, also where they are scattered', () => {
    const index = of(['id,x', 'a,1', 'a,2', 'b,1', '', 'a,3']);
    expect(index.linesOf('a')).toEqual([1, 2, 5]);
    expect(index.firstLine('b')).toBe(3);
    expect(index.isFirst(5)).toBe(false);
    expect(index.idAt(0)).toBe('');
    expect([...index.firstLines()]).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });
  it('follows any edits as if it were built anew', () => {
    const line = fc.constantFrom('a,1', 'b,2', '"c,d",3', '', 'e');
    const edit = fc.record({ start: fc.nat(20), removed: fc.nat(3), lines: fc.array(line, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(edit, { maxLength: 8 }), (first, edits) => {
        const lines = ['id,x', ...first];
        const index = of(lines);
        for (const { start, removed, lines: added } of edits) {
          const at = 1 + (start % lines.length);
          index.firstLines();
          const before = lines.splice(at, removed, ...added);
          index.replace(at, before.length, added);
        }
        expect(facts(lines, index)).toEqual(facts(lines, of(lines)));
      }),
    );
  });
  it('says which samples an edit touched', () => {
    const index = of(['id,x', 'a,1', 'b,2']);
    expect([...index.replace(1, 1, ['c,1', 'a,1'])].sort()).toEqual(['a', 'c']);
  });
});
