import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { about, duration, moment } from '../../../src/cli/format/duration.js';
import { counted, interval, metric, percent, plain, plusMinus, signed, whole } from '../../../src/cli/format/number.js';
import { createStyle } from '../../../src/cli/format/style.js';
import { harmless, visible } from '../../../src/cli/format/visible.js';
import { cut, displayWidth, pad, wrapText } from '../../../src/cli/format/width.js';

describe('numbers', () => {
  it('have three decimals, a true minus and a spread', () => {
    expect([metric(0.93149), metric(null), metric(undefined), metric(Number.NaN)]).toEqual(['0.931', '–', '–', '–']);
    expect([signed(0.0224), signed(-0.0276), signed(0.0004), signed(-0.0004)]).toEqual([
      '+0.022',
      '−0.028',
      '0.000',
      '0.000',
    ]);
    expect(interval(-0.01, 0.037)).toBe('[−0.010, +0.037]');
    expect([plusMinus(0.9312, 0.0118, 5), plusMinus(0.9312, 0, 1)]).toEqual(['0.931 ± 0.012', '0.931']);
  });
  it('give shares without hiding what is there or missing', () => {
    expect([
      percent(494, 511),
      percent(0, 9),
      percent(1, 900),
      percent(899, 900),
      percent(9, 9),
      percent(3, 0),
    ]).toEqual([...['97 %', '–', '<1 %', '>99 %', '100 %', '–']]);
  });
  it('count', () => {
    expect([whole(1324), counted(1, 'sample'), counted(1324, 'sample'), counted(0, 'class', 'classes')]).toEqual([
      ...['1,324', '1 sample', '1,324 samples', '0 classes'],
    ]);
    expect([plain(0.0001), plain(1 / 3), plain(1500), plain(1e21)]).toEqual(['0.0001', '0.3333', '1500', '1e+21']);
  });
});

describe('times', () => {
  it('are as long as they need', () => {
    expect([0.4, 1, 59.4, 59.6, 171, 3771].map(duration)).toEqual(['<1 s', '1 s', '59 s', '1:00', '2:51', '1:02:51']);
    expect([duration(null), duration(Infinity)]).toEqual(['–', '–']);
  });
  it('are estimated no finer than they are true', () => {
    expect([1, 12, 38, 58, 425, 3599, 7900, 10700].map(about)).toEqual([
      ...['under 5 s', 'about 10 s', 'about 40 s', 'about 1 min', 'about 7 min'],
      ...['about 1 h', 'about 2 h 10 min', 'about 3 h'],
    ]);
  });
  it('are shown in local time', () => {
    expect(moment(new Date(2025, 10, 21, 9, 5).toISOString())).toBe('21 Nov 2025, 09:05');
    expect(moment('nonsense')).toBe('–');
  });
});

describe('widths', () => {
  it('count what a terminal shows', () => {
    expect(['abc', '\u001b[1mabc\u001b[22m', 'né', 'e\u0301', '痛み', '👩‍🔬'].map(displayWidth)).toEqual([
      3, 3, 2, 1, 4, 2,
    ]);
  });
  it('pad on each side', () => {
    expect([pad('a', 3), pad('a', 3, 'right'), pad('a', 3, 'center'), pad('abcd', 3)]).toEqual([
      'a  ',
      '  a',
      ' a ',
      'abcd',
    ]);
  });
  it('cut in the middle or at the end', () => {
    expect([cut('very_long_class_name', 9), cut('very_long', 5, 'end'), cut('short', 9), cut('ab', 1)]).toEqual([
      ...['very…name', 'very…', 'short', '…'],
    ]);
  });
  it('are never exceeded by a cut, nor by lines whose words fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,10}$/), { minLength: 1 }),
        fc.integer({ min: 20, max: 60 }),
        (words, width) => {
          const lines = wrapText(words.join(' '), width, 4).split('\n');
          lines.forEach((line, i) => expect(line.length).toBeLessThanOrEqual(i === 0 ? width : width + 4));
          expect(lines.map((line) => line.trim()).join(' ')).toBe(words.join(' '));
        },
      ),
    );
  });
});

describe('style', () => {
  it('adds nothing where colour is off', () => {
    const style = createStyle(false);
    for (const name of ['bold', 'quiet', 'good', 'bad', 'failure'] as const) expect(style[name]('x')).toBe('x');
    expect(style.shade('x', 1, false)).toBe('x');
  });
  it('shades errors three times as strongly', () => {
    const { shade } = createStyle(true);
    expect(shade('x', 0, true)).toBe('x');
    expect(shade('x', 0.2, true)).toContain('48;5;17');
    expect(shade('x', 1, true)).toContain('48;5;25');
    expect(shade('x', 0.05, false)).toContain('48;5;94');
    expect(shade('x', 0.25, false)).toContain('48;5;172');
  });
});

describe('names from elsewhere', () => {
  it('are one line without control characters, whatever is in them', () => {
    expect(visible('a\nb\tc\u001b[2Jd\u007f')).toBe('a⏎b␉c␛[2Jd␡');
    expect(visible('abc\u202egpj.exe')).toBe('abc\ufffdgpj.exe');
    const perClass = JSON.parse('{"__proto__": {"f1": 1}, "x\\ny": {"f1": 0.5}}') as Record<string, unknown>;
    const shown = visible({
      classes: ['x\ny', '](command:x)', 'ä – 好'],
      perClass,
      values: new Float64Array(2),
      none: null,
    });
    expect(shown.classes).toEqual(['x⏎y', '](command:x)', 'ä – 好']);
    expect(Object.keys(shown.perClass)).toEqual(['__proto__', 'x⏎y']);
    expect(shown.values).toBeInstanceOf(Float64Array);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/\p{Cc}/u);
        expect(harmless(visible(text))).toBe(visible(text));
      }),
    );
  });

  it('cannot steer the terminal: only colours and line breaks pass', () => {
    const bold = createStyle(true).bold('x');
    expect(harmless(`${bold}\nnext`)).toBe(`${bold}\nnext`);
    expect(harmless('\u001b]0;title\u0007\u001b[2J\u009b2J\rover')).toBe('␛]0;title␇␛[2J\ufffd2J␍over');
  });
});
