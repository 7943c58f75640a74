/** The table: a row's score, its difference on one axis with those of all others, the word, both F1, what it costs. */
import { dotScale, type DotScale } from '../../src/metrics/dotScale.js';
import { flagMeanings, flagWord, metricWords } from '../../src/metrics/words.js';
import type { Ablation, AblationRow } from '../../src/protocol/ablation.js';
import { h, icon, refill, type IconName } from '../dom.js';
import { axisCell, dotCell } from '../dots/cell.js';
import { countText, differenceCell, intervalHead, scoreCell, verdictWord } from '../dots/words.js';
import { clock } from '../format.js';
import type { SortKey } from './choices.js';
import { groupsOf, isAdded, otherMetric } from './rows.js';
import type { Host, Section, View } from './view.js';

export function ablationTable(host: Host): Section {
  const table = h('table', { class: 't ablation' });
  const element = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows of the suite' }, table);
  let drawn = '';
  return {
    element,
    update(view) {
      const key = JSON.stringify([view.table, view.choices]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('data-key');
      draw(table, view, host);
      if (focused) table.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function draw(element: HTMLTableElement, view: View, host: Host): void {
  const { table } = view;
  const groups = groupsOf(table, view.choices);
  const judged = table.rows.flatMap(({ difference, verdict }) => (difference && verdict ? [difference] : []));
  const all = table.rows.flatMap(({ difference }) => (difference ? [difference] : []));
  const scale = dotScale(judged.length > 0 ? judged : all, table.margin);
  const slowest = Math.max(...table.rows.map((row) => perFold(row) ?? 0));
  refill(
    element,
    h(
      'caption',
      { class: 'sr' },
      `${table.suite}: differences to ${table.against === 'above' ? 'the row above' : table.baseline}`,
    ),
    headOf(view, host),
    h(
      'tbody',
      {},
      ...groups.flatMap(({ title, rows }) => [
        ...(title === null ? [] : [groupRow(title, table, scale)]),
        ...rows.map((row) => bodyRow(row, view, host, scale, slowest)),
      ]),
    ),
    h('tfoot', {}, h('tr', {}, h('td', {}), h('td', {}), axisCell(scale), ...restOf())),
  );
}

/** The columns after the plot, by the width below which they go. */
const columns = ['w-diff', '', 'hide-l', 'hide-m', 'hide-n', 'w-tools'] as const;

/** Cells after the plot, each gone where its column is. */
function restOf(): HTMLElement[] {
  return columns.map((name) => h('td', { class: name }));
}

function headOf({ table, choices }: View, host: Host): HTMLElement {
  const column = (key: SortKey, text: string, className: string): HTMLElement => {
    const chosen = choices.sort === key;
    const button = h('button', { class: 'sort', type: 'button', 'data-key': `sort ${key}` }, text);
    button.addEventListener('click', () => {
      // First descending (names ascending), then the other way, then as written.
      const first = key !== 'name';
      if (!chosen) host.choose({ sort: key, descending: first });
      else if (choices.descending === first) host.choose({ descending: !first });
      else host.choose({ sort: 'written' });
    });
    const direction = chosen ? (choices.descending ? 'descending' : 'ascending') : 'none';
    return h('th', { scope: 'col', class: className, 'aria-sort': direction }, button);
  };
  const other = otherMetric(table.metric);
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      column('name', 'row', 'w-row'),
      column('score', metricWords[table.metric], 'num'),
      column('difference', 'difference, paired by fold', ''),
      intervalHead(),
      h('th', { scope: 'col', class: 'w-word' }, 'in a word'),
      column('other', metricWords[other], 'num hide-l'),
      column('parameters', 'parameters', 'num hide-m'),
      column('seconds', 'time a fold', 'num hide-n'),
      h('td', { class: 'w-tools' }),
    ),
  );
}

function groupRow(title: string, table: Ablation, scale: DotScale): HTMLElement {
  return h(
    'tr',
    { class: 'group' },
    h('th', { colspan: 2, scope: 'colgroup' }, title),
    dotCell(null, scale, table.margin),
    ...restOf(),
  );
}

function bodyRow(row: AblationRow, { table }: View, host: Host, scale: DotScale, slowest: number): HTMLElement {
  const { metric } = table;
  const quiet = row.status === 'missing' || (row.optimistic && row.verdict === null && !row.baseline);
  const other = row.mean?.[otherMetric(metric)];
  return h(
    'tr',
    { class: quiet ? 'sub' : '', 'data-row': row.name },
    h('th', { scope: 'row', class: isAdded(row) ? 'added' : '' }, nameOf(row, host)),
    h('td', { class: 'num' }, ...scoreCell(row.mean?.[metric] ?? null, row.std?.[metric] ?? null, row.folds)),
    dotCell(row, scale, table.margin),
    h('td', { class: 'num w-diff' }, ...differenceCell(row.difference)),
    h('td', { class: 'w-word' }, wordOf(row)),
    h('td', { class: 'num hide-l' }, other === undefined ? '–' : other.toFixed(3)),
    h('td', { class: 'num hide-m' }, row.parameters === null ? '–' : countText(row.parameters)),
    h('td', { class: 'num hide-n' }, timeOf(row, slowest)),
    h('td', { class: 'w-tools' }, ...toolsOf(row, host)),
  );
}

function nameOf(row: AblationRow, host: Host): Node {
  if (row.runs.length === 0) return document.createTextNode(row.name);
  const link = h('button', { class: 'plain name', type: 'button', 'data-key': `open ${row.name}` }, row.name);
  link.addEventListener('click', () => host.request('openRun', row.name));
  return link;
}

function wordOf(row: AblationRow): HTMLElement | null {
  const { done, total, state } = row.progress;
  const folds = total === null ? '' : `${done} of ${total} folds`;
  const look = (name: IconName, text: string): HTMLElement => h('span', { class: `state ${name}` }, icon(name), text);
  if (state === 'running') return look('running', folds);
  if (state === 'failed') return look('failed', 'Failed');
  if (state === 'stopped') return look('stopped', folds);
  if (row.status !== 'finished') return look('queued', 'Not trained');
  const flag = flagWord(row);
  const tag =
    flag === null ? null : h('span', { class: 'tag warn', title: `${flagMeanings[flag]}: it flatters` }, flag);
  if (row.baseline) return h('span', {}, h('span', { class: 'tag' }, 'baseline'), tag && ' ', tag);
  if (row.verdict === null)
    return tag ?? (row.setAside === null ? null : h('span', { class: 'quiet', title: row.setAside }, 'set aside'));
  return h('span', {}, verdictWord(row.verdict), tag && ' ', tag);
}

function perFold({ seconds, progress }: AblationRow): number | null {
  return seconds === null || progress.done === 0 ? null : seconds / progress.done;
}

function timeOf(row: AblationRow, slowest: number): HTMLElement | string {
  const seconds = perFold(row);
  if (seconds === null) return '–';
  const bar = h('span', { class: 'bar' });
  bar.style.width = `${Math.max(1.5, (100 * seconds) / Math.max(slowest, 1e-9))}%`;
  return h('span', { class: 'cost' }, seconds < 1 ? '<1 s' : clock(seconds), h('span', { class: 'room' }, bar));
}

function toolsOf(row: AblationRow, host: Host): HTMLElement[] {
  if (row.baseline) return [];
  const tool = (text: string, label: string, act: () => void): HTMLElement => {
    const key = `${text} ${row.name}`;
    const button = h('button', { class: 'tool', type: 'button', 'aria-label': label, 'data-key': key }, text);
    button.addEventListener('click', act);
    return button;
  };
  return [
    tool('Pin', `Pin ${row.name}: compare with it`, () => host.choose({ baseline: row.name, against: 'baseline' })),
    tool('Hide', `Hide ${row.name}`, () => host.hide(row.name)),
  ];
}
