/** The compiled row kernel reads what the careful loop reads, and leaves to it what it cannot. */
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { compiledFile } from '../../../src/base/compiledFile.js';
import { createFindings } from '../../../src/data/findings.js';
import type { ColumnChoice } from '../../../src/data/read/choice.js';
import { readCsv } from '../../../src/data/read/sources.js';
import { lineOf } from '../../../src/data/read/table.js';
import { scratch } from '../scratch.js';
import { put } from './files.js';

let folder: string;
beforeAll(async () => {
  folder = await scratch();
});

const choice: ColumnChoice = {
  sampleId: 'id',
  time: 't',
  label: 'label',
  group: null,
  continuous: ['x', 'y'],
  categorical: ['k'],
};

/** Everything that reading gives: rows with their lines, or the findings. */
function read(
  file: string,
  kernel: 'always' | 'never',
  policy: 'keep' | 'error',
  sampleId: string | null = 'id',
): unknown {
  const findings = createFindings();
  try {
    const { table } = readCsv(file, () => ({ ...choice, sampleId }), policy, findings, null, { kernel });
    findings.raise();
    const rows = Array.from({ length: table.rows }, (_, row) => [
      lineOf(table.lines, row).line,
      table.times[row],
      ...table.texts.map((column, slot) => table.dictionaries[slot].texts[column[row]]),
      ...table.numbers.map((column) => (Object.is(column[row], -0) ? '-0' : column[row])),
      ...table.hasMissing,
    ]);
    // A text without a row would be a sample without steps, or a category that nobody has.
    return [...rows, ...table.dictionaries.map(({ texts }) => texts)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error, ...error.others].map(({ message, place }) => [message, place]);
  }
}

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'no pain', 'one+peg_leg', 'ü', '') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"a"', '"x, ""y"""', ' a', 'b ', 'it"s', '"two\nlines"', 'l'.repeat(53), '!'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).map((t) => t.replace(/[",\r\n\0]/g, '')) },
);
const number = fc.oneof(
  { weight: 8, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e38, max: 1e38 }).map(String) },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.float({ noNaN: true, min: -100, max: 100 }).map((v) => v.toFixed(7)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '0', '-0', '00.5', '.5', '5.', '+1', ' 1', '1 ', 'NaN', '"2"', '1e3', '1E-3'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('16777217', '1.000000059604644775390625', '0.00000000000000000000000123', '1e-45'),
  },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 25n }).map((v) => `0.${v}`) },
);
const time = fc.oneof(
  { weight: 8, arbitrary: fc.nat().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0.5', '12.', '-3', '1e3', '"7"', ' 8', '999999999999999', '9999999999999999'),
  },
);
const bad = fc.constantFrom(
  'a,1,2',
  'a,0,1,2,k,up,extra',
  'a,0,x,1,k,up',
  'a,noon,1,2,k,up',
  'a,0,inf,9e99,k,up',
  '',
  '"a,0',
);
const row = fc.tuple(text, time, number, number, text, fc.constantFrom('up', 'down')).map((cells) => cells.join(','));
const lines = fc.array(row, { minLength: 1, maxLength: 40 });

test('both give the same rows, lines and missing cells', () => {
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, lineEnd, ended) => {
      const file = put(folder, 'd.csv', ['id,t,x,y,k,label', ...rows].join(lineEnd) + (ended ? lineEnd : ''));
      for (const policy of ['keep', 'error'] as const) {
        expect(read(file, 'always', policy)).toEqual(read(file, 'never', policy));
      }
      expect(read(file, 'always', 'keep', null)).toEqual(read(file, 'never', 'keep', null));
    }),
    { numRuns: 250 },
  );
});

test('blank lines are no rows and no texts, wherever they stand', () => {
  const blank = fc.constantFrom('', '\r');
  const some = fc.array(fc.oneof({ weight: 3, arbitrary: row }, { weight: 1, arbitrary: blank }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(some, fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
      const file = put(folder, 'd.csv', ['id,t,x,y,k,label', ...rows, ''].join(lineEnd));
      for (const policy of ['keep', 'error'] as const)
        expect(read(file, 'always', policy)).toEqual(read(file, 'never', policy));
    }),
    { numRuns: 150 },
  );
});

