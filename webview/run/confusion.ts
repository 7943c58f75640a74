/** Which classes are confused: the matrix of all scored folds, and the figures of each class. */
import { classMetrics } from '../../src/metrics/confusion.js';
import { formatMetric } from '../../src/metrics/words.js';
import type { RunSnapshot } from '../../src/protocol/run.js';
import { h, refill } from '../dom.js';
import { percent } from '../format.js';
import { listText, pooledMatrix } from './folds.js';
import type { Section } from './header.js';

type Matrix = readonly (readonly number[])[];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function confusion(): Section {
  const title = h('h2');
  const under = h('span', { class: 'end quiet small' });
  const body = h('div', { class: 'lopsided auto' });
  const element = h('section', {}, h('div', { class: 'head' }, title, under), body);
  return {
    element,
    update(run) {
      const pooled = pooledMatrix(run);
      element.hidden = run.live.status === 'finished' && !pooled;
      const finished = run.live.status === 'finished';
      title.textContent = finished ? 'Which classes are confused' : 'Confusion so far';
      if (!pooled) {
        under.textContent = '';
        refill(
          body,
          empty(
            'Nothing is scored yet',
            'The matrix comes with the first finished fold: its score part is read once, at the end.',
          ),
        );
        return;
      }
      const total = sum(pooled.matrix.map(sum));
      const scored = run.folds.flatMap((fold, k) => (fold.metrics ? [k + 1] : []));
      under.textContent = finished
        ? `${total} out-of-fold predictions`
        : `${scored.length === 1 ? 'fold' : 'folds'} ${listText(scored)}: ${total} of ${run.head.samples * run.head.repeats} samples`;
      refill(body, h('div', { class: 'scroll' }, matrixTable(run, pooled.matrix)), classTable(run, pooled.matrix));
    },
  };
}

/** An empty place says why it is empty, and when it will not be. */
export function empty(title: string, text: string): HTMLElement {
  return h('div', { class: 'empty' }, h('b', {}, title), h('span', {}, text));
}

function matrixTable(run: RunSnapshot, matrix: Matrix): HTMLElement {
  const { classes } = run.head;
  const total = sum(matrix.map(sum));
  const caption = h('caption', { class: 'sr' }, 'Confusion matrix: rows are the truth, columns the prediction');
  const head = h('tr', {}, h('td'), ...classes.map((name) => h('th', { scope: 'col' }, name)), h('th', {}, 'support'));
  const body = classes.map((name, r) => {
    const support = sum(matrix[r]);
    const cells = matrix[r].map((count, c) => cell(count, support, r === c));
    return h('tr', {}, h('th', { scope: 'row' }, name), ...cells, h('td', { class: 'sum' }, support));
  });
  const predicted = classes.map((_, c) => h('td', { class: 'sum' }, sum(matrix.map((row) => row[c]))));
  const foot = h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('span', { class: 'quiet' }, 'predicted')),
    ...predicted,
    h('td', { class: 'sum' }, total),
  );
  return h('table', { class: 'cm' }, caption, h('thead', {}, head), h('tbody', {}, ...body), h('tfoot', {}, foot));
}

/** Errors are shaded three times as strong as hits, and that is said below. */
function cell(count: number, support: number, hit: boolean): HTMLElement {
  const share = support === 0 ? 0 : count / support;
  const element = h(
    'td',
    { class: `${hit ? 'd' : 'e'}${count === 0 ? ' z' : ''}` },
    h('div', {}, h('b', {}, count), h('span', {}, percent(count, support))),
  );
  element.style.setProperty('--p', String(hit ? share : Math.min(1, 3 * share)));
  return element;
}

function classTable(run: RunSnapshot, matrix: Matrix): HTMLElement {
  const figures = classMetrics(matrix);
  const numeric = (name: string): HTMLElement => h('th', { class: 'num' }, name);
  const bars = h('td', { class: 'hide-s' });
  const names = [numeric('precision'), numeric('recall'), numeric('F1'), bars, numeric('support')];
  const head = h('tr', {}, h('th', {}, 'class'), ...names);
  const body = figures.map((one, c) => {
    const f1 = h('b', {}, formatMetric(one.f1));
    const values = [formatMetric(one.precision), formatMetric(one.recall), f1].map((v) => h('td', { class: 'num' }, v));
    const bar = h('i', { class: 'bar' });
    bar.style.width = `${100 * one.f1}%`;
    const cells = [...values, h('td', { class: 'hide-s bars' }, bar), h('td', { class: 'num' }, one.support)];
    return h('tr', {}, h('th', { scope: 'row' }, run.head.classes[c]), ...cells);
  });
  const note =
    'Rows of the matrix are the truth, columns the prediction. Blue is right, orange is wrong; the more hue, the larger the share of the row. Errors are shaded three times as strongly, so that small ones show.';
  const table = h('table', { class: 't' }, h('thead', {}, head), h('tbody', {}, ...body));
  return h('div', {}, h('div', { class: 'scroll' }, table), h('p', { class: 'note' }, note));
}
