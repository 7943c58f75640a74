/** Rows that are not written one by one: every combination of a grid, and the draws of a random search. Pure. */
import { deriveKey, RandomStream } from '../base/random.js';
import type { Suite, SearchRange } from '../config/suiteSchema.js';

/** One value for each of some settings, by path. */
export type Point = Readonly<Record<string, unknown>>;

/** All combinations, the last setting changing fastest; none of an empty grid. */
export function gridPoints(grid: Suite['grid']): Point[] {
  const axes = Object.entries(grid);
  if (axes.length === 0) return [];
  return axes.reduce<Point[]>(
    (points, [path, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))),
    [{}],
  );
}

/**
 * The draws of a random search. A larger budget keeps the earlier draws, and none comes twice: where the ranges hold fewer
 * different points than the budget, fewer are drawn.
 */
export function searchPoints(search: Suite['search']): Point[] {
  if (search === null) return [];
  const found = new Map<string, Point>();
  const axes = Object.entries(search.ranges);
  for (let attempt = 0; found.size < search.budget && attempt < 100 * search.budget; attempt++) {
    const stream = new RandomStream(deriveKey(search.seed, 'search', attempt));
    const point = Object.fromEntries(axes.map(([path, range]) => [path, draw(range, stream)]));
    const key = JSON.stringify(point);
    if (!found.has(key)) found.set(key, point);
  }
  return [...found.values()];
}

/** A value of a range that was checked: a choice, a multiple of the step, or a number of three significant digits. */
function draw({ low = 0, high = 1, log, step, choices }: SearchRange, stream: RandomStream): unknown {
  if (choices) return choices[stream.integer(choices.length)];
  if (step !== undefined) {
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    return Number((low + stream.integer(count) * step).toPrecision(12));
  }
  const u = stream.uniform();
  const value = log ? Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))) : low + u * (high - low);
  return Math.min(high, Math.max(low, Number(value.toPrecision(3))));
}

/** `hiddenUnits 32, cell gru`: the last part of each path where that is clear, else the whole. */
export function pointName(point: Point): string {
  const paths = Object.keys(point);
  const last = (path: string): string => path.split('.').at(-1)!;
  return paths
    .map((path) => {
      const clear = paths.filter((other) => last(other) === last(path)).length === 1;
      const value = point[path];
      return `${clear ? last(path) : path} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    })
    .join(', ');
}
