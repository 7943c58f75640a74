/** The axis of a dot plot of differences: as wide as what is near needs; what is far away becomes an arrow at its end. Pure. */

export interface DotScale {
  readonly low: number;
  readonly high: number;
  /** Round values, zero among them. */
  readonly ticks: readonly number[];
}

export interface Interval {
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Intervals wider than this many times the median do not stretch the axis. */
const stretch = 2.5;

/** @param margin of equivalence: the band around zero is always on the axis */
export function dotScale(intervals: readonly Interval[], margin: number): DotScale {
  const reach = intervals.map(({ difference, low, high }) =>
    Math.max(Math.abs(difference), Math.abs(low ?? 0), Math.abs(high ?? 0)),
  );
  const sorted = [...reach].sort((a, b) => a - b);
  const median = sorted.length === 0 ? 0 : sorted[Math.floor((sorted.length - 1) / 2)];
  const most = Math.max(2 * margin, Math.min(sorted.at(-1) ?? 0, stretch * median));
  const near = intervals.filter((_, i) => reach[i] <= most * (1 + 1e-9));
  const ends = near.flatMap(({ difference, low, high }) => [difference, low ?? 0, high ?? 0]);
  const low = Math.min(-1.5 * margin, ...ends);
  const high = Math.max(1.5 * margin, ...ends);
  const pad = 0.06 * (high - low);
  return { low: low - pad, high: high + pad, ticks: roundTicks(low - pad, high + pad) };
}

/** Two to five multiples of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, most = 5): number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  const ticks = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++)
    ticks.push(k === 0 ? 0 : Number((k * step).toPrecision(12)));
  return ticks;
}

/** Where a value lies on the axis, 0 to 1; beyond it less or more. */
export function position({ low, high }: DotScale, value: number): number {
  return (value - low) / (high - low);
}
