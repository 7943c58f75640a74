/** Curves over any quantity (not epochs): ROC, precision against recall, reliability; with dots, intervals and a legend inside. */
import { h } from '../dom.js';
import type { ColorName } from './colors.js';
import { linearTicks, niceStep, tickTexts } from './curves.js';
import { createCursor, type Said } from './cursor.js';
import { legend, type LegendEntry } from './legend.js';
import { createPlot, type Surface } from './plot.js';

export interface XyCurve {
  /** Ascending. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly color: ColorName;
  readonly dash: readonly number[];
  readonly width: number;
}

export interface XyDot {
  readonly x: number;
  readonly y: number;
  /** Ends of its interval. */
  readonly low: number;
  readonly high: number;
  readonly radius: number;
}

export interface XyData {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly curves: readonly XyCurve[];
  /** Dashed thin lines: what chance, or a perfect model, would give. */
  readonly references: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[];
  readonly dots: readonly XyDot[];
  /** Words inside the chart, right of and below their place. */
  readonly words: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly legend: readonly LegendEntry[];
  /** Places of the crosshair, and what is said there. */
  readonly stops: readonly number[];
  readonly said: (stop: number) => Said;
}

export interface XyChart {
  readonly element: HTMLElement;
  readonly canvas: () => HTMLCanvasElement | null;
  readonly isZoomed: () => boolean;
  update(data: XyData): void;
  reset(): void;
}

export function xyChart(options: {
  readonly label: string;
  readonly axisName: string;
  readonly height: number;
  readonly moved: (stop: number | null) => void;
  readonly zoomed: () => void;
}): XyChart {
  let data: XyData | null = null;
  let range: readonly [number, number] | null = null;
  const key = legend();
  const plot = createPlot({
    height: options.height,
    axisName: options.axisName,
    over,
    pointed: (at) => cursor.point(at?.x ?? null),
    zoomed: zoom,
    reset: () => zoom(null),
  });
  const labels = h('div', { class: 'labels' });
  plot.element.append(labels, key.element);
  const cursor = createCursor({
    plot,
    label: options.label,
    stops: () => {
      const [low, high] = range ?? data?.x ?? [0, 1];
      return data ? data.stops.filter((stop) => stop >= low && stop <= high) : [];
    },
    say: (stop) => data?.said(stop) ?? { head: '', rows: [] },
    moved: options.moved,
    zoom,
  });

  function zoom(next: readonly [number, number] | null): void {
    if (!data) return;
    const [low, high] = data.x;
    const inside = next ? ([Math.max(low, next[0]), Math.min(high, next[1])] as const) : null;
    const whole =
      !inside || inside[1] - inside[0] > 0.999 * (high - low) || inside[1] - inside[0] < 1e-4 * (high - low);
    range = whole ? null : inside;
    draw();
    options.zoomed();
  }

  function draw(): void {
    if (!data) return;
    const x = range ?? data.x;
    plot.update({
      x: { limits: x, log: false, ticks: (low, high) => linearTicks(low, high, 3), text: tickTexts },
      y: {
        limits: range ? visible(data, range) : data.y,
        log: false,
        ticks: (low, high) => linearTicks(low, high),
        text: tickTexts,
      },
      places: [x[0], x[1]],
      lines: [{ values: [null, null], stroke: { color: null, width: 0, dash: null } }],
      bands: [],
      margin: { left: 38, top: 8, right: 12 },
    });
  }

  function over(surface: Surface): void {
    if (!data) return;
    const { ctx, ratio, colors, area } = surface;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left * ratio, (area.top - 6) * ratio, (area.width + 6) * ratio, (area.height + 7) * ratio);
    ctx.clip();
    ctx.lineJoin = 'round';
    const line = (
      color: string,
      width: number,
      dash: readonly number[],
      path: (ctx: CanvasRenderingContext2D) => void,
    ) => {
      ctx.strokeStyle = color;
      ctx.lineWidth = width * ratio;
      ctx.setLineDash(dash.map((part) => part * ratio));
      ctx.beginPath();
      path(ctx);
      ctx.stroke();
    };
    for (const [x0, y0, x1, y1] of data.references)
      line(
        colors.mark,
        1,
        [3, 3],
        (c) => (c.moveTo(surface.x(x0), surface.y(y0)), c.lineTo(surface.x(x1), surface.y(y1))),
      );
    for (const dot of data.dots)
      line(colors.mark, 1.5, [], (c) => {
        c.moveTo(surface.x(dot.x), surface.y(dot.low));
        c.lineTo(surface.x(dot.x), surface.y(dot.high));
      });
    for (const curve of data.curves)
      line(colors[curve.color], curve.width, curve.dash, (c) => {
        for (let i = 0; i < curve.x.length; i++)
          c[i === 0 ? 'moveTo' : 'lineTo'](surface.x(curve.x[i]), surface.y(curve.y[i]));
      });
    ctx.setLineDash([]);
    for (const dot of data.dots) {
      ctx.beginPath();
      ctx.arc(surface.x(dot.x), surface.y(dot.y), dot.radius * ratio, 0, 2 * Math.PI);
      ctx.fillStyle = colors.blue;
      ctx.fill();
    }
    ctx.restore();
    labels.replaceChildren(
      ...data.words.map(({ x, y, text }) => {
        const element = h('span', { class: 'lb quiet' }, text);
        element.style.left = `${surface.pageX(x) + 6}px`;
        element.style.top = `${surface.pageY(y) + 4}px`;
        return element;
      }),
    );
    key.place(surface, data.legend, data.curves);
    cursor.redraw();
  }

  return {
    element: plot.element,
    canvas: plot.canvas,
    isZoomed: () => range !== null,
    update(next) {
      data = next;
      range = null;
      draw();
    },
    reset: () => zoom(null),
  };
}

/** Round limits of y that hold what the curves and dots do between two x. */
function visible(data: XyData, [from, to]: readonly [number, number]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  const take = (y: number): void => {
    low = Math.min(low, y);
    high = Math.max(high, y);
  };
  for (const curve of data.curves)
    for (let i = 0; i < curve.x.length; i++) if (curve.x[i] >= from && curve.x[i] <= to) take(curve.y[i]);
  for (const dot of data.dots) if (dot.x >= from && dot.x <= to) [dot.low, dot.high].forEach(take);
  if (low > high) return [...data.y] as [number, number];
  const step = niceStep(Math.max(high - low, 0.02) / 4);
  const bottom = Math.max(data.y[0], Math.floor(low / step) * step);
  const top = Math.min(data.y[1], Math.ceil(high / step - 1e-9) * step);
  return top > bottom ? [bottom, top] : ([...data.y] as [number, number]);
}
