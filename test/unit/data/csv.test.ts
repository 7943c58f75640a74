/** Whatever way a table is written, the dataset is the same. */
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTrainData } from '../../../src/data/load.js';
import { scratch } from '../scratch.js';
import { experimentIn, plain, put } from './files.js';

let folder: string;
beforeAll(async () => {
  folder = await scratch();
});

const columns = ['id', 'time', 'x', 'y', 'kind', 'label', 'site'] as const;
type Row = Record<(typeof columns)[number], string>;

/** Text that needs quoting, or not; without blanks around it, which are no part of a cell. */
const text = fc
  .oneof(
    fc.constantFrom('a', 'b,c', 'say "x"', 'two\nlines', 'é', 'one+peg_leg', 'no pain', '', '0', '1.0'),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )
  .map((t) => t.replace(/^[\s\0]+|[\s\0]+$/g, '').replace(/[\r\0]/g, ''));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }).map(String),
  fc.integer().map(String),
);

const table = fc
  .uniqueArray(
    fc.record({
      id: text.filter((t) => t !== ''),
      label: fc.constantFrom('up', 'down', 'left, right'),
      site: fc.constantFrom('A', 'B'),
      steps: fc.array(fc.record({ x: number, y: number, kind: text.filter((t) => t !== '') }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
    { minLength: 1, maxLength: 6, selector: ({ id }) => id },
  )
  .map((samples) => [
    ...samples.flatMap(({ id, label, site, steps }) =>
      steps.map((step, t): Row => ({ id, label, site, time: String(t), ...step })),
    ),
  ]);

/** How a table is written: everything that must not matter. */
const manner = fc.record({
  columns: fc.shuffledSubarray([...columns], { minLength: columns.length }),
  order: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
  quoting: fc.array(fc.boolean(), { minLength: 7, maxLength: 31 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  ending: fc.constantFrom('', '\n', '\r\n\r\n', '\n\n'),
  blanks: fc.constantFrom('', ' ', '\t'),
});
type Manner = typeof manner extends fc.Arbitrary<infer T> ? T : never;

function write(rows: readonly Row[], how: Manner): string {
  const ordered = rows.map((row, i) => ({ row, key: how.order[i % 30] })).sort((a, b) => a.key - b.key);
  let cell = 0;
  const field = (value: string): string => {
    const wanted = how.quoting[cell++ % how.quoting.length];
    const quoted = wanted || /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    return how.blanks + quoted + how.blanks;
  };
  const lines = [how.columns.map(field), ...ordered.map(({ row }) => how.columns.map((name) => field(row[name])))];
  return (how.mark ? '\uFEFF' : '') + lines.map((line) => line.join(',')).join(how.lineEnd) + how.ending;
}

const settings = {
  data: {
    train: 'data.csv',
    sampleId: 'id',
    time: 'time',
    label: 'label',
    group: 'site',
    classes: ['up', 'down', 'left, right'],
    continuous: ['x', 'y'],
    categorical: { kind: { embedding: 2 } },
  },
};
const plainly: Manner = {
  columns: [...columns],
  order: [0],
  quoting: [false],
  lineEnd: '\n',
  mark: false,
  ending: '\n',
  blanks: '',
};

describe('long CSV', () => {
  test('quoting, line ends, byte order mark, blanks, order of rows and columns make no difference', async () => {
    await fc.assert(
      fc.asyncProperty(table, manner, async (rows, how) => {
        put(folder, 'data.csv', write(rows, plainly));
        const expected = await loadTrainData(experimentIn(folder, settings));
        put(folder, 'data.csv', write(rows, how));
        const dataset = await loadTrainData(experimentIn(folder, settings));
        expect(plain(dataset)).toEqual(plain(expected));
      }),
      { numRuns: 150 },
    );
  });

  test('holds what was written', async () => {
    await fc.assert(
      fc.asyncProperty(table, manner, async (rows, how) => {
        put(folder, 'data.csv', write(rows, how));
        const dataset = await loadTrainData(experimentIn(folder, settings));
        expect(dataset.rowStart.at(-1)).toBe(rows.length);
        dataset.sampleIds.forEach((id, sample) => {
          const own = rows.filter((row) => row.id === id);
          expect(dataset.rowStart[sample + 1] - dataset.rowStart[sample]).toBe(own.length);
          own.forEach((row, t) => {
            const at = dataset.rowStart[sample] + t;
            expect(dataset.continuous[0].values[at]).toBe(Math.fround(Number(row.x)));
            const { codes, levels } = dataset.categorical[0];
            expect(levels[codes[at]]).toBe(row.kind.replace(/^([+-]?\d+)\.0+$/, '$1'));
            expect(dataset.classes[dataset.labels[sample]]).toBe(row.label);
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  test('the hash tells apart what differs in a value, a label, an id or a group', async () => {
    const rows: Row[] = ['a', 'b'].map((id) => ({ id, time: '0', x: '1', y: '2', kind: 'k', label: 'up', site: 'A' }));
    const hashes = new Set<string>();
    const changes: Partial<Row>[] = [
      {},
      { x: '1.0000001' },
      { label: 'down' },
      { id: 'c' },
      { site: 'B' },
      { kind: 'l' },
    ];
    for (const change of changes) {
      put(folder, 'data.csv', write([rows[0], { ...rows[1], ...change }], plainly));
      hashes.add((await loadTrainData(experimentIn(folder, settings))).hash);
    }
    expect(hashes.size).toBe(changes.length);
  });

  test('rows longer than a block and blocks that end anywhere are read alike', async () => {
    // 3 MB: several blocks; the padding moves their borders through quoted fields and numbers.
    for (const padding of [0, 1, 2, 3, 5, 8]) {
      const kind = 'k'.repeat(50 + padding) + '"",\n';
      const rows = Array.from(
        { length: 20000 },
        (_, i) => `s${i >> 7},${i & 127},${i / 7},-${i}e-3,"${kind}${i % 3}",up,A`,
      );
      put(folder, 'data.csv', `${columns.join(',')}\n${rows.join('\n')}`);
      const dataset = await loadTrainData(experimentIn(folder, settings));
      const [x, y] = dataset.continuous;
      expect(dataset.categorical[0].levels).toHaveLength(3);
      expect(dataset.rowStart.at(-1)).toBe(20000);
      dataset.sampleIds.forEach((id, sample) => {
        const first = Number(id.slice(1)) << 7;
        for (let row = dataset.rowStart[sample]; row < dataset.rowStart[sample + 1]; row++) {
          const i = first + row - dataset.rowStart[sample];
          if (x.values[row] !== Math.fround(i / 7) || y.values[row] !== Math.fround(-i / 1000)) expect(row).toBe(-1);
        }
      });
    }
  });
});

test('everything of a dataset lies in shared memory', async () => {
  const path = put(folder, 'shared.csv', 'id,time,x,kind,label,site\n1,0,1,a,up,A\n2,0,1,a,down,B\n');
  const changed = { data: { ...settings.data, train: path, continuous: ['x'] } };
  const dataset = await loadTrainData(experimentIn(join(folder), changed));
  const buffers = [
    dataset.rowStart,
    dataset.labels,
    dataset.groups!,
    dataset.continuous[0].values,
    dataset.categorical[0].codes,
  ];
  for (const array of buffers) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
});
