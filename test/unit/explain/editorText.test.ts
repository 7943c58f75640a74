/** Text that goes into editors: fields of lines, hints, Markdown, pictures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, fieldAt, splitCsvLine } from '../../../src/explain/csvLine.js';
import { hintText, longestHint, shortNames } from '../../../src/explain/hintText.js';
import { escapeMarkdown, visible } from '../../../src/explain/markdown.js';
import { signalSvg } from '../../../src/explain/signalSvg.js';
import { csvLine } from '../../../src/rundir/csv.js';

describe('splitCsvLine', () => {
  it('reads what is written', () => {
    const cell = fc.string().map((text) => text.replace(/[\r\n]/g, ' ').replace(/^\ufeff+/, ''));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const line = csvLine(cells).slice(0, -1);
        expect(splitCsvLine(line).map(({ text }) => text)).toEqual(cells);
      }),
    );
  });
  it('says where each field stands', () => {
    expect(splitCsvLine('a,"b,c" ,d')).toEqual([
      { text: 'a', start: 0, end: 1 },
      { text: 'b,c', start: 2, end: 8 },
      { text: 'd', start: 9, end: 10 },
    ]);
    expect(csvField('a,"b,c" ,d', 2)).toEqual({ text: 'd', start: 9, end: 10 });
    expect(csvField('a,b', 2)).toBe(null);
    expect([0, 1, 2, 5, 8, 9, 10].map((at) => fieldAt('a,"b,c" ,d', at))).toEqual([0, 0, 1, 1, 1, 2, 2]);
  });
  it('lets a quote that is not closed end with the line', () => {
    expect(splitCsvLine('a,"b,c').map(({ text }) => text)).toEqual(['a', 'b,c']);
  });
});

describe('shortNames', () => {
  it('leaves out what all names share', () => {
    expect(shortNames(['no_pain', 'low_pain', 'high_pain'])).toEqual(['no', 'low', 'high']);
    expect(shortNames(['class_a', 'class_b'])).toEqual(['a', 'b']);
    expect(shortNames(['pain', 'no_pain'])).toEqual(['pain', 'no_pain']);
    expect(shortNames(['walking', 'running'])).toEqual(['walking', 'running']);
    expect(shortNames(['1', '2', '3'])).toEqual(['1', '2', '3']);
    expect(shortNames(['slow_beat', 'middle_beat', 'quick_beat'])).toEqual(['slow', 'middle', 'quick']);
  });
  it('gives each class a name, never longer than fourteen letters', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(names, (classes) => {
        const short = shortNames(classes);
        expect(short.length).toBe(classes.length);
        for (const name of short) expect([...name].length).toBeLessThanOrEqual(14);
      }),
    );
  });
});

describe('hintText', () => {
  it('marks right and wrong, and says nothing where the truth is not known', () => {
    const prediction = { predicted: 1, probabilities: [0.19, 0.81] };
    expect(hintText(['no', 'low'], prediction, 1)).toBe('✓ low 0.81');
    expect(hintText(['no', 'low'], prediction, 0)).toBe('✗ low 0.81');
    expect(hintText(['no', 'low'], prediction, -1)).toBe('low 0.81');
    expect(hintText(['no', 'low'], prediction, 0, 'edited')).toBe('✗ low 0.81 · edited');
  });
  it('is never longer than thirty letters', () => {
    const short = shortNames(['x'.repeat(100), 'y'.repeat(100)]);
    const text = hintText(short, { predicted: 0, probabilities: [1, 0] }, 1, 'edited');
    expect([...text].length).toBeLessThanOrEqual(longestHint);
    expect(text).toContain('1.00');
  });
});

describe('escapeMarkdown', () => {
  it('leaves nothing that Markdown or HTML could read as its own', () => {
    const hostile = '[x](command:foldboard.deleteRun) <img src=x onerror=1> `a` **b** | c ![p](http://e.org) www.e.org';
    const text = escapeMarkdown(hostile);
    expect(text).not.toMatch(/(?<!\\)[[\]()`*|!]|<|>|www\.|http:/);
  });
  it('shows what is not seen', () => {
    expect(visible('a\u202eb\u0000c\nd')).toBe('a\ufffdb\ufffdc d');
  });
  it('never grows a line break', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        (text) => void expect(escapeMarkdown(text)).not.toMatch(/[\r\n]/),
      ),
    );
  });
});

describe('signalSvg', () => {
  it('draws values, gaps, attention and the step, with numbers only', () => {
    const svg = signalSvg({ values: [1, NaN, 3, 2], attention: [0.1, 0.2, 0.3, 0.4], step: 2 });
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.match(/<path/g)?.length).toBe(3);
    expect(/d="(M[^"]*)" fill="none"/.exec(svg)?.[1].match(/M/g)?.length).toBe(2);
  });
  it('draws a constant, and nothing of nothing', () => {
    expect(signalSvg({ values: [5, 5], attention: null, step: null })).not.toContain('NaN');
    expect(signalSvg({ values: [], attention: null, step: 3 })).not.toContain('NaN');
  });
});
