/** What the bench makes of its figures: ratios, goals that are missed, the table, the document's plots. */
import { describe, expect, it } from 'vitest';

interface Stat {
  readonly median: number;
  readonly least: number;
}
interface Row {
  readonly ratio: Readonly<Record<string, number>>;
}
const folder = '../../../bench/report';
const { row, within, limited, missed, alone } = (await import(`${folder}/rows.mjs`)) as Record<
  'row' | 'within' | 'limited' | 'missed' | 'alone',
  (...args: unknown[]) => Row & string[]
>;
const { textTable, markdownTable } = (await import(`${folder}/table.mjs`)) as Record<
  string,
  (parts: unknown) => string
>;
const { lines, bars } = (await import(`${folder}/svg.mjs`)) as Record<string, (...args: unknown[]) => string>;

const stat = (median: number): Stat => ({ median, least: median });

describe('rows', () => {
  it('hold every version of Node.js against the peer, and name those that miss their goal', () => {
    const one = row('a step', 'ms', { node24: stat(50), node20: stat(80) }, 'PyTorch', stat(100), {
      node24: 1.8,
      node20: 1.5,
    });
    expect(one.ratio).toEqual({ node24: 2, node20: 1.25 });
    expect(missed(one)).toEqual(['node20']);
  });

  it('hold it against its own other figure, or a limit', () => {
    const own = within('x', 's', { node24: stat(2), node20: stat(5) }, 'one thread', {
      node24: stat(3),
      node20: stat(4),
    });
    expect(own.ratio).toEqual({ node24: 1.5, node20: 0.8 });
    expect(missed(limited('x', 'ms', { node24: stat(9), node20: stat(11) }, 10))).toEqual(['node20']);
  });

  it('have no ratio where one side could not be had, and miss nothing then', () => {
    const one = row('a step', 'ms', { node24: stat(50), node20: undefined }, 'PyTorch', null, { node24: 3, node20: 3 });
    expect(one.ratio).toEqual({});
    expect(missed(one)).toEqual([]);
  });
});

it('rows without a peer are kept once, for what they are, unless another row has their figures', () => {
  const own = { node24: stat(1) };
  const value = stat(2);
  const rows = [row('a', 'ms', own, 'x', null), row('a', 'ms', own, 'y', value), row('b', 'ms', own, 'x', null)];
  const kept = alone([...rows, row('b', 'ms', own, 'y', null)]) as unknown as { what: string; than: string }[];
  expect(kept.map(({ what, than }) => [what, than])).toEqual([
    ['a', 'y'],
    ['b', ''],
  ]);
});

describe('the table', () => {
  const parts = [
    {
      title: 'Steps',
      rows: [
        row('a step', 'ms', { node24: stat(49.62), node20: stat(8.123) }, 'PyTorch', stat(99.24), { node20: 20 }),
        row('memory', 'MB', { node24: stat(12345) }, '', null),
      ],
    },
  ];

  it('stands in columns, with the goal where it is missed', () => {
    expect(textTable(parts)).toMatchInlineSnapshot(`
      "        unit  Node 24  Node 20  compared with   its  ratio 24            ratio 20

      Steps
      a step  ms       49.6     8.12  PyTorch        99.2      2.00  12.22 (wanted: 20)
      memory  MB     12,345"
    `);
  });

  it('is Markdown as well', () => {
    expect(markdownTable(parts).split('\n')[3]).toBe(
      '| a step | ms | 49.6 | 8.12 | PyTorch | 99.2 | 2.00 | 12.22&nbsp;(wanted: 20) |',
    );
  });
});

describe('plots', () => {
  it('draw every point and bar, and show names as text', () => {
    const points = [
      [16, 2],
      [64, 30],
      [256, 500],
    ];
    const plot = lines('Growth', 'units', 'ms', [{ name: 'A & B', points }], [16, 64, 256]);
    expect(plot.match(/<circle/g)).toHaveLength(3);
    expect(plot).toContain('A &amp; B');
    expect(plot).not.toContain('NaN');
    const two = [
      { name: 'a', value: 3, kind: 'a' },
      { name: 'b', value: 6, kind: 'b' },
    ];
    const widths = [...bars('x', 's', two).matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths[1] / widths[0]).toBeCloseTo(2);
  });
});