test('in a file of one column a blank line is no missing cell', () => {
  const file = put(folder, 'one.csv', 'x\n1\n2\n\n3\n\n');
  const one = (kernel: 'always' | 'never') => {
    const columns = { ...choice, sampleId: null, time: null, label: null, continuous: ['x'], categorical: [] };
    const { table } = readCsv(file, () => columns, 'keep', createFindings(), null, { kernel });
    return [...table.numbers[0].subarray(0, table.rows)];
  };
  expect(one('always')).toEqual([1, 2, 3]);
  expect(one('never')).toEqual([1, 2, 3]);
});

test('both find the same mistakes at the same places', () => {
  const mixed = fc.array(fc.oneof({ weight: 4, arbitrary: row }, { weight: 1, arbitrary: bad }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(mixed, (rows) => {
      const file = put(folder, 'd.csv', ['id,t,x,y,k,label', ...rows].join('\n'));
      expect(read(file, 'always', 'error')).toEqual(read(file, 'never', 'error'));
    }),
    { numRuns: 250 },
  );
});

test('numbers and times of every form are rounded as Number and fround do', () => {
  const digits = (max: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max }).map((d) => d.join(''));
  const decimal = fc
    .record({
      sign: fc.constantFrom('', '-', '+'),
      whole: fc.oneof(fc.constantFrom('0', '1', '00'), digits(20)),
      fraction: fc.option(fc.oneof(digits(8), digits(30))),
      exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.integer({ min: 0, max: 45 }))),
    })
    .map(({ sign, whole, fraction, exponent }) =>
      [sign, whole, fraction === null ? '' : `.${fraction}`, ...(exponent ?? [])].join(''),
    )
    .filter((text) => Math.abs(Math.fround(Number(text))) < Infinity);
  const halfway = fc
    .tuple(fc.float({ noNaN: true, min: Math.fround(1e-3), max: Math.fround(1e5) }), fc.constantFrom('', '1'))
    .map(([value, more]) => {
      const bits = new Int32Array(Float32Array.of(value).buffer);
      bits[0]++;
      return ((value + new Float32Array(bits.buffer)[0]) / 2).toFixed(40).replace(/0+$/, '') + more;
    });
  const any = fc.oneof(
    number.filter((text) => Number(text.trim()) === Number(text) && text.trim() !== ''),
    decimal,
    halfway,
  );
  const when = fc.oneof(
    fc.nat().map((n) => n / 100),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.nat({ max: 1_000_000 }).map((n) => n / 7),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(any, any, when), { minLength: 300, maxLength: 300 }), (rows) => {
      const lines = rows.map(([x, y, t]) => `a,${t},${x},${y},k,up`);
      const file = put(folder, 'd.csv', ['id,t,x,y,k,label', ...lines].join('\n'));
      const { table } = readCsv(file, () => choice, 'error', createFindings(), null, { kernel: 'always' });
      const wrong = rows.flatMap(([x, y, t], row) => [
        ...(Object.is(table.times[row], t) ? [] : [[t, table.times[row]]]),
        ...[x, y].flatMap((text, slot) => {
          const value = table.numbers[slot][row];
          return Object.is(value, Math.fround(Number(text))) ? [] : [[text, value]];
        }),
      ]);
      expect(wrong).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('several blocks, more texts than the kernel remembers, long records, rows that are never plain', () => {
  const files = {
    // 2 MB: blocks that end within fields; 5,000 ids in turn push each other out of the kernel's memory
    plain: Array.from(
      { length: 40_000 },
      (_, i) => `s${i % 5000},${Math.floor(i / 5000)},${i / 7},-${i}e-3,k${i % 3},up`,
    ),
    quoted: Array.from({ length: 30_000 }, (_, i) => `"s${i >> 6}",${i & 63},${i / 7},"${i}",k,up`),
    long: Array.from({ length: 20 }, (_, i) => `${'s'.repeat(i % 5 === 4 ? 1_500_000 : 3)},${i},1.5,2.5,k,up`),
  };
  for (const rows of Object.values(files)) {
    const file = put(folder, 'd.csv', ['id,t,x,y,k,label', ...rows].join('\n'));
    const result = read(file, 'always', 'error') as unknown[];
    expect(result).toHaveLength(rows.length + 3);
    expect(result).toEqual(read(file, 'never', 'error'));
  }
});

test('the compiled kernel is there (npm run build makes it)', () => {
  expect(compiledFile('reader.wasm')).toBe(resolve(join(import.meta.dirname, '../../../dist/kernels/reader.wasm')));
});
