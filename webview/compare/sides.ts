/** Samples that the run in front gets right and the baseline wrong, and the other way round: what each gave to the truth. */
import type { ChangedSample, Compared, ComparedFront } from '../../src/protocol/compare.js';
import { signMark } from '../chart/sign.js';
import { h, refill } from '../dom.js';
import { probability } from '../format.js';
import { dropdown } from '../toolkit.js';
import { baselineOf, frontOf, shortened, signOf, together, type Host, type Section, type View } from './view.js';

/** So many are shown before the rest is asked for. */
const first = 5;

export function changedSides(host: Host): Section {
  const end = h('span', { class: 'end quiet small' });
  const body = h('div', { class: 'grid2' });
  const title = h('h2', {}, 'Samples that changed sides');
  const element = h('section', { 'data-section': 'sides' }, h('div', { class: 'head' }, title, end), body);
  const open = { fixed: false, broken: false };
  let drawn = '';
  let run = '';

  function draw(view: View): void {
    const { compared } = view;
    const { front } = compared;
    element.hidden = front === null;
    if (!front) return;
    const key = JSON.stringify([front, compared.baseline, compared.runs.map(({ label }) => label), open]);
    if (key === drawn) return;
    drawn = key;
    if (run !== front.directory) Object.assign(open, { fixed: false, broken: false });
    run = front.directory;
    const focused = document.activeElement?.getAttribute('data-key');
    refill(end, ...headWords(compared, front, host));
    const part = (kind: 'fixed' | 'broken', name: string): HTMLElement =>
      listOf(kind, name, compared, front, open[kind], host, () => {
        open[kind] = true;
        draw(view);
      });
    refill(body, part('fixed', 'Fixed'), part('broken', 'Broken'));
    if (focused) element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
  return { element, update: draw };
}

function headWords(compared: Compared, front: ComparedFront, host: Host): (Node | string)[] {
  const choices = together(compared).filter((run) => run.directory !== compared.baseline);
  const run = frontOf(compared)!;
  const list =
    choices.length < 2
      ? h('span', {}, run.label)
      : dropdown(
          'Run in front',
          choices.map(({ directory, label }) => ({ value: directory, text: shortened(label, 32) })),
          run.directory,
          (directory) => host.choose({ front: directory }),
        );
  if (choices.length >= 2) list.dataset['key'] = 'front';
  const wrong = front.bothWrong;
  return [list, h('span', {}, ` against the baseline · ${wrong} ${wrong === 1 ? 'is' : 'are'} wrong in both`)];
}

function listOf(
  kind: 'fixed' | 'broken',
  name: string,
  compared: Compared,
  front: ComparedFront,
  all: boolean,
  host: Host,
  showAll: () => void,
): HTMLElement {
  const { count, samples } = front[kind];
  const shown = all ? samples : samples.slice(0, first);
  const heading = h('h3', {}, `${name} `, h('span', { class: 'quiet count' }, count));
  if (count === 0) {
    const text =
      kind === 'fixed'
        ? 'Nothing that the baseline got wrong is right now.'
        : 'Nothing that the baseline got right is wrong now.';
    return h('div', {}, heading, h('p', { class: 'quiet' }, text));
  }
  const [was, is] = [compared.baseline, front.directory].map((directory) => signMark(signOf(compared, directory)));
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'sample'),
    h('th', { scope: 'col' }, 'truth'),
    h('th', { scope: 'col' }, 'was → is'),
    h('th', { scope: 'col', class: 'w-p' }, 'p(truth) ', h('span', { class: 'nowrap' }, was, ' was ', is, ' is')),
    h('td', {}),
  );
  const hidden = count - shown.length;
  const left = samples.length - shown.length;
  const more = h('button', { class: 'plain', type: 'button' }, `${left} more`);
  more.addEventListener('click', showAll);
  return h(
    'div',
    { 'data-list': kind },
    heading,
    h(
      'div',
      {
        class: all ? 'scroll tall' : 'scroll',
        ...(all ? { tabindex: 0, role: 'region', 'aria-label': `${name} samples` } : {}),
      },
      h(
        'table',
        { class: 't sides' },
        h('thead', {}, head),
        h('tbody', {}, ...shown.map((sample) => rowOf(sample, compared, front, host))),
      ),
    ),
    left > 0
      ? h('p', { class: 'note' }, more)
      : hidden > 0
        ? h('p', { class: 'note' }, `${hidden} more, that changed less, are in the run’s predictions.`)
        : null,
  );
}

function rowOf(changed: ChangedSample, compared: Compared, front: ComparedFront, host: Host): HTMLElement {
  const { classes } = compared;
  const { sample, repeat, truth, was, is, before, after, row } = changed;
  const name = repeat === null ? sample : `${sample} · ${repeat + 1}`;
  const open = h('button', { class: 'plain', type: 'button', 'aria-label': `Open ${name}` }, 'Open');
  open.addEventListener('click', () => host.request('openSample', front.directory, row));
  const side = (c: number): HTMLElement => h('span', { title: classes[c] ?? '' }, shortened(classes[c] ?? '?', 12));
  return h(
    'tr',
    { 'data-sample': sample },
    h(
      'th',
      { scope: 'row', class: 'mono clip', title: repeat === null ? sample : `${sample}, repeat ${repeat + 1}` },
      name,
    ),
    h('td', { class: 'clip', title: classes[truth] }, classes[truth]),
    h('td', { class: 'sides-of' }, side(was), ' → ', side(is)),
    h('td', { class: 'w-p' }, change(before, after, compared, front)),
    h('td', { class: 'num' }, open),
  );
}

/** From what the baseline gave to the truth to what the run gives, on an axis from 0 to 1. */
function change(before: number, after: number, compared: Compared, front: ComparedFront): HTMLElement {
  const at = <T extends HTMLElement | SVGElement>(element: T, value: number): T => {
    element.style.left = `${100 * value}%`;
    return element;
  };
  const span = at(h('i', { class: 'span' }), Math.min(before, after));
  span.style.width = `${100 * Math.abs(after - before)}%`;
  const words = `${probability(before)} → ${probability(after)}`;
  return h(
    'span',
    { title: words },
    h('span', { class: 'sr' }, words),
    h(
      'span',
      { class: 'change', 'aria-hidden': 'true' },
      h('i', { class: 'line' }),
      at(h('i', { class: 'half' }), 0.5),
      span,
      at(signMark(signOf(compared, baselineOf(compared).directory)), before),
      at(signMark(signOf(compared, front.directory)), after),
    ),
  );
}
