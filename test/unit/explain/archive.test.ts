/** Lines of .ts data files in an editor: numbers of samples that follow edits, labels, and the value under the pointer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArchiveIndex } from '../../../src/explain/archiveIndex.js';
import { archiveHeaderLines, archiveLabel, archiveSignal, hasClasses } from '../../../src/explain/archiveLine.js';

const header = ['# Beats', '@problemName Beats', '@classLabel true slow quick', '@data'];
const of = (lines: readonly string[]) => {
  const index = createArchiveIndex(header.length);
  index.append([...header, ...lines]);
  return index;
};

describe('archive index', () => {
  it('numbers the samples behind the header, and leaves blank lines out', () => {
    const index = of(['1,2:slow', '', '3,4:quick']);
    expect([...index.firstLines()]).toEqual([
      ['0', 4],
      ['1', 6],
    ]);
    expect([0, 3, 4, 5, 6, 7].map((line) => index.idAt(line))).toEqual(['', '', '0', '', '1', '']);
    expect(index.linesOf('1')).toEqual([6]);
    expect(index.isFirst(5)).toBe(false);
  });

  it('follows any edits as if it were built anew, and says whose rows are others now', () => {
    const line = fc.constantFrom('1:slow', '2:quick', '');
    const edit = fc.record({ at: fc.nat(12), removed: fc.nat(3), added: fc.array(line, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), fc.array(edit, { maxLength: 4 }), (lines, edits) => {
        const index = of(lines);
        const now = [...lines];
        for (const { at, removed, added } of edits) {
          const start = Math.min(at, now.length);
          const gone = Math.min(removed, now.length - start);
          const before = [...index.firstLines()].map(([id, row]) => [id, now[row - header.length]]);
          now.splice(start, gone, ...added);
          const touched = index.replace(start + header.length, gone, added);
          for (const [id, text] of before) {
            const row = index.firstLine(id);
            if (row !== undefined && now[row - header.length] !== text) expect(touched).toContain(id);
          }
        }
        expect(index.lineCount).toBe(now.length + header.length);
        expect([...index.firstLines()]).toEqual([...of(now).firstLines()]);
      }),
    );
  });
});

describe('archive lines', () => {
  it('find the header and whether there are classes', () => {
    expect(archiveHeaderLines([...header, '1:slow'])).toBe(4);
    expect(archiveHeaderLines(['# nothing'])).toBe(1);
    expect(hasClasses(header)).toBe(true);
    expect(hasClasses(['@classLabel false'])).toBe(false);
  });

  it('find the label', () => {
    expect(archiveLabel('1,2:3,4: slow ')).toEqual({ text: 'slow', start: 9, end: 13 });
    expect(archiveLabel('1,2')).toBe(null);
  });

  it('find the channel and the step under the pointer', () => {
    const line = '1,2.5,3:4,?,6:slow';
    expect(archiveSignal(line, 3, true)).toEqual({ name: 'channel_0', values: [1, 2.5, 3], step: 1 });
    expect(archiveSignal(line, 12, true)).toEqual({ name: 'channel_1', values: [4, NaN, 6], step: 2 });
    expect(archiveSignal(line, 15, true)).toBe(null);
    expect(archiveSignal('7:8', 3, false)).toEqual({ name: 'channel_1', values: [8], step: 0 });
  });
});
