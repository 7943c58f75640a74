/**
 * Lines over epochs: the only place that knows uPlot. The canvas holds lines, band and rings; every label is HTML.
 * The number of lines is fixed when a chart is made; what they show changes with `update`.
 */
import uPlot from 'uplot';
import { h } from '../dom.js';
import { onThemeChange, readColors, type ChartColors } from './colors.js';
import { epochTicks, linearTicks, logTicks, type Band, type Values } from './curves.js';
import { placeLabels, type EndLabel } from './labels.js';

export interface Line {
  readonly name: string;
  /** By epoch, from 1. */
  readonly values: Values;
  /** quiet: a fold behind; live: the one that trains; mean: bold; hidden: not drawn. */
  readonly look: 'quiet' | 'live' | 'mean' | 'hidden';
  readonly dashed: boolean;
  /** Epoch with a hollow ring, or null. */
  readonly ring: number | null;
  /** Words at the end of the line, before its last value; null for none. */
  readonly label: string | null;
}

export interface ChartData {
  /** Last epoch on the axis. */
  readonly epochs: number;
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  readonly limits: readonly [low: number, high: number];
  readonly log: boolean;
  /** Epochs that are marked by a dashed vertical line. */
  readonly now: number | null;
}

export interface LineChart {
  readonly element: HTMLElement;
  update(data: ChartData): void;
}

const height = 232;
const right = 92;

