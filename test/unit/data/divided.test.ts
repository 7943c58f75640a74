/** A file read by two threads is what one reads, wherever they meet. Needs dist/partner.cjs, as the rings build it. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { createFindings } from '../../../src/data/findings.js';
import { sampleDigests } from '../../../src/data/hashShares.js';
import { partner, presentPartner, type Partner, type Pending } from '../../../src/data/partner/partner.js';
import { takeShare } from '../../../src/data/partner/shares.js';
import type { ColumnChoice } from '../../../src/data/read/choice.js';
import type { Help } from '../../../src/data/read/divided.js';
import { readFromBehind, type ReadJob, type RowsFromBehind } from '../../../src/data/read/fromBehind.js';
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
  label: null,
  group: null,
  continuous: ['x', 'y'],
  categorical: ['k'],
};

/** Everything that reading gives: rows with their lines and codes, or the findings with their places. */
function read(file: string, help: Help | null, policy: 'keep' | 'error', kernel: 'always' | 'auto' = 'always') {
  const findings = createFindings();
  try {
    const { table } = readCsv(file, () => choice, policy, findings, null, { kernel, help, firstBytes: 16 });
    findings.raise();
    return {
      rows: Array.from({ length: table.rows }, (_, row) => [
        lineOf(table.lines, row).line,
        table.times[row],
        ...table.numbers.map((column) => column[row]),
        ...table.texts.map((column) => column[row]),
      ]),
      texts: table.dictionaries.map(({ texts }) => texts),
      hasMissing: [...table.hasMissing],
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error, ...error.others].map((one) => [one.message, one.cure, (one as UserError).place]);
  }
}

/** A partner that has taken up to `most` shares before the first thread takes one; counts the rows it has read. */
function eager(most: number): Partner & { rows: number } {
  const helper = {
    rows: 0,
    begin: (_kind: string, job: unknown) => {
      const { shares } = job as ReadJob;
      const [left] = shares;
      const allowed = Math.min(most, left);
      shares[0] = allowed;
      const result = readFromBehind(job as ReadJob);
      shares[0] = left - allowed + Math.max(0, shares[0]);
      helper.rows += result.runs.reduce((sum, { count }) => sum + count, 0);
      return { result: () => result };
    },
  };
  return helper as Partner & { rows: number };
}

const header = 'id,t,x,y,k\n';
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }).map(String),
  fc.integer().map(String),
  fc.constantFrom('1e-7', '0.1234567890123456789012'),
);
const plainRow = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(99).map(String), number, number, fc.constantFrom('p', 'q', 'é', 'r s'))
  .map((cells) => cells.join(','));
/** What is not plain: quotes (with line ends, which look like records), findings, blank lines, missing cells. */
const oddRow = fc.constantFrom(
  'a,1,2,3,"q"',
  'a,1,2,3,"two\nb,1,2,3,lines"',
  '"a\nb,5,6,7,p\n",1,2,3,q',
  'a,1,2,3,"never closed',
  'a,1,zwei,3,p',
  'a,1,,3,p',
  'a,1,2,3',
  'a,1,2,3,p,more',
  'a,x,2,3,p',
  'a,1,1e39,3,p',
  '',
  'a,1,2,3,p\rb,1,2,3,p',
);
const rows = (odd: number) =>
  fc.array(fc.oneof({ weight: 30, arbitrary: plainRow }, { weight: odd, arbitrary: oddRow }), {
    minLength: 1,
    maxLength: 80,
    size: 'max',
  });
const manner = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n'),
  ending: fc.boolean(),
  shareBytes: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 60, max: 400 }) }, fc.integer({ min: 1, max: 60 })),
  most: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 20 })),
  policy: fc.constantFrom('keep' as const, 'error' as const),
});

