/** Rows of marks on one axis, a mark a run: F1 of each class, the metric of each fold. */
import type { Compared, ComparedRun } from '../../src/protocol/compare.js';
import { linearTicks, niceStep, tickTexts } from '../chart/curves.js';
import { signMark } from '../chart/sign.js';
import { h } from '../dom.js';
import { signOf } from './view.js';

export interface Strip {
  readonly name: string;
  /** One for each run. */
  readonly values: readonly (number | null)[];
  /** What stands at the end of the row. */
  readonly figure: string;
  readonly strong: boolean;
}

export interface StripsData {
  readonly caption: string;
  readonly runs: readonly ComparedRun[];
  readonly rows: readonly Strip[];
  /** Head of the figures at the right. */
  readonly figures: string;
}

/** Round limits that hold all values, within 0 to 1 where these are scores. */
function limitsOf(rows: readonly Strip[]): readonly [number, number] {
  const all = rows.flatMap(({ values }) => values.filter((value) => value !== null));
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const step = niceStep(Math.max(high - low, 0.02) / 4);
  const bottom = Math.max(0, Math.floor(low / step + 1e-9) * step);
  const top = Math.ceil(high / step - 1e-9) * step;
  return [bottom, Math.max(top, bottom + step)];
}

export function strips(compared: Compared, data: StripsData): HTMLElement {
  const { runs, rows } = data;
  const [low, high] = limitsOf(rows);
  const ticks = linearTicks(low, high);
  const texts = tickTexts(ticks);
  const at = (value: number): number => (100 * (value - low)) / (high - low);
  const place = <T extends HTMLElement | SVGElement>(element: T, value: number): T => {
    element.style.left = `${at(value)}%`;
    return element;
  };
  const body = rows.map((row) => {
    const known = row.values.flatMap((value, i) => (value === null ? [] : [{ value, run: runs[i] }]));
    const values = known.map(({ value }) => value);
    const span = h('i', { class: 'span' });
    place(span, Math.min(...values)).style.width = `${at(Math.max(...values)) - at(Math.min(...values))}%`;
    const words = known.map(({ value, run }) => `${run.label} ${value.toFixed(3)}`).join(', ');
    const lines = ticks.map((tick) => place(h('i', { class: 'grid' }), tick));
    // Runs that were chosen first lie above those behind them.
    const marks = [...known].reverse().map(({ value, run }) => place(signMark(signOf(compared, run.directory)), value));
    return h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'clip', title: row.name }, row.name),
      h(
        'td',
        { class: 'strip', title: words.replaceAll(', ', '\n') },
        h('span', { class: 'sr' }, words),
        h('div', { 'aria-hidden': 'true' }, ...lines, values.length > 1 ? span : null, ...marks),
      ),
      h('td', { class: row.strong ? 'num' : 'num quiet' }, row.strong ? h('b', {}, row.figure) : row.figure),
    );
  });
  const axis = ticks.map((tick, i) => place(h('span', {}, texts[i]), tick));
  return h(
    'table',
    { class: rows.length > 8 ? 't strips dense' : 't strips' },
    h('caption', { class: 'sr' }, data.caption),
    h('tbody', {}, ...body),
    h(
      'tfoot',
      { 'aria-hidden': 'true' },
      h(
        'tr',
        {},
        h('td', {}),
        h('td', { class: 'strip axis' }, h('div', {}, ...axis)),
        h('td', { class: 'num quiet small' }, data.figures),
      ),
    ),
  );
}
