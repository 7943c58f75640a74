/** Pure parts of the ablation view: what comes back from a reload, order and groups of rows. */
import { expect, it } from 'vitest';
import type { Ablation, AblationRow } from '../../../src/protocol/ablation.js';
import { asked, restoreChoices } from '../../../webview/ablation/choices.js';
import { groupsOf } from '../../../webview/ablation/rows.js';

const row = (name: string, score: number | null, extra: Partial<AblationRow> = {}): AblationRow =>
  ({
    ...{
      name,
      heading: null,
      baseline: false,
      optimistic: false,
      leaky: false,
      difference: null,
      seconds: null,
      parameters: null,
    },
    mean: score === null ? null : { weightedF1: score, macroF1: score / 2 },
    progress: { done: 1, total: 1, state: 'finished' },
    ...extra,
  }) as unknown as AblationRow;
const table = (rows: AblationRow[]): Ablation => ({ metric: 'weightedF1', rows }) as unknown as Ablation;
const order = (rows: AblationRow[], kept: object): string[] =>
  groupsOf(table(rows), restoreChoices(kept)).flatMap((group) => group.rows.map(({ name }) => name));

const rows = [
  row('base', 0.8, { baseline: true }),
  row('flatters', 0.99, { optimistic: true }),
  row('+ b', 0.9, { seconds: 5 }),
  row('open', null),
  row('c', 0.7, { seconds: 9 }),
];

it('puts rows that flatter apart, in the order of the suite', () => {
  expect(groupsOf(table(rows), restoreChoices({})).map((group) => group.rows.map(({ name }) => name))).toEqual([
    ['base', '+ b', 'open', 'c'],
    ['flatters'],
  ]);
  const all = rows.map((each) => ({ ...each, optimistic: true }));
  expect(groupsOf(table(all), restoreChoices({}))).toHaveLength(1);
});

it('shows the headings of the suite, and no row that is hidden or that flatters below them', () => {
  const headed = [
    row('base', 0.8, { baseline: true }),
    row('wide', 0.9, { heading: 'Networks' }),
    row('flatters', 0.99, { heading: 'Networks', optimistic: true }),
    row('rocket', 0.7, { heading: 'Rivals' }),
    row('linear', 0.6, { heading: 'Baselines' }),
  ];
  const groups = groupsOf(table(headed), restoreChoices({ hidden: ['rocket'] }));
  expect(groups.map(({ title, rows }) => [title, ...rows.map(({ name }) => name)])).toEqual([
    [null, 'base'],
    ['Networks', 'wide'],
    ['Baselines', 'linear'],
    ['Not comparable: shown for how much they flatter', 'flatters'],
  ]);
  expect(groupsOf(table(headed), restoreChoices({ sort: 'score' })).map(({ title }) => title)).toEqual([null]);
});

it('sorts either way, rows without a value last', () => {
  expect(order(rows, { sort: 'score' })).toEqual(['flatters', '+ b', 'base', 'c', 'open']);
  expect(order(rows, { sort: 'score', descending: false })).toEqual(['c', 'base', '+ b', 'flatters', 'open']);
  expect(order(rows, { sort: 'seconds' }).slice(0, 2)).toEqual(['c', '+ b']);
  expect(order(rows, { sort: 'name', descending: false })[0]).toBe('+ b');
});

it('never hides the baseline, and trusts nothing that was kept', () => {
  expect(order(rows, { hidden: ['base', 'c', 7] })).toEqual(['base', '+ b', 'open', 'flatters']);
  const odd = restoreChoices({ metric: '__proto__', baseline: 4, against: 'x', quick: 'yes', sort: {}, hidden: 'all' });
  expect(asked(odd)).toEqual({ metric: null, baseline: null, against: 'baseline', quick: false });
  expect(restoreChoices(null)).toEqual(odd);
});
