/** Precision, recall and F1 of each class, with means below: all of it follows from the matrix. */
import { classMetrics } from '../../src/metrics/confusion.js';
import type { ClassMetrics } from '../../src/metrics/types.js';
import { formatMetric } from '../../src/metrics/words.js';
import { h } from '../dom.js';
import { elided } from '../format.js';
import { sum, type Matrix } from '../matrix.js';

const num = { class: 'num' };
const numHead = { class: 'num', scope: 'col' };

export function classTable(classes: readonly string[], matrix: Matrix): HTMLElement {
  const figures = classMetrics(matrix);
  const names = ['precision', 'recall', 'F1'].map((name) => h('th', numHead, name));
  const bars = h('td', { class: 'hide-s' });
  const head = h('tr', {}, h('th', { scope: 'col' }, 'class'), ...names, bars, h('th', numHead, 'support'));
  const body = figures.map((one, c) => {
    const predicted = sum(matrix.map((row) => row[c]));
    const bar = h('i', { class: 'bar' });
    bar.style.width = `${100 * one.f1}%`;
    // A ratio of nothing is written as zero in every metric; here it is said that there was nothing.
    const cells = [
      h('td', num, predicted === 0 ? nothing('never predicted') : formatMetric(one.precision)),
      h('td', num, one.support === 0 ? nothing('no sample') : formatMetric(one.recall)),
      h('td', num, h('b', {}, formatMetric(one.f1))),
      h('td', { class: 'hide-s bars' }, bar),
      h('td', num, one.support),
    ];
    return h('tr', {}, h('th', { scope: 'row', class: 'clip', title: classes[c] }, elided(classes[c], 22)), ...cells);
  });
  const total = sum(figures.map((one) => one.support));
  // Macro over all classes; weighted by support: as in the metrics, see src/metrics/classification.ts.
  const macro = mean(figures, () => 1);
  const weighted = mean(figures, (one) => one.support);
  const foot = h('tfoot', {}, meanRow('macro', macro, total), meanRow('weighted', weighted, null));
  const table = h('table', { class: 't classes' }, h('thead', {}, head), h('tbody', {}, ...body), foot);
  return h('div', { class: 'scroll' }, table);
}

function nothing(why: string): HTMLElement {
  return h('span', { class: 'quiet', title: why }, '–', h('span', { class: 'sr' }, ` ${why}`));
}

type Figures = Pick<ClassMetrics, 'precision' | 'recall' | 'f1'>;

function mean(figures: readonly ClassMetrics[], weight: (one: ClassMetrics) => number): Figures {
  const whole = sum(figures.map(weight)) || 1;
  const over = (pick: (one: ClassMetrics) => number): number =>
    sum(figures.map((one) => weight(one) * pick(one))) / whole;
  return { precision: over((one) => one.precision), recall: over((one) => one.recall), f1: over((one) => one.f1) };
}

function meanRow(name: string, figures: Figures, support: number | null): HTMLElement {
  const cells = [figures.precision, figures.recall, figures.f1].map((value) => h('td', num, formatMetric(value)));
  const last = [h('td', { class: 'hide-s' }), h('td', num, support)];
  return h('tr', { class: 'sub' }, h('th', { scope: 'row' }, name), ...cells, ...last);
}
