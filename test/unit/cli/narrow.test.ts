/** Terminals of 60 columns: names are cut so that those that differ still do, and nothing is wider than the terminal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutApart, widthApart } from '../../../src/cli/format/apart.js';
import { guardLine } from '../../../src/cli/format/warning.js';
import { comparisonReport } from '../../../src/cli/format/comparisonReport.js';
import { confusionMatrix } from '../../../src/cli/format/matrix.js';
import { section } from '../../../src/cli/format/section.js';
import { createStyle } from '../../../src/cli/format/style.js';
import { table } from '../../../src/cli/format/table.js';
import { displayWidth, wrapText } from '../../../src/cli/format/width.js';
import { generalHelp } from '../../../src/cli/help.js';
import { classMetrics } from '../../../src/metrics/confusion.js';
import type { Metrics } from '../../../src/metrics/types.js';
import type { Comparison } from '../../../src/runs/compare.js';

const style = createStyle(false);
const runs = ['20261129-215055-quick', '20261129-215101-quick', '20261129-215055-quick-2'];
const rows = ['GRU', 'GRU + attention', 'GRU + attention + layer norm', 'GRU + attention + dropout'];
const stages = ['Parkinson’s disease stage I', 'Parkinson’s disease stage II', 'Healthy control'];

const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth));
const prose =
  'a warning of some length that has to be broken into lines of the terminal it is written to, wherever it is';

describe('names that are cut', () => {
  it('stay different, and keep what tells them apart', () => {
    expect(cutApart(runs, 16)).toEqual(['…215055-quick', '…215101-quick', '…215055-quick-2']);
    expect(cutApart(['20261129-215055-gru', '20261130-081500-lstm'], 12)).toEqual(['…gru', '…lstm']);
    expect(cutApart(rows, 16)).toEqual(['GRU', 'GRU + attention', 'GRU + at…er norm', 'GRU + at…dropout']);
    expect(cutApart(stages, 18)).toEqual(['Parkinson… stage I', 'Parkinson…stage II', 'Healthy control']);
    expect(cutApart(runs, 30)).toEqual(runs);
    expect(cutApart(['one_and_the_same', 'one_and_the_same'], 9)).toEqual(['one_…same', 'one_…same']);
  });
  it('are never wider than they may be, and differ where the least width is kept', () => {
    const name = fc.stringMatching(/^(20261129-21505[0-9]-)?[ab]{1,3}-[a-c]{0,20}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), fc.integer({ min: 4, max: 40 }), (names, width) => {
        for (const short of cutApart(names, width)) expect(displayWidth(short)).toBeLessThanOrEqual(width);
        const least = widthApart(names, 4);
        expect(new Set(cutApart(names, least)).size).toBe(new Set(names).size);
      }),
    );
  });
  it('give way further before a table is wider than its terminal', () => {
    const columns = [{ head: 'row', shrink: 'apart' as const }, { head: 'figures' }];
    const wide = (width: number): string =>
      table({ columns, rows: rows.map((row) => [row, '0.931 ± 0.012 (5)']), width, style });
    expect(wide(40)).toContain('GRU + atte…layer norm');
    expect(widest(wide(26))).toBe(26);
  });
});

it('a comparison fits, and names all runs', () => {
  const row = (name: string, baseline: boolean) => ({
    ...{ name, title: 'A quick look at the data of the study', baseline, optimistic: true, leaky: false, scored: 5 },
    ...{ mean: { weightedF1: 0.9 }, std: { weightedF1: 0.01 }, changed: { fixed: 1, broken: 2 }, setAside: null },
    difference: baseline ? null : { difference: 0.01, low: -0.01, high: 0.03 },
    ...{ adjustedP: null, verdict: baseline ? null : 'undecided' },
  });
  const comparison = {
    ...{ metric: 'weightedF1', baseline: runs[0], margin: 0.01, finding: null, caveats: [] },
    runs: runs.map((name, i) => row(name, i === 0)),
    settings: [{ path: 'training.optimizer.learningRate', values: [0.001, 0.01, undefined] }],
  } as unknown as Comparison;
  const narrow = comparisonReport(comparison, { width: 60, style });
  expect(widest(narrow)).toBeLessThanOrEqual(60);
  // The word that a score flatters is never cut.
  expect(narrow.match(/, optimistic/g)).toHaveLength(3);
  const [table, settings] = narrow.split('What differs');
  for (const part of [table, settings])
    for (const name of ['5055-quick ', '5101-quick ', '5055-quick-2 '])
      expect(part.replaceAll('\n', ' ')).toContain(name);
  const piped = comparisonReport(comparison, { width: Infinity, style });
  expect(piped).toMatch(/^setting +20261129-215055-quick +20261129-215101-quick +20261129-215055-quick-2$/m);
});

it('warnings, titles and help fit', () => {
  expect(widest(guardLine(prose, 'A cure.', 60, style))).toBeLessThanOrEqual(60);
  expect(widest(section('Confusion', prose, 'body', { width: 60, style }))).toBeLessThanOrEqual(60);
  expect(widest(section(prose, prose, 'body', { width: 60, style }))).toBeLessThanOrEqual(60);
  expect(section('Confusion', prose, 'body', { width: Infinity, style })).toBe(`Confusion  ${prose}\nbody`);
  const [exits] = generalHelp('1', 60, style).split('\n\n').slice(-1);
  expect(widest(exits)).toBeLessThanOrEqual(60);
});

it('lines do not end between a number and its sign for per cent', () => {
  expect(wrapText('clearly (95 %) below', 12)).toBe('clearly\n(95 %) below');
  expect(wrapText('clearly (95 %) below', 14)).toBe('clearly (95 %)\nbelow');
});

it('class names are whole where there is room, as in a pipe, and told apart where there is not', () => {
  const matrix = stages.map((_, r) => stages.map((__, c) => (r === c ? 9 : 1)));
  const perClass = Object.fromEntries(classMetrics(matrix).map((one, c) => [stages[c], one]));
  const metrics = { classes: stages, confusionMatrix: matrix, perClass } as unknown as Metrics;
  const piped = confusionMatrix(metrics, { width: Infinity, style });
  for (const name of stages) expect(piped.match(new RegExp(`${name}(?!I)`, 'g'))).toHaveLength(2);
  const narrow = confusionMatrix(metrics, { width: 48, style });
  expect(narrow).toContain('1 Parkinson… stage I ');
  expect(narrow).toContain('2 Parkinson…stage II ');
});
