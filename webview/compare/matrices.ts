/** How the confusion matrix changed, and both matrices it is the difference of. */
import { chip } from '../chip.js';
import { h, refill } from '../dom.js';
import { elided } from '../format.js';
import { longestName, matrixView } from '../matrix.js';
import { type MatrixMode } from './choices.js';
import { baselineOf, frontOf, shortened, type Host, type Section } from './view.js';

export function matrices(host: Host): Section {
  const body = h('div', {});
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Which matrix' });
  const note = h('p', { class: 'note' });
  const element = h(
    'figure',
    { class: 'chart', 'data-chart': 'matrix' },
    h('figcaption', {}, h('b', {}, 'Confusion matrix, pooled')),
    chips,
    body,
    note,
  );
  const whole = matrixView();
  return {
    element,
    update(view) {
      const { compared, choices } = view;
      const { front, classes } = compared;
      const run = frontOf(compared);
      element.hidden = !front || !run;
      if (!front || !run) return;
      const modes: readonly (readonly [MatrixMode, string, string])[] = [
        ['change', 'change of counts', 'change of counts'],
        ['before', shortened(baselineOf(compared).label, 28), baselineOf(compared).label],
        ['after', shortened(run.label, 28), run.label],
      ];
      const focused = [...chips.children].indexOf(document.activeElement as Element);
      refill(
        chips,
        ...modes.map(([mode, text, label]) => {
          const one = chip(text, choices.matrix === mode, () => host.choose({ matrix: mode }));
          one.title = label;
          return one;
        }),
      );
      (chips.children[focused] as HTMLElement | undefined)?.focus();
      if (choices.matrix === 'change') {
        refill(body, changeTable(classes, front.matrix, front.before));
        note.textContent = 'Blue: more right or fewer wrong. Orange: the other way.';
      } else {
        const matrix = choices.matrix === 'before' ? front.before : front.matrix;
        whole.update({ classes, matrix, share: 'row', picked: null, open: null });
        refill(body, whole.element);
        note.textContent = 'Rows are the truth, columns the prediction. Blue is right, orange is wrong.';
      }
    },
  };
}

type Matrix = readonly (readonly number[])[];

/** More classes than this and cells hold their figure only. */
const roomy = 8;

function changeTable(classes: readonly string[], matrix: Matrix, before: Matrix): HTMLElement {
  const changes = matrix.map((row, r) => row.map((count, c) => count - before[r][c]));
  const most = Math.max(1, ...changes.flat().map(Math.abs));
  const name = (text: string): HTMLElement => h('span', { class: 'name', title: text }, elided(text, longestName));
  const cell = (change: number, r: number, c: number): HTMLElement => {
    const text = change === 0 ? '0' : `${change < 0 ? '−' : '+'}${Math.abs(change)}`;
    const good = (r === c) === change > 0;
    const words = `${text}: ${classes[r]} predicted ${classes[c]}`;
    const element = h(
      'td',
      { class: `${good ? 'd' : 'e'}${change === 0 ? ' z' : ''}` },
      h('div', { title: words }, h('b', {}, text)),
    );
    element.style.setProperty('--p', String(Math.abs(change) / most));
    return element;
  };
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      { class: classes.length > roomy ? 'cm dense' : 'cm' },
      h('caption', { class: 'sr' }, 'Change of the confusion matrix: rows are the truth, columns the prediction'),
      h('thead', {}, h('tr', {}, h('td', {}), ...classes.map((text) => h('th', { scope: 'col' }, name(text))))),
      h(
        'tbody',
        {},
        ...changes.map((row, r) =>
          h('tr', {}, h('th', { scope: 'row' }, name(classes[r])), ...row.map((change, c) => cell(change, r, c))),
        ),
      ),
    ),
  );
}
