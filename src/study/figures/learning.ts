/** Learning curves of a run: what selects the weights, by epoch, a thin line a fold, and where each fold was best. Pure. */
import { roundTicks } from '../../metrics/dotScale.js';
import type { ScalarMetric } from '../../metrics/types.js';
import type { FoldEvent } from '../../rundir/types.js';
import { drawing, node, paper, words } from './svg.js';

/** A fold's curve, or that of one of its networks. */
export interface LearningCurve {
  /** By epoch, from 1. */
  readonly values: readonly number[];
  readonly best: number;
}

type Curve = keyof NonNullable<Extract<FoldEvent, { type: 'epoch' }>['metrics']> & ScalarMetric;

const frame = { left: 56, right: 20, top: 16, bottom: 40, width: 640, height: 260 } as const;

/** What the log of a fold says of the select part: a curve, and where it trained several networks one for each. */
export function networkCurves(events: readonly FoldEvent[], metric: Curve): LearningCurve[] {
  const curves: { values: number[]; best: number }[] = [];
  for (const event of events) {
    if (event.type === 'started') curves.length = 0;
    if (event.type !== 'epoch' && event.type !== 'best') continue;
    const curve = (curves[event.network?.index ?? 0] ??= { values: [], best: 0 });
    if (event.type === 'best') curve.best = event.network?.epoch ?? event.epoch;
    else if (event.metrics) curve.values.push(event.metrics[metric]);
  }
  return curves.filter((curve) => curve !== undefined);
}

/** @param count how many lines of what; null where no line has two epochs */
export function learningCurves(curves: readonly LearningCurve[], label: string, count: string): string | null {
  const drawn = curves.filter(({ values }) => values.length > 1);
  if (drawn.length === 0) return null;
  const epochs = Math.max(...drawn.map(({ values }) => values.length));
  const all = drawn.flatMap(({ values }) => values).filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [bottom, top] = [low - 0.05 * (high - low || 1), high + 0.05 * (high - low || 1)];
  const x = (epoch: number): number =>
    frame.left + ((epoch - 1) / (epochs - 1)) * (frame.width - frame.left - frame.right);
  const y = (value: number): number =>
    frame.height - frame.bottom - ((value - bottom) / (top - bottom)) * (frame.height - frame.top - frame.bottom);
  const quiet = { fill: paper.quiet, 'font-size': 12 };
  return drawing(
    frame.width,
    frame.height,
    `${label} by epoch, ${count}`,
    ...roundTicks(bottom, top, 4).flatMap((tick) => [
      node('line', { x1: frame.left, x2: frame.width - frame.right, y1: y(tick), y2: y(tick), stroke: paper.wash }),
      words(frame.left - 8, y(tick) + 4, String(tick), { ...quiet, 'text-anchor': 'end' }),
    ]),
    ...roundTicks(1, epochs, 6)
      .filter((tick) => Number.isInteger(tick) && tick > 0)
      .map((tick) =>
        words(x(tick), frame.height - frame.bottom + 18, String(tick), { ...quiet, 'text-anchor': 'middle' }),
      ),
    words(frame.width - frame.right, frame.height - 6, 'epoch', { ...quiet, 'text-anchor': 'end' }),
    ...drawn.map(({ values }) =>
      node('path', {
        d: values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i + 1).toFixed(1)},${y(value).toFixed(1)}`).join(''),
        ...{ fill: 'none', stroke: paper.better, 'stroke-opacity': 0.55, 'stroke-width': 1.2 },
      }),
    ),
    ...drawn.flatMap(({ values, best }) =>
      best >= 1 && best <= values.length
        ? [node('circle', { cx: x(best), cy: y(values[best - 1]), r: 4, fill: paper.background, stroke: paper.ink })]
        : [],
    ),
  );
}
