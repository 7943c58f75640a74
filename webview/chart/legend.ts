/** The legend inside a chart: it stands where it covers least of the curves. */
import { h, refill } from '../dom.js';
import { elided } from '../format.js';
import type { ColorName } from './colors.js';
import type { Surface } from './plot.js';

export interface LegendEntry {
  readonly name: string;
  readonly value: string;
  /** The curve's; null for a line of words. */
  readonly key: { readonly color: ColorName; readonly dash: readonly number[] } | null;
}

interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface Legend {
  readonly element: HTMLElement;
  place(surface: Surface, entries: readonly LegendEntry[], curves: readonly Curve[]): void;
}

export function legend(): Legend {
  const element = h('ul', { class: 'legend' });
  let shown = '';
  return {
    element,
    place(surface, entries, curves) {
      const key = JSON.stringify(entries);
      if (key !== shown) {
        shown = key;
        refill(
          element,
          ...entries.map((entry) => h('li', {}, entry.key && sign(entry.key), nameOf(entry), strong(entry))),
        );
      }
      const { area } = surface;
      const [width, height] = [element.offsetWidth / area.width, element.offsetHeight / area.height];
      if (!(width > 0)) return;
      const points = curves.flatMap((curve) => alongCurve(curve, surface));
      const { x, y } = bestPlace(points, Math.min(width, 1), Math.min(height, 1));
      element.style.left = `${area.left + x * area.width}px`;
      element.style.top = `${area.top + y * area.height}px`;
    },
  };
}

const nameOf = (entry: LegendEntry): HTMLElement => h('span', { class: 'clip' }, elided(entry.name, 20));
const strong = (entry: LegendEntry): HTMLElement => h('b', {}, entry.value);

function sign(key: NonNullable<LegendEntry['key']>): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'key');
  svg.setAttribute('viewBox', '0 0 26 10');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', 'M1 5H25');
  line.setAttribute('class', `s-${key.color}`);
  if (key.dash.length > 0) line.setAttribute('stroke-dasharray', key.dash.join(' '));
  svg.append(line);
  return svg;
}

/** Points of a curve as shares of the drawing area, close enough to one another that no box slips between them. */
function alongCurve(curve: Curve, surface: Surface): { x: number; y: number }[] {
  const { area } = surface;
  const points: { x: number; y: number }[] = [];
  for (let i = 0; i < curve.x.length; i++) {
    const to = {
      x: (surface.pageX(curve.x[i]) - area.left) / area.width,
      y: (surface.pageY(curve.y[i]) - area.top) / area.height,
    };
    const from = points.at(-1);
    const parts = from ? Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) / 0.03) : 1;
    for (let part = 1; from && part < parts; part++)
      points.push({ x: from.x + ((to.x - from.x) * part) / parts, y: from.y + ((to.y - from.y) * part) / parts });
    points.push(to);
  }
  return points;
}

/**
 * The corner of a box (shares of the area, y downwards) that covers fewest points; of equals the one nearest to the lower
 * right, where curves that are worth anything are seldom.
 */
export function bestPlace(
  points: readonly { readonly x: number; readonly y: number }[],
  width: number,
  height: number,
): { x: number; y: number } {
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const margin = 0.03;
  let best = { x: 0, y: 0, cost: Infinity };
  for (const right of steps)
    for (const down of steps) {
      const x = margin + right * Math.max(0, 1 - width - 2 * margin);
      const y = margin + down * Math.max(0, 1 - height - 2 * margin);
      const covered = points.filter(
        (p) => p.x > x - 0.02 && p.x < x + width + 0.02 && p.y > y - 0.02 && p.y < y + height + 0.02,
      ).length;
      const cost = covered + 0.2 * (1 - right) + 0.3 * Math.abs(0.8 - down);
      if (cost < best.cost) best = { x, y, cost };
    }
  return { x: best.x, y: best.y };
}