/** `describe` says in words what the chart shows; `values` are written with `decimals`. */
export function lineChart(options: { readonly label: string; readonly decimals: number }): LineChart {
  const plot = h('div', { class: 'plot', role: 'img', 'aria-label': options.label });
  const readout = h('p', { class: 'readout' });
  const labels = h('div');
  const element = h('div', {}, plot, readout);
  let colors: ChartColors = readColors();
  let data: ChartData = { epochs: 1, lines: [], bands: [], limits: [0, 1], log: false, now: null };
  let chart: uPlot | null = null;
  let made = '';
  let zoomed = false;

  const size = (): number => Math.max(160, plot.clientWidth);
  const format = (value: number): string => value.toFixed(options.decimals);

  function make(): void {
    chart?.destroy();
    zoomed = false;
    const axis: uPlot.Axis = { font: axisFont(), stroke: () => colors.quiet, ticks: { show: false } };
    chart = new uPlot(
      {
        width: size(),
        height,
        padding: [8, right, 0, 0],
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false }, bind: { dblclick: reset } },
        scales: {
          x: { time: false, range: (_, low, high) => (zoomed ? [low, high] : [1, Math.max(2, data.epochs)]) },
          y: { distr: data.log ? 3 : 1, range: () => [...data.limits] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            gap: 4,
            grid: { show: false },
            border: { show: true, stroke: () => colors.mark, width: 1 },
            splits: (_, __, low, high) => epochTicks(low, high, Math.max(2, Math.round((size() - right - 44) / 48))),
            values: (_, splits) => splits.map(String),
          },
          {
            ...axis,
            size: 44,
            gap: 7,
            grid: { show: true, stroke: () => colors.grid, width: 1 },
            splits: (_, __, low, high) => (data.log ? logTicks(low, high) : linearTicks(low, high)),
            filter: (_, splits) => splits,
            values: (_, splits) => splits.map((tick) => tickText(tick, splits)),
          },
        ],
        series: [{}, ...data.lines.map(seriesOf), ...data.bands.flatMap(() => [edge, edge])],
        bands: data.bands.map((_, i) => {
          const first = 1 + data.lines.length + 2 * i;
          return { series: [first + 1, first] as [number, number], fill: () => alpha(colors.ink, 0.12) };
        }),
        hooks: {
          draw: [drawOver],
          setCursor: [showValues],
          setSelect: [(u) => (zoomed = zoomed || u.select.width > 0)],
        },
      },
      columns(),
      plot,
    );
    plot.append(labels, h('span', { class: 'ax' }, 'epoch'));
    made = shapeOf(data);
  }

  const reset = (u: uPlot) => () => {
    zoomed = false;
    u.setData(u.data);
    return null;
  };

  function seriesOf(_: Line, i: number): uPlot.Series {
    const line = (): Line => data.lines[i];
    return {
      scale: 'y',
      spanGaps: false,
      points: { show: false },
      width: widthOf(line()),
      ...(line().dashed ? { dash: [4, 3] } : {}),
      stroke: () => {
        const look = line().look;
        if (look === 'hidden') return 'transparent';
        return look === 'live' ? colors.blue : look === 'mean' ? colors.ink : alpha(colors.mark, 0.7);
      },
    };
  }

  const columns = (): uPlot.AlignedData => {
    const length = Math.max(2, data.epochs);
    const fit = (values: Values): (number | null)[] => {
      const own = values.slice(0, length).map((value) => (data.log && value !== null && value <= 0 ? null : value));
      return own.concat(new Array<null>(length - own.length).fill(null));
    };
    const epochs = Array.from({ length }, (_, i) => i + 1);
    const bands = data.bands.flatMap((band) => [fit(band.low), fit(band.high)]);
    return [epochs, ...data.lines.map((line) => fit(line.values)), ...bands];
  };

  /** What uPlot draws after its lines: the epoch of the moment, rings; then the labels are set. */
  function drawOver(u: uPlot): void {
    const { ctx } = u;
    const ratio = window.devicePixelRatio || 1;
    ctx.save();
    if (data.now !== null && data.now >= (u.scales['x'].min ?? 1)) {
      const x = Math.round(u.valToPos(data.now, 'x', true)) + 0.5;
      ctx.strokeStyle = colors.mark;
      ctx.lineWidth = ratio;
      ctx.setLineDash([3 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(x, u.bbox.top);
      ctx.lineTo(x, u.bbox.top + u.bbox.height);
      ctx.stroke();
      ctx.setLineDash([]);
    }
    for (const line of data.lines) {
      const value = line.ring === null ? null : line.values[line.ring - 1];
      if (line.look === 'hidden' || line.ring === null || value === null || value === undefined) continue;
      if (value < data.limits[0]) continue;
      ctx.beginPath();
      ctx.arc(u.valToPos(line.ring, 'x', true), u.valToPos(value, 'y', true), 3.2 * ratio, 0, 2 * Math.PI);
      ctx.fillStyle = colors.background;
      ctx.strokeStyle = line.look === 'live' ? colors.blue : colors.mark;
      ctx.lineWidth = 1.4 * ratio;
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
    placeLabels(labels, endLabels(u), u.over.offsetTop, u.over.offsetTop + u.over.clientHeight);
  }

  function endLabels(u: uPlot): EndLabel[] {
    return data.lines.flatMap((line): EndLabel[] => {
      if (line.label === null || line.look === 'hidden') return [];
      const last = line.values.findLastIndex((value) => value !== null);
      const value = line.values[last];
      if (last < 0 || value === null || value === undefined) return [];
      const left = u.over.offsetLeft + Math.min(u.valToPos(last + 1, 'x'), u.over.clientWidth) + 8;
      const top = u.over.offsetTop + Math.min(u.valToPos(value, 'y'), u.over.clientHeight);
      return [{ left, top, word: line.label, value: format(value), live: line.look === 'live' }];
    });
  }

  function showValues(u: uPlot): void {
    const index = u.cursor.idx;
    if (index === null || index === undefined) return void readout.replaceChildren();
    const said = data.lines.flatMap((line) => {
      const value = line.values[index];
      return line.look === 'hidden' || value === null || value === undefined ? [] : [`${line.name} ${format(value)}`];
    });
    readout.textContent = [`epoch ${index + 1}`, ...said].join(' · ');
  }

  function redraw(): void {
    if (!chart) return;
    for (const [i, line] of data.lines.entries()) chart.series[i + 1].width = widthOf(line);
    chart.setData(columns(), !zoomed);
    if (zoomed) chart.redraw();
  }

  new ResizeObserver(() => {
    if (chart && chart.width !== size()) chart.setSize({ width: size(), height });
  }).observe(plot);
  onThemeChange(() => {
    colors = readColors();
    chart?.redraw();
  });

  return {
    element,
    update(next) {
      data = next;
      if (!chart || made !== shapeOf(data)) make();
      else redraw();
    },
  };
}

const edge: uPlot.Series = { scale: 'y', width: 0, stroke: 'transparent', points: { show: false } };
const shapeOf = (data: ChartData): string =>
  `${data.log} ${data.bands.length} ${data.lines.map((l) => l.dashed).join()}`;
const widthOf = (line: Line): number => (line.look === 'mean' ? 2.25 : line.look === 'live' ? 2 : 1);

function axisFont(): string {
  const style = getComputedStyle(document.body);
  return `${parseFloat(style.fontSize) * 0.85}px ${style.fontFamily}`;
}

/** As many decimals as the finest tick has. */
function tickText(tick: number, all: readonly number[]): string {
  const decimals = Math.max(...all.map((one) => (String(one).split('.')[1] ?? '').length));
  return all.some((one) => one < 0.01 && one > 0) ? String(tick) : tick.toFixed(Math.min(decimals, 3));
}

/** A colour with another opacity; computed colours are `rgb()` or `color()`, for which the canvas knows color-mix. */
function alpha(color: string, share: number): string {
  return `color-mix(in srgb, ${color} ${share * 100}%, transparent)`;
}
