/** Headings of a suite's rows: which rows stand under which, and how each form of the table shows them. */
import { describe, expect, it } from 'vitest';
import { ablationReport } from '../../../src/cli/format/ablationReport.js';
import { createStyle } from '../../../src/cli/format/style.js';
import { parseSuite } from '../../../src/config/suite.js';
import { expandSuite } from '../../../src/study/expand.js';
import { ablationCsv, ablationLatex, ablationMarkdown } from '../../../src/study/export.js';
import { dotPlot } from '../../../src/study/figures/dotPlot.js';
import { reportHtml } from '../../../src/study/report/html.js';
import { reportMarkdown } from '../../../src/study/report/markdown.js';
import type { ReportTable } from '../../../src/study/report/blocks.js';
import type { Ablation, AblationRow } from '../../../src/study/table.js';

const headingsOf = (value: object): (string | null)[] => {
  const { suite } = parseSuite(JSON.stringify({ base: 'a.experiment.json', ...value }), 'a.suite.json');
  return expandSuite(suite, {}).map(({ heading }) => heading);
};

describe('which rows', () => {
  it('one holds up to the next; rows above the first have none', () => {
    const rows = [{ name: 'a' }, { name: 'b', heading: 'Networks' }, { name: '+ c' }, { name: 'd', heading: 'Rivals' }];
    expect(headingsOf({ rows })).toEqual([null, 'Networks', 'Networks', 'Rivals']);
  });

  it('a grid and a search have their own below rows with headings, none without', () => {
    const more = {
      grid: { seed: [1, 2] },
      search: { budget: 1, ranges: { 'training.epochs': { low: 1, high: 9, step: 1 } } },
    };
    expect(headingsOf({ rows: [{ name: 'a' }], ...more })).toEqual([null, null, null, null]);
    const headed = headingsOf({ rows: [{ name: 'a', heading: 'Networks' }], ...more });
    expect(headed).toEqual(['Networks', 'Grid', 'Grid', 'Search']);
  });

  it('an empty one is a mistake', () => {
    expect(() => headingsOf({ rows: [{ name: 'a', heading: '' }] })).toThrow(/heading/);
  });
});

const row = (name: string, heading: string | null): AblationRow => ({
  ...{ name, heading, baseline: false, point: null, status: 'missing', runs: [], started: null, mean: null, std: null },
  ...{ progress: { done: 0, total: null, state: 'waiting' }, folds: 0, optimistic: false, leaky: false },
  ...{
    difference: null,
    adjustedP: null,
    verdict: null,
    pooled: null,
    setAside: null,
    parameters: null,
    seconds: null,
  },
});
const table: Ablation = {
  ...{ suite: 'S', quick: false, metric: 'weightedF1', baseline: 'first', against: 'baseline', margin: 0.01 },
  ...{ seeds: [1], finding: null, picking: null, caveats: [] },
  rows: [row('first', null), row('wide', 'Net & <works>'), row('deep', 'Net & <works>'), row('far', 'Rivals')],
};
/** Names of rows and headings in the order in which they stand. */
const orderIn = (text: string, heading = 'Net & <works>'): string[] =>
  ['first', heading, 'wide', 'deep', 'Rivals', 'far'].sort((a, b) => text.indexOf(a) - text.indexOf(b));
const expected = (heading = 'Net & <works>') => ['first', heading, 'wide', 'deep', 'Rivals', 'far'];

describe('how they are shown', () => {
  it('Markdown: a row with as many cells as the others', () => {
    const lines = ablationMarkdown(table)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
    expect(lines[3]).toMatch(/^\| \*\*Net & <works>\*\* \|[ |]+$/);
    expect(orderIn(lines.join('\n'))).toEqual(expected());
  });

  it('LaTeX: a rule and a line over all columns', () => {
    const text = ablationLatex(table);
    const columns = /\\begin\{tabular\}\{([lr]+)\}/.exec(text)![1].length;
    expect(text).toContain(`\\midrule\n\\multicolumn{${columns}}{l}{\\emph{Net \\& <works>}} \\\\\nwide`);
    expect(text).toContain(`deep & -- & -- &  &  & not trained & -- & -- \\\\\n\\midrule\n\\multicolumn`);
    expect(text.match(/\\midrule/g)).toHaveLength(3);
    const plain = ablationLatex({ ...table, rows: table.rows.map((each) => ({ ...each, heading: null })) });
    expect(plain.match(/\\midrule/g)).toHaveLength(1);
  });

  it('CSV: the last column', () => {
    const cells = ablationCsv(table)
      .split('\n')
      .map((line) => line.split(',').at(-1));
    expect(cells).toEqual(['heading', '', 'Net & <works>', 'Net & <works>', 'Rivals']);
  });

  it('terminal: lines of their own, an empty one above, cut where there is no room', () => {
    const lines = ablationReport(table, { width: 100, style: createStyle(false) }).split('\n');
    const at = lines.indexOf('Net & <works>');
    expect(lines[at - 1]).toBe('');
    expect(lines[at - 2]).toMatch(/^first /);
    expect(lines.slice(at + 1, at + 3).map((line) => line.split(' ')[0])).toEqual(['wide', 'deep']);
    const long = { ...table, rows: [row('a', 'A heading that is too long for a narrow terminal')] };
    const narrow = ablationReport(long, { width: 30, style: createStyle(false) }).split('\n');
    expect(narrow.some((line) => line.startsWith('A heading') && line.length <= 30)).toBe(true);
  });

  it('report: a row over all columns in HTML, escaped; a bold cell in Markdown', () => {
    const block: ReportTable = {
      kind: 'table',
      head: ['row', 'word'],
      numbers: [],
      rows: table.rows.map(({ name }) => [name, 'x']),
      headings: [
        { above: 1, text: 'Net & <works>' },
        { above: 3, text: 'Rivals' },
      ],
    };
    const report = { title: 'T', about: '', blocks: [block] };
    const html = reportHtml(report);
    expect(html).toContain('<tr class="section"><th scope="rowgroup" colspan="2">Net &#38; &#60;works&#62;</th></tr>');
    const body = html.slice(html.indexOf('<tbody>'));
    expect(orderIn(body, 'Net &#38; &#60;works&#62;')).toEqual(expected('Net &#38; &#60;works&#62;'));
    const markdown = reportMarkdown(report);
    expect(markdown).toContain('| **Rivals** | |\n| far | x |');
  });

  it('figure: a line each with air above, and the drawing that much higher', () => {
    const { svg, height } = dotPlot(table);
    const places = ['first', 'Net &#38; &#60;works&#62;', 'wide', 'deep', 'Rivals', 'far'].map((text) =>
      Number(new RegExp(`<text[^>]* y="([\\d.]+)"[^>]*>${text}<`).exec(svg)![1]),
    );
    expect(places.slice(1).map((y, i) => y - places[i])).toEqual([36, 26, 26, 36, 26]);
    const plain = dotPlot({ ...table, rows: table.rows.map((each) => ({ ...each, heading: null })) });
    expect(height - plain.height).toBe(2 * 36);
  });
});
