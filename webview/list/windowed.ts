/**
 * A table of any length: only rows on screen are elements. One row is in the order of tabs, arrow keys move it; the rest of the
 * height is made of two empty rows.
 */
import { h } from '../dom.js';
import { windowOf } from './window.js';

export interface WindowedOptions {
  /** Spoken name of the table. */
  readonly label: string;
  readonly className: string;
  readonly columns: number;
  readonly count: () => number;
  readonly row: (index: number) => HTMLTableRowElement;
  /** Enter on a row. */
  readonly open?: (index: number) => void;
  /** The row that has the focus, after arrow keys. */
  readonly moved?: (index: number) => void;
}

export interface WindowedTable {
  /** The part that scrolls. */
  readonly element: HTMLElement;
  /** To be filled with the head; stays where it is while rows scroll. */
  readonly head: HTMLTableSectionElement;
  /** Draws all rows on screen anew. With `top`, from the first one on. */
  update(top?: boolean): void;
  /** Scrolls a row into view and marks it as the current one; null for none. */
  mark(index: number | null): void;
}

const rowHeight = 28;

export function windowedTable(options: WindowedOptions): WindowedTable {
  const head = h('thead');
  const body = h('tbody');
  const caption = h('caption', { class: 'sr' }, options.label);
  const table = h('table', { class: `t ${options.className}` }, caption, head, body);
  const element = h('div', { class: 'scroll windowed', role: 'region', 'aria-label': options.label }, table);
  const above = spacer(options.columns);
  const below = spacer(options.columns);
  let shown = { first: 0, end: 0 };
  let active = 0;
  let marked: number | null = null;
  let scheduled = false;

  function render(force: boolean, top = element.scrollTop): void {
    const count = options.count();
    const next = windowOf(top, element.clientHeight, rowHeight, count);
    if (!force && next.first === shown.first && next.end === shown.end) return;
    const focus = document.activeElement;
    const focusedRow = body.contains(focus) ? focus?.closest('tr')?.dataset['index'] : undefined;
    // A focused row that is taken out makes the browser lay out what is left, and cut the scroll position to that.
    if (focusedRow !== undefined) element.focus({ preventScroll: true });
    shown = next;
    active = Math.max(0, Math.min(active, count - 1));
    const rows = Array.from({ length: next.end - next.first }, (_, i) => made(next.first + i));
    fill(above, next.first);
    fill(below, count - next.end);
    body.replaceChildren(...(next.first > 0 ? [above] : []), ...rows, ...(next.end < count ? [below] : []));
    table.setAttribute('aria-rowcount', String(count + 1));
    if (element.scrollTop !== top) element.scrollTop = top;
    // A row that was scrolled away leaves the focus to the list, and arrow keys go on from there.
    if (focusedRow !== undefined) rows[active - next.first]?.focus({ preventScroll: true });
    element.tabIndex = element.scrollHeight > element.clientHeight && rows.length === 0 ? 0 : -1;
  }

  function made(index: number): HTMLTableRowElement {
    const row = options.row(index);
    row.dataset['index'] = String(index);
    row.setAttribute('aria-rowindex', String(index + 2));
    row.tabIndex = index === active ? 0 : -1;
    if (index === marked) row.setAttribute('aria-current', 'true');
    return row;
  }

  function reveal(index: number): void {
    const row = index * rowHeight;
    const room = element.clientHeight - head.offsetHeight;
    const { scrollTop } = element;
    const below = row + rowHeight > scrollTop + room ? row + rowHeight - room : scrollTop;
    render(true, row < scrollTop ? row : below);
  }

  function move(index: number): void {
    active = Math.max(0, Math.min(options.count() - 1, index));
    reveal(active);
    body.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.focus({ preventScroll: true });
    options.moved?.(active);
  }

  element.addEventListener('scroll', () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      render(false);
    });
  });
  body.addEventListener('focusin', (event) => {
    const index = (event.target as HTMLElement).closest('tr')?.dataset['index'];
    if (index === undefined || Number(index) === active) return;
    body.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.setAttribute('tabindex', '-1');
    active = Number(index);
    body.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.setAttribute('tabindex', '0');
  });
  element.addEventListener('keydown', (event) => {
    if ((event.target as HTMLElement).closest('thead')) return;
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 2);
    const places: Record<string, number> = {
      ...{ ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page },
      ...{ Home: 0, End: options.count() - 1 },
    };
    if (Object.hasOwn(places, event.key)) {
      event.preventDefault();
      move(places[event.key]);
    } else if (event.key === 'Enter' && (event.target as HTMLElement).tagName === 'TR') options.open?.(active);
  });
  new ResizeObserver(() => render(false)).observe(element);

  return {
    element,
    head,
    update(top = false) {
      if (top) {
        element.scrollTop = 0;
        active = 0;
      }
      render(true);
    },
    mark(index) {
      marked = index;
      if (index === null) render(true);
      else reveal(index);
    },
  };
}

function spacer(columns: number): HTMLTableRowElement {
  return h('tr', { class: 'spacer', 'aria-hidden': 'true' }, h('td', { colspan: columns }));
}

function fill(row: HTMLTableRowElement, rows: number): void {
  (row.firstElementChild as HTMLElement).style.height = `${rows * rowHeight}px`;
}
