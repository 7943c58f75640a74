/** Lines over epochs: folds, their mean and band, rings at best epochs, labels at the ends. */
import { h } from '../dom.js';
import { alpha, type ChartColors } from './colors.js';
import { epochTicks, linearTicks, logTicks, tickTexts, type Band, type Values } from './curves.js';
import { createCursor, type Said } from './cursor.js';
import { labelWidth, placeLabels, type EndLabel } from './labels.js';
import { createPlot, type PlotData, type Stroke, type Surface } from './plot.js';
import { drawSign, type LineSign } from './sign.js';

/** fold: thin; live: one that trains, in front; mean: bold; raw…: what stands behind a smoothed line. */
export type LineLook = 'fold' | 'raw' | 'live' | 'rawLive' | 'mean' | 'rawMean';

export interface Line {
  readonly look: LineLook;
  /** By epoch, from 1. */
  readonly values: Values;
  readonly dashed: boolean;
  /** Epoch with a hollow ring, or null. */
  readonly ring: number | null;
  /** Of a line that stands for itself (a run among runs): its colour, dash and marker, which takes the ring's place. */
  readonly own?: LineSign;
  /** Words at the end of the line, or right of a later epoch where other lines go on; null for none. */
  readonly label: { readonly word: string; readonly rest: string; readonly at?: number } | null;
}

export interface LineData {
  /** First and last epoch on the axis. */
  readonly range: readonly [number, number];
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  readonly limits: readonly [low: number, high: number];
  readonly log: boolean;
  readonly logEpochs: boolean;
  /** An epoch that is marked by a dashed vertical line. */
  readonly now: number | null;
  /** Words for the values at an epoch. */
  readonly said: (epoch: number) => Said;
}

export interface LineChart {
  readonly element: HTMLElement;
  readonly canvas: () => HTMLCanvasElement | null;
  update(data: LineData): void;
  /** Puts the crosshair at an epoch that was pointed at in another chart. */
  follow(epoch: number | null): void;
}

export interface LineChartOptions {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly height: number;
  /** The crosshair was moved here. */
  readonly moved: (epoch: number | null) => void;
  /** A range of epochs, or null for all. */
  readonly zoom: (range: readonly [number, number] | null) => void;
}

const left = 44;
const top = 8;

