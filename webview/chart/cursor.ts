/**
 * The crosshair of a chart: a line that follows the pointer or the arrow keys from value to value, and a box that says them.
 * For assistive technology it is a slider over the axis, whose value text is what the box says.
 */
import { h, refill } from '../dom.js';
import type { Plot } from './plot.js';

/** What is said of one place: a head, and rows of names and values; `strong` for what is seen first. */
export interface Said {
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly strong?: boolean }[];
}

export interface CursorOptions {
  readonly plot: Plot;
  readonly label: string;
  /** Places the crosshair can stand at, ascending. */
  readonly stops: () => readonly number[];
  readonly say: (stop: number) => Said;
  readonly moved: (stop: number | null) => void;
  readonly zoom: (range: readonly [number, number] | null) => void;
}

export interface Cursor {
  /** The pointer is at this value of x, or left. */
  point(x: number | null): void;
  /** Shows a place; with `box`, what is said of it. */
  show(stop: number | null, box: boolean): void;
  /** After the axes moved. */
  redraw(): void;
}

export function createCursor(options: CursorOptions): Cursor {
  const { element } = options.plot;
  const line = h('div', { class: 'cur', hidden: true });
  const box = h('div', { class: 'readout', hidden: true });
  element.append(line, box);
  element.tabIndex = 0;
  element.setAttribute('role', 'slider');
  element.setAttribute('aria-label', options.label);
  let at: number | null = null;
  let boxed = false;
  /** The pointer put it where it is: what it does on leaving is not done for the keys. */
  let pointing = false;

  function place(): void {
    const surface = options.plot.surface();
    const shown = at !== null && surface !== null;
    line.hidden = !shown;
    box.hidden = !shown || !boxed;
    if (at === null || !surface) return;
    const { area } = surface;
    const x = surface.pageX(at);
    if (x < area.left - 1 || x > area.left + area.width + 1) {
      line.hidden = box.hidden = true;
      return;
    }
    line.style.left = `${Math.round(x)}px`;
    line.style.top = `${area.top}px`;
    line.style.height = `${area.height}px`;
    if (!boxed) return;
    const right = x < area.left + area.width / 2;
    box.style.top = `${area.top + 4}px`;
    box.style.left = right ? `${x + 10}px` : '';
    box.style.right = right ? '' : `${element.clientWidth - x + 10}px`;
  }

  function fill(): void {
    const stops = options.stops();
    element.setAttribute('aria-valuemin', String(stops[0] ?? 0));
    element.setAttribute('aria-valuemax', String(stops.at(-1) ?? 0));
    element.setAttribute('aria-valuenow', String(at ?? stops[0] ?? 0));
    if (at === null) {
      element.setAttribute('aria-valuetext', 'Arrow keys move through the values.');
      return;
    }
    const said = options.say(at);
    element.setAttribute('aria-valuetext', spokenText(said));
    const rows = said.rows.flatMap(({ name, value, strong }) => [
      h('dt', strong ? { class: 'strong' } : {}, name),
      h('dd', strong ? { class: 'strong' } : {}, value),
    ]);
    refill(box, h('b', {}, said.head), h('dl', { class: isWide(said) ? 'wide' : null }, ...rows));
  }

  function show(stop: number | null, withBox: boolean): void {
    at = stop;
    boxed = withBox && stop !== null;
    if (boxed || stop === null) fill();
    place();
  }

  function move(stop: number | null): void {
    show(stop, true);
    options.moved(stop);
  }

  function point(x: number | null): void {
    if (x === null) {
      if (pointing) move(null);
      pointing = false;
      return;
    }
    pointing = true;
    const near = nearest(options.stops(), x);
    if (near !== at || !boxed) move(near);
  }

  element.addEventListener('keydown', (event) => {
    const stops = options.stops();
    const next = step(event.key, event.shiftKey, stops, at);
    if (next !== undefined) {
      event.preventDefault();
      pointing = false;
      move(next);
    } else if (event.key === 'Escape' && (at !== null || boxed)) move(null);
    else if (event.key === '0' || event.key === 'Escape') options.zoom(null);
    else if (event.key === '+' || event.key === '=' || event.key === '-') {
      event.preventDefault();
      const range = scaled(stops, at, event.key === '-' ? 2 : 0.5);
      if (range) options.zoom(range);
    }
  });
  element.addEventListener('blur', () => move(null));
  fill();
  return {
    point,
    show,
    redraw() {
      place();
      if (at === null) fill();
    },
  };
}

/** Two columns of many rows, where two fit beside a chart. */
const isWide = ({ rows }: Said): boolean =>
  rows.length > 8 && rows.every(({ name, value }) => name.length + value.length <= 30);

/** The place an arrow key (with shift: ten at once), Home or End leads to; undefined for other keys. */
export function step(key: string, far: boolean, stops: readonly number[], at: number | null): number | undefined {
  if (stops.length === 0) return undefined;
  const here = at === null ? null : stops.indexOf(nearest(stops, at) ?? stops[0]);
  const by = far ? 10 : 1;
  const to = (index: number): number => stops[Math.max(0, Math.min(stops.length - 1, index))];
  if (key === 'ArrowRight' || key === 'ArrowUp') return to(here === null ? 0 : here + by);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return to(here === null ? stops.length - 1 : here - by);
  if (key === 'PageUp') return to((here ?? 0) + 10);
  if (key === 'PageDown') return to((here ?? 0) - 10);
  if (key === 'Home') return to(0);
  if (key === 'End') return to(stops.length - 1);
  return undefined;
}

/** The range half (or twice) as wide around a place. */
function scaled(stops: readonly number[], at: number | null, factor: number): [number, number] | null {
  if (stops.length < 2) return null;
  const [low, high] = [stops[0], stops[stops.length - 1]];
  const center = at ?? (low + high) / 2;
  return [center - (center - low) * factor, center + (high - center) * factor];
}

/** The stop nearest to a value; by halving, for there may be many. */
export function nearest(stops: readonly number[], value: number): number | null {
  if (stops.length === 0) return null;
  let low = 0;
  let high = stops.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stops[middle] <= value) low = middle;
    else high = middle;
  }
  return value - stops[low] <= stops[high] - value ? stops[low] : stops[high];
}

export function spokenText(said: Said): string {
  return [said.head, ...said.rows.map((row) => `${row.name} ${row.value}`)].join(', ');
}
