/** How lines that stand for themselves (runs among runs) are told apart: colour, dash and marker together. */
import type { ChartColors, ColorName } from './colors.js';

export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';

export interface LineSign {
  readonly color: ColorName;
  readonly dash: readonly number[];
  readonly marker: Marker;
}

/** Around 0, 0 in a box of 11. */
const paths: Readonly<Record<Marker, string>> = {
  circle: 'M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z',
  square: 'M-4 -4H4V4H-4Z',
  triangle: 'M0 -5L5 4.3H-5Z',
  diamond: 'M0 -5.5L5.5 0L0 5.5L-5.5 0Z',
  cross: 'M-4.5 -1.5H-1.5V-4.5H1.5V-1.5H4.5V1.5H1.5V4.5H-1.5V1.5H-4.5Z',
};

const space = 'http://www.w3.org/2000/svg';

function svg(viewBox: string, className: string): SVGSVGElement {
  const element = document.createElementNS(space, 'svg');
  element.setAttribute('viewBox', viewBox);
  element.setAttribute('class', className);
  element.setAttribute('aria-hidden', 'true');
  return element;
}

function path(d: string, className: string): SVGPathElement {
  const element = document.createElementNS(space, 'path');
  element.setAttribute('d', d);
  element.setAttribute('class', className);
  return element;
}

/** A piece of the line with its marker: for heads, rows and labels. */
export function signKey({ color, dash, marker }: LineSign): SVGSVGElement {
  const element = svg('-15 -5.5 30 11', 'key sign');
  const line = path('M-15 0H15', `s-${color}`);
  if (dash.length > 0) line.setAttribute('stroke-dasharray', dash.join(' '));
  element.append(line, path(paths[marker], `f-${color}`));
  return element;
}

/** The marker alone. */
export function signMark({ color, marker }: LineSign): SVGSVGElement {
  const element = svg('-6 -6 12 12', 'mark');
  element.append(path(paths[marker], `f-${color}`));
  return element;
}

/** The marker on a canvas, at its own pixels. */
export function drawSign(
  ctx: CanvasRenderingContext2D,
  { color, marker }: LineSign,
  x: number,
  y: number,
  ratio: number,
  colors: ChartColors,
): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(ratio, ratio);
  const shape = new Path2D(paths[marker]);
  ctx.fillStyle = colors[color];
  ctx.strokeStyle = colors.bg;
  ctx.lineWidth = 1;
  ctx.fill(shape);
  ctx.stroke(shape);
  ctx.restore();
}
