/** Head of a comparison: what is compared with what, in which metric, and the table for other documents. */
import { scalarMetrics, type ScalarMetric } from '../../src/metrics/types.js';
import { flagWord, metricWords } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import { button, dropdown } from '../toolkit.js';
import { baselineOf, shortened, type Host, type Section, type View } from './view.js';

export function header(host: Host): Section {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const lists = h('span', { class: 'lists' });
  const add = button([document.createTextNode('Add Run…')], 'secondary', () => host.request('addRun'));
  const tool = (text: string, label: string, act: () => void): HTMLElement => {
    const element = h('button', { class: 'tool', type: 'button', 'aria-label': label }, text);
    element.addEventListener('click', act);
    return element;
  };
  const tools = h(
    'div',
    { class: 'tools' },
    h('span', { class: 'quiet small' }, 'Copy as'),
    tool('Markdown', 'Copy as Markdown', () => host.copy('markdown')),
    tool('CSV', 'Copy as CSV', () => host.copy('csv')),
    tool('Open as Markdown', 'Open as Markdown', () => host.request('openMarkdown')),
  );
  const element = h(
    'header',
    {},
    h(
      'div',
      { class: 'top' },
      h('div', { class: 'name' }, title, facts),
      h('div', { class: 'asked' }, h('div', { class: 'actions' }, lists, add), tools),
    ),
  );
  let drawn = '';
  return {
    element,
    update(view) {
      const { compared } = view;
      title.textContent = titleOf(view);
      if (facts.textContent !== compared.facts.join(''))
        refill(facts, ...compared.facts.map((word) => h('span', {}, word)));
      // A list that is open, or has the focus, stays as long as it says the same.
      const key = JSON.stringify([compared.metric, compared.baseline, compared.runs.map((run) => run.label)]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('aria-label');
      refill(lists, ...listsOf(view, host));
      if (focused) lists.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

function titleOf({ compared }: View): string {
  const baseline = baselineOf(compared).label;
  const others = compared.runs.filter((run) => run.directory !== compared.baseline);
  return others.length === 1 ? `${others[0].label} against ${baseline}` : `${others.length} runs against ${baseline}`;
}

function listsOf({ compared }: View, host: Host): HTMLElement[] {
  const metrics = scalarMetrics.map((name) => ({ value: name, text: metricWords[name] }));
  const runs = compared.runs.map((run) => {
    const flag = flagWord(run);
    return { value: run.directory, text: `${shortened(run.label, 32)}${flag === null ? '' : ` (${flag})`}` };
  });
  return [
    dropdown<ScalarMetric>('Metric', metrics, compared.metric, (metric) => host.choose({ metric })),
    h('span', { class: 'quiet small against' }, 'against'),
    dropdown('Baseline', runs, compared.baseline, (baseline) => host.choose({ baseline })),
  ];
}
