/** A curve without axes, as small as a word: the course of one fold in its row. */
import type { Values } from './curves.js';

const width = 96;
const high = 20;

export interface SmallCurve {
  readonly values: Values;
  /** Epoch with a dot. */
  readonly best: number | null;
}

/** The curve of `values` over `epochs` in all; a dot at `best`. */
export function sparkline(values: Values, epochs: number, best: number | null, live: boolean): SVGSVGElement | null {
  return sparklines([{ values, best }], epochs, live);
}

/** Several curves on the same axes. Null where none has two values. */
export function sparklines(curves: readonly SmallCurve[], epochs: number, live: boolean): SVGSVGElement | null {
  const drawn = curves
    .map((curve) => ({ ...curve, known: curve.values.flatMap((value, i) => (value === null ? [] : [{ i, value }])) }))
    .filter(({ known }) => known.length >= 2);
  if (drawn.length === 0) return null;
  const all = drawn.flatMap(({ known }) => known.map(({ value }) => value));
  const low = Math.min(...all);
  const top = Math.max(...all);
  const x = (i: number): number => (i / Math.max(1, epochs - 1)) * width;
  const y = (value: number): number => high - 2 - ((value - low) / (top - low || 1)) * (high - 4);
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', live ? 'spark live' : 'spark');
  svg.setAttribute('viewBox', `0 0 ${width} ${high}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const { known } of drawn) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute(
      'd',
      known.map(({ i, value }, n) => `${n ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join(''),
    );
    svg.append(path);
  }
  for (const { values, best } of drawn) {
    const value = best === null ? null : values[best - 1];
    if (best === null || value === null || value === undefined) continue;
    const dot = document.createElementNS(space, 'circle');
    dot.setAttribute('cx', x(best - 1).toFixed(1));
    dot.setAttribute('cy', y(value).toFixed(1));
    dot.setAttribute('r', '2.2');
    svg.append(dot);
  }
  return svg;
}
