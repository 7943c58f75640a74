/** What differences are to, in which metric, and the table for other documents. */
import { metricWords } from '../../src/metrics/words.js';
import { scalarMetrics, type ScalarMetric } from '../../src/metrics/types.js';
import type { TableForm } from '../../src/protocol/ablation.js';
import { h, refill } from '../dom.js';
import { dropdown } from '../toolkit.js';
import type { Host, Section, View } from './view.js';

const forms: readonly (readonly [TableForm, string])[] = [
  ['markdown', 'Markdown'],
  ['latex', 'LaTeX'],
  ['csv', 'CSV'],
];

export function controls(host: Host): Section {
  const left = h('div', { class: 'controls' });
  const right = h('span', { class: 'tools end' }, h('span', { class: 'quiet small' }, 'Copy as'));
  const tool = (text: string, label: string, act: () => void): HTMLElement => {
    const element = h('button', { class: 'tool', type: 'button', 'aria-label': label }, text);
    element.addEventListener('click', act);
    return element;
  };
  for (const [form, text] of forms) right.append(tool(text, `Copy the table as ${text}`, () => host.copy(form)));
  right.append(tool('PNG', 'Save the table as PNG', () => host.draw()));
  let drawn = '';
  return {
    element: h('div', { class: 'bar-of-controls' }, left, right),
    update({ table, head, choices }) {
      const key = JSON.stringify([table.metric, table.against, table.baseline, head.hasQuick, choices]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.closest<HTMLElement>('[data-control]')?.dataset['control'];
      refill(left, ...leftOf({ table, head, choices }, host));
      if (focused) left.querySelector<HTMLElement>(`[data-control="${focused}"]`)?.focus();
    },
  };
}

function leftOf({ table, head, choices }: View, host: Host): HTMLElement[] {
  const chip = (id: string, text: string, pressed: boolean, act: () => void): HTMLElement => {
    const attributes = { class: 'chip', type: 'button', 'aria-pressed': String(pressed), 'data-control': id };
    const element = h('button', attributes, text);
    element.addEventListener('click', act);
    return element;
  };
  const quiet = (text: string): HTMLElement => h('span', { class: 'quiet small' }, text);
  const base = choices.baseline === null ? 'the baseline' : table.baseline;
  const hidden = choices.hidden.filter((name) => table.rows.some((row) => row.name === name && !row.baseline)).length;
  const f1 = (metric: ScalarMetric): HTMLElement =>
    chip(metric, metricWords[metric], table.metric === metric, () => host.choose({ metric }));
  const others = scalarMetrics.filter((name) => name !== 'weightedF1' && name !== 'macroF1');
  const more = dropdown(
    'Another metric',
    [
      { value: '', text: 'other metric' },
      ...others.map((name) => ({ value: name as string, text: metricWords[name] })),
    ],
    others.find((name) => name === table.metric) ?? '',
    (value) => host.choose({ metric: scalarMetrics.find((name) => name === value) ?? null }),
  );
  return [
    quiet('Difference to'),
    h(
      'span',
      { class: 'chips' },
      chip('baseline', base, table.against === 'baseline', () => host.choose({ against: 'baseline' })),
      chip('above', 'the row above', table.against === 'above', () => host.choose({ against: 'above' })),
    ),
    quiet('in'),
    h('span', { class: 'chips' }, f1('weightedF1'), f1('macroF1')),
    more,
    ...(choices.baseline === null
      ? []
      : [chip('unpin', `Unpin ${table.baseline}`, false, () => host.choose({ baseline: null }))]),
    ...(hidden === 0 ? [] : [chip('show', `Show ${hidden} hidden`, false, () => host.choose({ hidden: [] }))]),
    ...(head.hasQuick ? [chip('quick', '--quick', table.quick, () => host.choose({ quick: !table.quick }))] : []),
  ];
}