describe('two threads', () => {
  test('read what one reads, wherever the border of their parts is', () => {
    let helped = 0;
    const same = (odd: number, numRuns: number): void => {
      fc.assert(
        fc.property(rows(odd), manner, (lines, { lineEnd, ending, shareBytes, most, policy }) => {
          const text = header + lines.join(lineEnd) + (ending ? lineEnd : '');
          const file = put(folder, 'd.csv', text);
          const helper = eager(most);
          expect(read(file, { partner: helper, shareBytes }, policy)).toEqual(read(file, null, policy));
          helped += helper.rows;
        }),
        { numRuns },
      );
    };
    same(0, 80);
    expect(helped).toBeGreaterThan(500);
    helped = 0;
    same(1, 200);
    expect(helped).toBeGreaterThan(300);
  });

  test('a line end in quotes is not taken for the end of a record, though all behind it looks like records', () => {
    const plain = Array.from({ length: 30 }, (_, i) => `a,${i},${i},1,p`).join('\n');
    // Read from the line end in the quotes on, everything would be plain.
    const file = put(folder, 'q.csv', `${header}b,0,1,2,"${plain}\na,99,1,1,p"\n${plain}\n`);
    const alone = read(file, null, 'error');
    for (let shareBytes = 20; shareBytes < 200; shareBytes += 3) {
      for (const most of [1, 2, 3, Infinity]) {
        expect(read(file, { partner: eager(most), shareBytes }, 'error')).toEqual(alone);
      }
    }
  });

  test('a category too many is found where one thread finds it', () => {
    const kinds = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => `a,${from + i},1,2,k${from + i}\n`).join('');
    const file = put(folder, 'k.csv', header + kinds(0, 65_600));
    const helper = eager(Infinity);
    const found = read(file, { partner: helper, shareBytes: 1 << 18 }, 'error');
    expect(helper.rows).toBeGreaterThan(10_000);
    expect(found).toEqual(read(file, null, 'error'));
    expect(found).toMatchObject([
      [expect.stringContaining('more than 65,535 categories'), expect.anything(), { line: 65_537 }],
    ]);
  });

  test('a partner that fails leaves the file to the first thread', () => {
    const file = put(folder, 'f.csv', header + 'a,1,2,3,p\n'.repeat(100));
    const failing = { begin: (_: string, job: ReadJob) => (takeShare(job.shares), { result: () => null }) };
    expect(read(file, { partner: failing as unknown as Partner, shareBytes: 100 }, 'error')).toEqual(
      read(file, null, 'error'),
    );
  });

  test('a real one reads, hashes, and is still there for the next file', () => {
    const helper = partner();
    // One core has none.
    if (helper === null) return;
    const steps = 300;
    const lines = Array.from({ length: 40 * steps }, (_, row) => {
      const x = Math.fround(row * 1.1);
      return `s${Math.floor(row / steps)},${row % steps},${x},${-x / 7},${row % 3 === 0 ? 'p' : 'q'}`;
    });
    const file = put(folder, 'real.csv', header + lines.join('\n'));
    const alone = read(file, null, 'error');
    let rows = 0;
    const begin = (_: string, job: ReadJob): Pending<RowsFromBehind> => {
      const [all] = job.shares;
      const pending = helper.begin('read', job);
      // Here it must not come too late.
      for (let i = 0; i < 2000 && Atomics.load(job.shares, 0) === all; i++) Atomics.wait(job.shares, 0, all, 1);
      return { result: () => counted(pending.result()) };
    };
    const counted = (result: RowsFromBehind | null): RowsFromBehind | null => {
      rows += result?.runs.reduce((sum, { count }) => sum + count, 0) ?? 0;
      return result;
    };
    for (let round = 0; round < 3; round++) {
      const help = { partner: { begin } as unknown as Partner, shareBytes: 1 << 14 };
      expect(read(file, help, 'error')).toEqual(alone);
    }
    expect(rows).toBeGreaterThan(0);
    expect(presentPartner()).not.toBeNull();

    const columns = {
      rowStart: shared(Uint32Array.from({ length: 41 }, (_, i) => i * steps)),
      continuous: [shared(Float32Array.from({ length: 40 * steps }, (_, i) => i / 3))],
      categorical: [
        {
          codes: shared(Uint16Array.from({ length: 40 * steps }, (_, i) => i % 5)),
          fingerprints: Int32Array.of(5, 4, 3, 2, 1),
        },
      ],
    };
    expect(sampleDigests(columns, helper)).toEqual(sampleDigests(columns, null));
  });
});

/** A copy in shared memory. */
function shared<T extends Uint32Array | Float32Array | Uint16Array>(values: T): T {
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => T)(
    new SharedArrayBuffer(values.byteLength),
  );
  copy.set(values);
  return copy;
}
