/**
 * Axes, lines, zoom and pointer of a chart: the only place that knows uPlot. The canvas holds lines, grid and ticks; every other
 * label is HTML above it. What is drawn comes from functions, read at each drawing, so that themes and data may change.
 */
import uPlot from 'uplot';
import { h } from '../dom.js';
import { onThemeChange, readColors, type ChartColors } from './colors.js';

export interface Axis {
  readonly limits: readonly [low: number, high: number];
  readonly log: boolean;
  /** Places of ticks on an axis `room` pixels long. */
  readonly ticks: (low: number, high: number, room: number) => number[];
  readonly text: (ticks: readonly number[]) => string[];
}

export interface Stroke {
  /** Null: not drawn. */
  readonly color: ((colors: ChartColors) => string) | null;
  readonly width: number;
  readonly dash: readonly number[] | null;
}

/** Where values stand on the canvas (its own pixels) and on the page (CSS pixels from the plot's corner). */
export interface Surface {
  readonly ctx: CanvasRenderingContext2D;
  /** Canvas pixels a CSS pixel. */
  readonly ratio: number;
  readonly colors: ChartColors;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** The drawing area on the page. */
  readonly area: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly pageX: (value: number) => number;
  readonly pageY: (value: number) => number;
}

export interface PlotData {
  readonly x: Axis;
  readonly y: Axis;
  /** Ascending places, and for each line a value at each of them. */
  readonly places: readonly number[];
  readonly lines: readonly { readonly values: readonly (number | null)[]; readonly stroke: Stroke }[];
  /** Pairs of lines with a wash between them: upper, lower. */
  readonly bands: readonly (readonly [upper: number, lower: number])[];
  /** Pixels left of, above and right of the drawing area. */
  readonly margin: { readonly left: number; readonly top: number; readonly right: number };
}

export interface PlotOptions {
  readonly height: number;
  readonly axisName: string;
  /** After the lines are drawn. */
  readonly over: (surface: Surface) => void;
  /** The pointer moves (or leaves: null) over the drawing area; in values and CSS pixels. */
  readonly pointed: (at: { readonly x: number; readonly y: number } | null) => void;
  /** A range of x was marked by dragging. */
  readonly zoomed: (range: readonly [number, number]) => void;
  readonly reset: () => void;
}

export interface Plot {
  readonly element: HTMLElement;
  readonly canvas: () => HTMLCanvasElement | null;
  update(data: PlotData): void;
  /** Places are known once something was drawn. */
  readonly surface: () => Surface | null;
}

const axisHeight = 24;

