/** What was set differently: only the settings that differ, and in bold where a run does not do as the baseline. */
import { h, refill } from '../dom.js';
import { baselineOf, frontOf, runLabel, type Host, type Section, type View } from './view.js';

export function settings(host: Host): Section {
  const end = h('span', { class: 'end small' });
  const body = h('div', {});
  const head = h('div', { class: 'head' }, h('h2', {}, 'What differs'), end);
  const element = h('section', { 'data-section': 'settings' }, head, body);
  let drawn = '';
  return {
    element,
    update(view) {
      const { settings: found, runs, baseline } = view.compared;
      const shown = runs.map(({ label, optimistic, leaky }) => [label, optimistic, leaky]);
      const key = JSON.stringify([found, shown, baseline, view.compared.front?.directory]);
      if (key === drawn) return;
      drawn = key;
      refill(body, found.length === 0 ? h('p', { class: 'quiet' }, 'No setting differs.') : tableOf(view));
      refill(end, diffLink(view, host));
    },
  };
}

/** The two experiment files side by side. */
function diffLink({ compared }: View, host: Host): HTMLElement | null {
  const other = frontOf(compared) ?? compared.runs.find((run) => run.directory !== compared.baseline);
  if (!other || compared.settings.length === 0) return null;
  const names = `${other.label} and ${baselineOf(compared).label}`;
  const link = h(
    'button',
    { class: 'plain', type: 'button', 'aria-label': `Open experiments side by side: ${names}` },
    'Open experiments side by side',
  );
  link.title = names;
  link.addEventListener('click', () => host.request('diffSettings', other.directory));
  return link;
}

function tableOf({ compared }: View): HTMLElement {
  const { runs, baseline } = compared;
  const base = runs.findIndex((run) => run.directory === baseline);
  // The baseline first, for all others are read against it.
  const order = [base, ...runs.map((_, i) => i).filter((i) => i !== base)];
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'setting'),
    ...order.map((i) => h('th', { scope: 'col', class: 'w-setting' }, runLabel(compared, runs[i]))),
  );
  const rows = compared.settings.map(({ path, values }) => {
    const dot = path.lastIndexOf('.') + 1;
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('span', { class: 'quiet' }, path.slice(0, dot)), h('wbr'), path.slice(dot)),
      ...order.map((i) => {
        const text = settingText(values[i]);
        const same = i === base || text === settingText(values[base]);
        return h('td', {}, same ? h('span', { class: 'quiet' }, text) : h('b', {}, text));
      }),
    );
  });
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Settings that differ' },
    h('table', { class: 't settings' }, h('thead', {}, head), h('tbody', {}, ...rows)),
  );
}

/** Texts without quotes, objects as `gamma 2`; a dash where a run has no such setting. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(settingText).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, own]) => `${name} ${settingText(own)}`)
      .join(', ');
  return String(value);
}
