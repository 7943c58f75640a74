/**
 * The confusion matrix as a table: blue on the diagonal, orange elsewhere, the share of the row (or column) as the amount of
 * hue. Each cell leads to its samples; one of them is in the order of tabs, arrow keys move it.
 */
import { h } from './dom.js';
import { elided, percent } from './format.js';

/** Letters of a class name that fit over a column. */
export const longestName = 16;

export type Matrix = readonly (readonly number[])[];
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export interface MatrixData {
  readonly classes: readonly string[];
  /** Rows true, columns predicted. */
  readonly matrix: Matrix;
  readonly share: 'row' | 'column';
  /** The cell whose samples are listed. */
  readonly picked: readonly [truth: number, predicted: number] | null;
  /** Null: there are no samples to open yet. */
  readonly open: ((truth: number, predicted: number) => void) | null;
}

/** More classes than this and a cell holds its count only. */
const roomy = 8;

export interface MatrixView {
  readonly element: HTMLElement;
  update(data: MatrixData): void;
}

export function matrixView(): MatrixView {
  const element = h('div', { class: 'scroll' });
  let at: [number, number] = [0, 0];

  element.addEventListener('keydown', (event) => {
    const moves: Record<string, readonly [number, number]> = {
      ...{ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] },
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    const next = move && linkAt(element, at[0] + move[0], at[1] + move[1]);
    if (!move) return;
    event.preventDefault();
    if (next) next.focus();
  });
  element.addEventListener('focusin', (event) => {
    const cell = (event.target as HTMLElement).closest('td');
    if (!cell?.dataset['cell']) return;
    linkAt(element, ...at)?.setAttribute('tabindex', '-1');
    at = cell.dataset['cell'].split(',').map(Number) as [number, number];
    linkAt(element, ...at)?.setAttribute('tabindex', '0');
  });

  return {
    element,
    update(data) {
      const focused = element.contains(document.activeElement);
      if (at[0] >= data.classes.length || at[1] >= data.classes.length) at = [0, 0];
      element.replaceChildren(table(data, at));
      if (focused) linkAt(element, ...at)?.focus();
    },
  };
}

const linkAt = (element: HTMLElement, row: number, column: number): HTMLElement | null =>
  element.querySelector(`td[data-cell="${row},${column}"] a`);

function table(data: MatrixData, at: readonly [number, number]): HTMLElement {
  const { classes, matrix } = data;
  const dense = classes.length > roomy;
  const caption = h('caption', { class: 'sr' }, 'Confusion matrix: rows are the truth, columns the prediction');
  const name = (text: string): HTMLElement => h('span', { class: 'name', title: text }, elided(text, longestName));
  const head = h(
    'tr',
    {},
    h('td'),
    ...classes.map((text) => h('th', { scope: 'col' }, name(text))),
    h('th', { class: 'sum' }, 'support'),
  );
  const columns = classes.map((_, c) => sum(matrix.map((row) => row[c])));
  const body = classes.map((text, r) => {
    const support = sum(matrix[r]);
    const cells = matrix[r].map((count, c) => {
      const whole = data.share === 'row' ? support : columns[c];
      return cell(data, r, c, count, whole, r === at[0] && c === at[1], dense);
    });
    return h('tr', {}, h('th', { scope: 'row' }, name(text)), ...cells, h('td', { class: 'sum' }, support));
  });
  const predicted = columns.map((count) => h('td', { class: 'sum below' }, count));
  const total = h('td', { class: 'sum' }, sum(columns));
  const foot = h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'quiet' }, 'predicted')), ...predicted, total);
  return h(
    'table',
    { class: dense ? 'cm dense' : 'cm' },
    caption,
    h('thead', {}, head),
    h('tbody', {}, ...body),
    h('tfoot', {}, foot),
  );
}

/** Errors are shaded three times as strong as hits, and that is said below. */
function cell(
  data: MatrixData,
  truth: number,
  predicted: number,
  count: number,
  whole: number,
  current: boolean,
  dense: boolean,
): HTMLElement {
  const share = whole === 0 ? 0 : count / whole;
  const hit = truth === predicted;
  const { classes, open, picked } = data;
  const content = dense ? [h('b', {}, count)] : [h('b', {}, count), ' ', h('span', {}, percent(count, whole))];
  // The spoken name begins with what is seen, as speech control asks for it.
  const words = `${count} ${percent(count, whole)} of the ${data.share}: ${classes[truth]} predicted ${classes[predicted]}`;
  const inner = open
    ? h(
        'a',
        { href: '#samples', 'aria-label': words, title: dense ? words : null, tabindex: current ? 0 : -1 },
        ...content,
      )
    : h('div', { title: dense ? words : null }, ...content);
  if (open)
    inner.addEventListener('click', (event) => {
      event.preventDefault();
      open(truth, predicted);
    });
  const isPicked = picked !== null && picked[0] === truth && picked[1] === predicted;
  if (isPicked) inner.setAttribute('aria-current', 'true');
  const kind = `${hit ? 'd' : 'e'}${count === 0 ? ' z' : ''}${isPicked ? ' picked' : ''}`;
  const element = h('td', { class: kind, 'data-cell': `${truth},${predicted}` }, inner);
  element.style.setProperty('--p', String(hit ? share : Math.min(1, 3 * share)));
  return element;
}
