/** Grids and searches on paper: parallel coordinates, and the best so far over training time. Pure. */
import { roundTicks } from '../../metrics/dotScale.js';
import { short, type BestSoFar, type Parallel } from '../../metrics/searchFigures.js';
import { drawing, node, paper, words } from './svg.js';

const quiet = { fill: paper.quiet, 'font-size': 12 };
const [left, top, height] = [40, 40, 280];

export function parallelSvg({ axes, lines }: Parallel, metric: string): string {
  const width = Math.max(480, 160 * axes.length);
  const x = (i: number): number => left + (i * (width - left - 80)) / (axes.length - 1);
  const y = (at: number): number => top + (1 - at) * (height - top - 20);
  const strong = Math.max(1, Math.ceil(lines.length / 10));
  const ordered = [...lines].sort((a, b) => b.rank - a.rank);
  return drawing(
    width,
    height,
    `Settings of ${lines.length} rows and their ${metric}`,
    ...ordered.map(({ at, rank }) =>
      node('path', {
        d: at.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(''),
        fill: 'none',
        stroke: rank < strong ? paper.better : paper.rule,
        'stroke-width': rank < strong ? 2.25 : 1,
      }),
    ),
    ...axes.flatMap((axis, i) => [
      node('line', { x1: x(i), x2: x(i), y1: y(0), y2: y(1), stroke: paper.mark }),
      words(x(i), 22, `${axis.name.split('.').at(-1)!}${axis.log ? ', log' : ''}`, {
        'text-anchor': 'middle',
        'font-size': 12,
      }),
      ...axis.ticks.map(({ at, text }) => words(x(i) + 6, y(at) + 4, text, quiet)),
    ]),
  );
}

export function bestSvg({ steps }: BestSoFar, metric: string): string {
  const width = 640;
  const total = Math.max(steps.at(-1)!.seconds, 1e-9);
  const scores = steps.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const pad = 0.08 * (high - low || 0.01);
  const x = (seconds: number): number => 60 + (seconds / total) * (width - 80);
  const y = (score: number): number => 20 + (1 - (score - low + pad) / (high - low + 2 * pad)) * (height - 70);
  return drawing(
    width,
    height,
    `The best ${metric} so far over training time`,
    ...roundTicks(low - pad, high + pad, 4).flatMap((tick) => [
      node('line', { x1: 60, x2: width - 20, y1: y(tick), y2: y(tick), stroke: paper.wash }),
      words(52, y(tick) + 4, short(tick), { ...quiet, 'text-anchor': 'end' }),
    ]),
    node('path', {
      d: steps
        .map(({ seconds, best }, i) => (i === 0 ? `M${x(seconds)},${y(best)}` : `H${x(seconds)}V${y(best)}`))
        .join(''),
      ...{ fill: 'none', stroke: paper.better, 'stroke-width': 2.25 },
    }),
    ...steps.map(({ seconds, score, best }) =>
      node('circle', { cx: x(seconds), cy: y(score), r: 3, fill: score === best ? paper.better : paper.mark }),
    ),
    words(width - 20, height - 12, `${Math.round(total)} s of training`, { ...quiet, 'text-anchor': 'end' }),
    words(60, height - 12, '0', quiet),
  );
}