export function lineChart(options: LineChartOptions): LineChart {
  const labels = h('div', { class: 'labels' });
  let data: LineData | null = null;
  const plot = createPlot({
    height: options.height,
    axisName: 'epoch',
    over,
    pointed: (at) => cursor.point(at?.x ?? null),
    zoomed: ([from, to]) => options.zoom([Math.max(1, Math.round(from)), Math.max(2, Math.round(to))]),
    reset: () => options.zoom(null),
  });
  plot.element.append(labels);
  const cursor = createCursor({
    plot,
    label: options.label,
    stops: () => (data ? epochsIn(data.range) : []),
    say: (epoch) => data?.said(epoch) ?? { head: '', rows: [] },
    moved: options.moved,
    zoom: options.zoom,
  });

  function over(surface: Surface): void {
    if (!data) return;
    const { ctx, ratio, colors } = surface;
    ctx.save();
    if (data.now !== null && data.now >= data.range[0] && data.now <= data.range[1]) {
      const x = Math.round(surface.x(data.now)) + 0.5;
      ctx.strokeStyle = colors.mark;
      ctx.lineWidth = ratio;
      ctx.setLineDash([3 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, surface.y(data.limits[1]));
      ctx.lineTo(x, surface.y(data.limits[0]));
      ctx.stroke();
      ctx.setLineDash([]);
    }
    for (const line of data.lines) drawMarks(surface, line, data);
    ctx.restore();
    const { area } = surface;
    placeLabels(labels, endLabels(surface, data), area.top + 6, area.top + area.height - 6);
    cursor.redraw();
  }

  return {
    element: plot.element,
    canvas: plot.canvas,
    update(next) {
      data = next;
      plot.update(plotData(next, plot.element.clientWidth));
    },
    follow: (epoch) => cursor.show(epoch, false),
  };
}

/** A ring at the best epoch; a dot at the head of a line that trains. */
function drawMarks(surface: Surface, line: Line, data: LineData): void {
  const { ctx, ratio, colors } = surface;
  const inside = (epoch: number, value: number): boolean =>
    epoch >= data.range[0] && epoch <= data.range[1] && value >= data.limits[0] && value <= data.limits[1];
  const ring = line.ring === null ? null : line.values[line.ring - 1];
  const circle = (epoch: number, value: number, radius: number): void => {
    ctx.beginPath();
    ctx.arc(surface.x(epoch), surface.y(value), radius * ratio, 0, 2 * Math.PI);
  };
  const marked = line.ring !== null && typeof ring === 'number' && inside(line.ring, ring);
  if (marked && line.own) {
    drawSign(ctx, line.own, surface.x(line.ring), surface.y(ring), ratio, colors);
  } else if (marked) {
    circle(line.ring, ring, 3.2);
    ctx.fillStyle = colors.bg;
    ctx.strokeStyle = line.look === 'live' ? colors.blue : line.look === 'mean' ? colors.ink : colors.mark;
    ctx.lineWidth = 1.4 * ratio;
    ctx.fill();
    ctx.stroke();
  }
  if (line.look !== 'live') return;
  const last = lastPlace(line.values);
  const value = line.values[last];
  if (typeof value !== 'number' || !inside(last + 1, value)) return;
  circle(last + 1, value, 3.4);
  ctx.fillStyle = colors.blue;
  ctx.fill();
}

function endLabels(surface: Surface, data: LineData): EndLabel[] {
  const { area } = surface;
  return data.lines.flatMap((line): EndLabel[] => {
    if (!line.label) return [];
    let last = lastPlace(line.values);
    last = Math.min(last, data.range[1] - 1);
    const value = line.values[last];
    if (last + 1 < data.range[0] || typeof value !== 'number') return [];
    const at = Math.min(Math.max(last + 1, line.label.at ?? 0), data.range[1]);
    const x = Math.min(surface.pageX(at), area.left + area.width) + 8;
    const y = Math.min(Math.max(surface.pageY(value), area.top), area.top + area.height);
    const look = line.look === 'live' ? 'live' : line.look === 'mean' ? 'mean' : 'quiet';
    return [{ left: x, top: y, ...line.label, look, ...(line.own ? { sign: line.own } : {}) }];
  });
}

const colorOf: Readonly<Record<LineLook, (colors: ChartColors) => string>> = {
  fold: (colors) => alpha(colors.mark, 0.7),
  raw: (colors) => alpha(colors.mark, 0.32),
  live: (colors) => colors.blue,
  rawLive: (colors) => alpha(colors.blue, 0.4),
  mean: (colors) => colors.ink,
  rawMean: (colors) => alpha(colors.ink, 0.34),
};
const widthOf: Partial<Record<LineLook, number>> = { live: 2, mean: 2.25 };
const strokeOf = ({ look, dashed }: Line): Stroke => ({
  ...{ color: colorOf[look], width: widthOf[look] ?? 1, dash: dashed ? [4, 3] : null },
});
const ownStroke = ({ color, dash }: LineSign, look: LineLook): Stroke => ({
  color: (colors) => colors[color],
  width: look === 'mean' ? 2.6 : 1.7,
  dash: dash.length > 0 ? dash : null,
});
const edge: Stroke = { color: null, width: 0, dash: null };

function plotData(data: LineData, width: number): PlotData {
  const length = Math.max(2, data.range[1]);
  const fit = (values: Values): Values =>
    values.length >= length
      ? values.slice(0, length)
      : [...values, ...new Array<null>(length - values.length).fill(null)];
  const lines = data.lines.map((line) => ({
    values: fit(line.values),
    stroke: line.own ? ownStroke(line.own, line.look) : strokeOf(line),
  }));
  const edges = data.bands.flatMap((band) => [
    { values: fit(band.high), stroke: edge },
    { values: fit(band.low), stroke: edge },
  ]);
  const first = lines.length;
  const count = (room: number): number => Math.max(2, Math.round(room / 48));
  return {
    x: {
      limits: data.range,
      log: data.logEpochs,
      ticks: (low, high, room) => (data.logEpochs ? logTicks(low, high) : epochTicks(low, high, count(room))),
      text: (ticks) => ticks.map(String),
    },
    y: {
      limits: data.limits,
      log: data.log,
      ticks: (low, high) => (data.log ? logTicks(low, high) : linearTicks(low, high)),
      text: tickTexts,
    },
    places: Array.from({ length }, (_, i) => i + 1),
    lines: [...lines, ...edges],
    bands: data.bands.map((_, i) => [first + 2 * i, first + 2 * i + 1] as const),
    margin: { left, top, right: roomForLabels(data, width) },
  };
}

/** What labels at the ends of lines need beyond the axis, in steps, so that the axis does not move with every epoch. */
function roomForLabels(data: LineData, width: number): number {
  const inner = Math.max(100, width - left);
  const [from, to] = data.range;
  const needed = data.lines.map((line) => {
    if (!line.label) return 0;
    const end = Math.min(to, Math.max(lastPlace(line.values) + 1, line.label.at ?? 0));
    return (
      labelWidth({ ...line.label, ...(line.own ? { sign: line.own } : {}) }) +
      8 -
      inner * (1 - (end - from) / Math.max(1, to - from))
    );
  });
  const most = Math.max(0, ...needed);
  return Math.max(12, Math.min(Math.ceil(most / 20) * 20, inner / 2.5));
}

function lastPlace(values: Values): number {
  let last = values.length - 1;
  while (last >= 0 && values[last] === null) last--;
  return last;
}

function epochsIn([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
