/** Grids and searches: parallel coordinates of their settings, and the best so far over training time. */
import {
  bestSoFar,
  parallel,
  short,
  type BestSoFar,
  type Parallel,
  type SearchRow,
} from '../../src/metrics/searchFigures.js';
import { roundTicks } from '../../src/metrics/dotScale.js';
import { metricWords } from '../../src/metrics/words.js';
import { h, refill } from '../dom.js';
import { clock } from '../format.js';
import type { Section, View } from './view.js';

const space = 'http://www.w3.org/2000/svg';

export function searchFigures(): Section {
  const left = h('figure', { class: 'chart', 'data-chart': 'parallel' });
  const right = h('figure', { class: 'chart', 'data-chart': 'best' });
  const figures = h('div', { class: 'lopsided' }, left, right);
  const element = h('section', { id: 'search' }, h('div', { class: 'head' }, h('h2', {}, 'Search')), figures);
  let drawn = '';
  return {
    element,
    update(view) {
      const rows = rowsOf(view);
      const key = JSON.stringify([rows, view.table.metric]);
      if (key === drawn) return;
      drawn = key;
      const lower = view.table.metric === 'logLoss';
      const words = metricWords[view.table.metric];
      const lines = parallel(rows, words, lower);
      const best = bestSoFar(rows, lower);
      element.hidden = rows.length < 2;
      left.hidden = lines === null;
      right.hidden = best === null;
      if (lines) drawParallel(left, lines, words);
      if (best) drawBest(right, best, words);
    },
  };
}

function rowsOf({ table, choices }: View): SearchRow[] {
  return table.rows.flatMap((row) =>
    row.point === null || choices.hidden.includes(row.name)
      ? []
      : [
          {
            ...{ name: row.name, point: row.point, optimistic: row.optimistic, started: row.started },
            score: row.status === 'finished' ? (row.mean?.[table.metric] ?? null) : null,
            seconds: row.seconds,
          },
        ],
  );
}

function svg(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Words are HTML at their true size, above a drawing that stretches. */
function label(text: string, className: string, left: number, bottom: number | null): HTMLElement {
  const element = h('span', { class: `lbl ${className}` }, text);
  element.style.left = `${left}%`;
  if (bottom !== null) element.style.bottom = `${bottom}%`;
  return element;
}

function area(name: string): { plot: HTMLElement; canvas: SVGElement; words: HTMLElement } {
  const canvas = svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', role: 'img', 'aria-label': name });
  const words = h('div', { class: 'over', 'aria-hidden': 'true' });
  const plot = h('div', { class: 'stretch' });
  plot.append(canvas, words);
  return { plot, canvas, words };
}

function drawParallel(figure: HTMLElement, { axes, lines }: Parallel, words: string): void {
  const best = lines.find(({ rank }) => rank === 0)!;
  const {
    plot,
    canvas,
    words: over,
  } = area(
    `Settings of ${lines.length} rows and their ${words}; the best is ${best.name} with ${best.score.toFixed(3)}`,
  );
  const x = (i: number): number => (100 * i) / (axes.length - 1);
  const strong = Math.max(1, Math.ceil(lines.length / 10));
  for (const line of [...lines].sort((a, b) => b.rank - a.rank)) {
    const d = line.at.map((at, i) => `${i === 0 ? 'M' : 'L'}${x(i)},${100 - 100 * at}`).join('');
    canvas.append(svg('path', { d, class: line.rank < strong ? 'line best' : 'line' }));
  }
  axes.forEach((axis, i) => {
    canvas.append(svg('line', { x1: x(i), x2: x(i), y1: 0, y2: 100, class: 'axis' }));
    const side = i === axes.length - 1 ? 'end' : i === 0 ? 'start' : 'mid';
    const name = i === axes.length - 1 ? axis.name : axis.name.split('.').at(-1)!;
    const head = label(`${name}${axis.log ? ', log' : ''}`, `axis-name ${side}`, x(i), 100);
    head.title = axis.name;
    over.append(head);
    for (const tick of axis.ticks) over.append(label(tick.text, `tick ${side}`, x(i), 100 * tick.at));
  });
  refill(
    figure,
    h(
      'figcaption',
      {},
      h('b', {}, 'Settings and score'),
      h('span', { class: 'end quiet small' }, `bold: the best ${strong} of ${lines.length}`),
    ),
    plot,
  );
  plot.classList.add('parallel');
}

function drawBest(figure: HTMLElement, { steps }: BestSoFar, words: string): void {
  const last = steps.at(-1)!;
  const {
    plot,
    canvas,
    words: over,
  } = area(`The best ${words} so far over training time: ${last.best.toFixed(3)} after ${steps.length} rows`);
  const total = Math.max(last.seconds, 1e-9);
  const scores = steps.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const pad = 0.08 * (high - low || 0.01);
  const y = (value: number): number => (100 * (value - low + pad)) / (high - low + 2 * pad);
  const x = (seconds: number): number => (100 * seconds) / total;
  for (const tick of roundTicks(low - pad, high + pad, 4)) {
    canvas.append(svg('line', { x1: 0, x2: 100, y1: 100 - y(tick), y2: 100 - y(tick), class: 'grid' }));
    over.append(label(short(tick), 'tick outside', 0, y(tick)));
  }
  const path = steps.map((step, i) =>
    i === 0 ? `M${x(step.seconds)},${100 - y(step.best)}` : `H${x(step.seconds)}V${100 - y(step.best)}`,
  );
  canvas.append(svg('path', { d: path.join(''), class: 'line best' }));
  for (const step of steps) {
    const dot = h('i', { class: `dot${step.score === step.best ? ' record' : ''}` });
    dot.style.left = `${x(step.seconds)}%`;
    dot.style.bottom = `${y(step.score)}%`;
    over.append(dot);
  }
  over.append(label('0', 'under start', 0, null), label(`${clock(total)} of training`, 'under end', 100, null));
  refill(
    figure,
    h(
      'figcaption',
      {},
      h('b', {}, 'Best so far'),
      h('span', { class: 'end quiet small' }, `${words}; ${steps.length} rows in the order they were started`),
    ),
    plot,
  );
  plot.classList.add('best-plot');
}
