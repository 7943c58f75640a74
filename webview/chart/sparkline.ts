/** A curve without axes, as small as a word: the course of one fold in its row. */
import type { Values } from './curves.js';

const width = 96;
const high = 20;

/** The curve of `values` over `epochs` in all; a dot at `best`. */
export function sparkline(values: Values, epochs: number, best: number | null, live: boolean): SVGSVGElement | null {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ i, value }]));
  if (known.length < 2) return null;
  const low = Math.min(...known.map((one) => one.value));
  const top = Math.max(...known.map((one) => one.value));
  const x = (i: number): number => (i / Math.max(1, epochs - 1)) * width;
  const y = (value: number): number => high - 2 - ((value - low) / (top - low || 1)) * (high - 4);
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', live ? 'spark live' : 'spark');
  svg.setAttribute('viewBox', `0 0 ${width} ${high}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute(
    'd',
    known.map(({ i, value }, n) => `${n ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join(''),
  );
  svg.append(path);
  const value = best === null ? null : values[best - 1];
  if (best !== null && value !== null && value !== undefined) {
    const dot = document.createElementNS(space, 'circle');
    dot.setAttribute('cx', x(best - 1).toFixed(1));
    dot.setAttribute('cy', y(value).toFixed(1));
    dot.setAttribute('r', '2.2');
    svg.append(dot);
  }
  return svg;
}
