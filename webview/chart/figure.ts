/** The frame of a chart: its title, its tools (table, PNG, CSV, all of it again after a zoom), and the table behind it. */
import { h, refill } from '../dom.js';
import { windowedTable, type WindowedTable } from '../list/windowed.js';
import { pictureOf } from './picture.js';
import { cellText, csvOf, rowCount, type ChartTable } from './table.js';

export interface FigureOptions {
  /** Stable name of the chart: for tests and as the name of its files. */
  readonly id: string;
  readonly table: () => ChartTable | null;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly plot: HTMLElement;
  readonly save: (name: string, kind: 'png' | 'csv', content: string) => void;
  readonly reset: () => void;
  readonly tableShown: (shown: boolean) => void;
}

export interface Figure {
  readonly element: HTMLElement;
  /** Left in the caption: title or a list of titles; right: a few quiet words or controls. */
  setCaption(title: string | Node, end: readonly (Node | string)[], controls?: HTMLElement): void;
  /** The title in files and for assistive technology. */
  setTitle(title: string): void;
  setZoomed(zoomed: boolean): void;
  showTable(shown: boolean): void;
  /** After the data changed, where the table is shown; or the crosshair moved to a row. */
  refreshTable(row?: number | null): void;
}

export function chartFigure(options: FigureOptions): Figure {
  const head = h('span', { class: 'title' });
  const words = h('span', { class: 'end quiet small' });
  const tools = h('span', { class: 'tools' });
  const element = h('figure', { class: 'chart', 'data-chart': options.id });
  const under = h('div', { class: 'behind' });
  let title = options.id;
  let windowed: WindowedTable | null = null;
  let names = '';

  const tool = (text: string, act: () => void): HTMLButtonElement => {
    const button = h('button', { class: 'tool', type: 'button' }, text);
    button.addEventListener('click', act);
    return button;
  };
  const all = tool('All of it', options.reset);
  const table = tool('Table', () => show(!windowed));
  const png = tool('PNG', () => {
    const canvas = options.canvas();
    if (canvas) options.save(title, 'png', pictureOf(options.plot, canvas, title));
  });
  const csv = tool('CSV', () => {
    const data = options.table();
    if (data) options.save(title, 'csv', csvOf(data));
  });
  all.hidden = true;
  tools.append(all, table, png, csv);
  element.append(h('figcaption', {}, head, words, tools), options.plot, under);

  function show(shown: boolean): void {
    set(shown);
    options.tableShown(shown);
  }

  function set(shown: boolean): void {
    table.setAttribute('aria-pressed', String(shown));
    if (!shown) {
      windowed = null;
      return under.replaceChildren();
    }
    const data = options.table();
    if (!data || windowed) return;
    windowed = windowedTable({
      label: `Numbers of ${title}`,
      className: 'numbers',
      columns: data.names.length,
      count: () => rowCount(options.table() ?? data),
      row: (index) => numberRow(options.table() ?? data, index),
    });
    names = '';
    under.replaceChildren(windowed.element);
    refresh();
  }

  function refresh(row?: number | null): void {
    const data = windowed && options.table();
    if (!windowed || !data) return;
    if (names !== data.names.join('\n')) {
      names = data.names.join('\n');
      refill(windowed.head, h('tr', {}, ...data.names.map((name) => h('th', { class: 'num', scope: 'col' }, name))));
    }
    if (row === undefined) windowed.update();
    else windowed.mark(row);
  }

  return {
    element,
    setCaption(left, end, controls) {
      // Elements that are there stay: a list that is open, or has the focus, would lose both.
      if (typeof left === 'string') {
        if (head.textContent !== left) head.replaceChildren(h('b', {}, left));
      } else if (head.firstChild !== left) head.replaceChildren(left);
      const text = end.map((part) => (typeof part === 'string' ? part : part.textContent)).join('');
      if (words.textContent !== text) refill(words, ...end);
      words.hidden = text === '';
      if (controls && !controls.isConnected) element.querySelector('figcaption')?.insertBefore(controls, tools);
    },
    setTitle(next) {
      title = next;
      for (const button of [all, table, png, csv])
        button.setAttribute('aria-label', `${button.textContent} of ${next}`.replace('All of it of', 'All of it:'));
    },
    setZoomed: (zoomed) => (all.hidden = !zoomed),
    showTable: set,
    refreshTable: refresh,
  };
}

function numberRow(data: ChartTable, index: number): HTMLTableRowElement {
  return h('tr', {}, ...data.names.map((_, c) => h('td', { class: 'num' }, cellText(data, index, c))));
}