export function createPlot(options: PlotOptions): Plot {
  const axisName = h('span', { class: 'ax' }, options.axisName);
  const element = h('div', { class: 'plot' }, axisName);
  let data: PlotData | null = null;
  let chart: uPlot | null = null;
  let made = '';

  const width = (): number => Math.max(120, element.clientWidth);
  const shapeOf = (one: PlotData): string =>
    JSON.stringify([
      axisFont(),
      one.x.log,
      one.y.log,
      one.bands,
      one.margin,
      one.lines.map((line) => line.stroke.dash),
    ]);

  function make(now: PlotData): void {
    chart?.destroy();
    const font = axisFont();
    const base: uPlot.Axis = { font, stroke: () => readColors().quiet, ticks: { show: false } };
    const axis = (pick: (current: PlotData) => Axis, room: (u: uPlot) => number): uPlot.Axis => ({
      ...base,
      splits: (u, __, low, high) => pick(data ?? now).ticks(low, high, room(u)),
      filter: (_, splits) => splits,
      values: (_, splits) => pick(data ?? now).text(splits),
    });
    const { margin } = now;
    chart = new uPlot(
      {
        width: width(),
        height: options.height,
        padding: [margin.top, margin.right, 0, 0],
        legend: { show: false },
        focus: { alpha: 1 },
        cursor: {
          ...{ x: false, y: false, points: { show: false } },
          drag: { x: true, y: false, setScale: false, dist: 4 },
          bind: { dblclick: () => () => (options.reset(), null) },
        },
        scales: {
          x: { time: false, distr: now.x.log ? 3 : 1, range: () => [...(data ?? now).x.limits] },
          y: { distr: now.y.log ? 3 : 1, range: () => [...(data ?? now).y.limits] },
        },
        axes: [
          {
            ...axis(
              (current) => current.x,
              (u) => u.bbox.width / uPlot.pxRatio || 300,
            ),
            ...{ size: axisHeight, gap: 4, grid: { show: false } },
            border: { show: true, stroke: () => readColors().mark, width: 1 },
          },
          {
            ...axis(
              (current) => current.y,
              (u) => u.bbox.height / uPlot.pxRatio || 150,
            ),
            ...{ size: margin.left, gap: 7 },
            grid: { show: true, stroke: () => readColors().grid, width: 1 },
          },
        ],
        series: [{}, ...now.lines.map((_, i) => seriesOf(i, now))],
        bands: now.bands.map(([upper, lower]) => ({
          series: [upper + 1, lower + 1] as [number, number],
          fill: () => wash(readColors().ink),
        })),
        hooks: {
          draw: [() => options.over(surface()!)],
          setCursor: [
            (u) => {
              const { left, top } = u.cursor;
              const inside = left !== undefined && top !== undefined && left >= 0;
              options.pointed(inside ? { x: u.posToVal(left, 'x'), y: u.posToVal(top, 'y') } : null);
            },
          ],
          setSelect: [select],
        },
      },
      columns(now),
      element,
    );
    element.append(axisName);
    made = shapeOf(now);
  }

  function seriesOf(i: number, now: PlotData): uPlot.Series {
    const stroke = (): Stroke => (data ?? now).lines[i].stroke;
    const { dash, width: thick } = stroke();
    return {
      ...{ scale: 'y', spanGaps: false, points: { show: false }, width: thick },
      ...(dash ? { dash: [...dash] } : {}),
      stroke: () => stroke().color?.(readColors()) ?? 'transparent',
    };
  }

  function select(u: uPlot): void {
    const { left, width: wide } = u.select;
    if (wide <= 0) return;
    const range = [u.posToVal(left, 'x'), u.posToVal(left + wide, 'x')] as const;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    options.zoomed(range);
  }

  function surface(): Surface | null {
    if (!chart) return null;
    const u = chart;
    const { offsetLeft, offsetTop, clientWidth, clientHeight } = u.over;
    return {
      ...{ ctx: u.ctx, ratio: uPlot.pxRatio, colors: readColors() },
      x: (value) => u.valToPos(value, 'x', true),
      y: (value) => u.valToPos(value, 'y', true),
      area: { left: offsetLeft, top: offsetTop, width: clientWidth, height: clientHeight },
      pageX: (value) => offsetLeft + u.valToPos(value, 'x'),
      pageY: (value) => offsetTop + u.valToPos(value, 'y'),
    };
  }

  new ResizeObserver(() => {
    if (chart && element.clientWidth > 0 && chart.width !== width())
      chart.setSize({ width: width(), height: options.height });
  }).observe(element);
  onThemeChange(() => chart?.redraw());

  return {
    element,
    canvas: () => chart?.ctx.canvas ?? null,
    surface,
    update(next) {
      data = next;
      if (!chart || made !== shapeOf(next)) return make(next);
      next.lines.forEach((line, i) => (chart!.series[i + 1].width = line.stroke.width));
      chart.setData(columns(next));
    },
  };
}

/** A logarithm has no place for what is not above zero. */
function columns(data: PlotData): uPlot.AlignedData {
  const fit = (values: readonly (number | null)[]): (number | null)[] =>
    data.y.log ? values.map((value) => (value !== null && value <= 0 ? null : value)) : (values as (number | null)[]);
  return [data.places as number[], ...data.lines.map((line) => fit(line.values))];
}

const wash = (color: string): string => `color-mix(in srgb, ${color} 12%, transparent)`;

function axisFont(): string {
  const style = getComputedStyle(document.body);
  return `${parseFloat(style.fontSize) * 0.85}px ${style.fontFamily}`;
}
