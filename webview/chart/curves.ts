/** Figures behind a chart of folds over epochs: aligned rows, mean and band, axis limits and ticks. Pure. */
import type { Values } from '../../src/metrics/foldCurves.js';

export { align, meanBand, type Band, type Values } from '../../src/metrics/foldCurves.js';

/**
 * Local lines, weighted by a Gaussian over `width` epochs (Cleveland's local regression without its robust step): unlike a moving
 * average it neither lags behind a curve nor bends its ends. Gaps stay gaps. 0 smooths nothing.
 */
export function smooth(values: Values, width: number): (number | null)[] {
  if (width <= 0) return [...values];
  const reach = Math.ceil(2.5 * width);
  const weights = Array.from({ length: reach + 1 }, (_, d) => Math.exp(-0.5 * (d / width) ** 2));
  return values.map((value, i) => {
    if (value === null) return null;
    let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
    for (let j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
      const y = values[j];
      if (y === null) continue;
      const x = j - i;
      const weight = weights[Math.abs(x)];
      w += weight;
      wx += weight * x;
      wy += weight * y;
      wxx += weight * x * x;
      wxy += weight * x * y;
    }
    const spread = w * wxx - wx * wx;
    // The line's value at its own place (x = 0); of a single point, that point.
    return spread > 1e-12 ? (wxx * wy - wx * wxy) / spread : wy / w;
  });
}

/** Least and greatest of what is there and counts; null where nothing is. Arrays are not spread, for rows may be long. */
export function extent(
  rows: readonly Values[],
  counts: (value: number) => boolean = () => true,
): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const row of rows)
    for (const value of row) {
      if (value === null || !counts(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low <= high ? [low, high] : null;
}

/** Steps that people count in: 1, 2 or 5 times a power of ten, at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
}

/** About `count` ticks between two limits. */
export function linearTicks(low: number, high: number, count = 4): number[] {
  if (!(high > low)) return [low];
  const step = niceStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** 1, 2 and 5 times powers of ten between two limits; only powers of ten where these are many. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** power).toPrecision(6));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  const powers = ticks.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  return ticks.length > 6 && powers.length >= 2 ? powers : ticks;
}

/** Ticks of an epoch axis: 1 and then round numbers. */
export function epochTicks(low: number, high: number, count: number): number[] {
  const step = Math.max(1, niceStep((high - low) / Math.max(1, count)));
  const ticks = linearTicks(low, high, count).filter((tick) => tick % step === 0 && tick >= low + step / 2);
  return [Math.max(1, Math.ceil(low)), ...ticks.filter((tick) => tick > 1)];
}

/**
 * Limits of a metric's axis, both round. It ends at 1 where the curves come near; it begins where the later three quarters of the
 * epochs lie, so that a first epoch far below does not press everything else together: lines are cut there.
 */
export function metricLimits(rows: readonly Values[]): [number, number] {
  const all = extent(rows);
  if (!all) return [0, 1];
  const late = extent(rows.map((row) => row.slice(Math.floor(known(row) / 4))));
  const [low, high] = [late?.[0] ?? all[0], all[1]];
  const step = niceStep(Math.max(high - low, 0.02) / 4);
  const bottom = Math.max(0, Math.floor(low / step + 1e-9) * step);
  const top = Math.min(1, Math.ceil(high / step - 1e-9) * step);
  if (top > bottom) return [round(bottom), round(top)];
  return bottom > 0 ? [round(bottom - step), round(top)] : [0, round(step)];
}

/** Values of a row up to its last one. */
function known(row: Values): number {
  let end = row.length;
  while (end > 0 && row[end - 1] === null) end--;
  return end;
}

/** Limits for values from zero up (losses, rates, times); on a log scale between values that a person reads. */
export function lossLimits(rows: readonly Values[], log: boolean): [number, number] {
  const all = extent(rows, (value) => !log || value > 0);
  if (!all) return log ? [0.1, 1] : [0, 1];
  const [low, high] = all;
  if (!log) {
    const step = niceStep(high / 4 || 1);
    return [0, round(Math.max(step, Math.ceil(high / step - 1e-9) * step))];
  }
  const down = [5, 2, 1].map((factor) => factor * 10 ** Math.floor(Math.log10(low))).find((limit) => limit <= low);
  const up = [1, 2, 5, 10].map((factor) => factor * 10 ** Math.floor(Math.log10(high))).find((limit) => limit >= high);
  const limits: [number, number] = [round(down ?? low), round(up ?? high)];
  return limits[0] < limits[1] ? limits : [limits[0] / 2, limits[1] * 2];
}

/** Ticks as text, with as many decimals as the finest of them needs; small ones as `5e-4`. */
export function tickTexts(ticks: readonly number[]): string[] {
  const decimals = ticks.reduce((most, tick) => Math.max(most, (String(tick).split('.')[1] ?? '').length), 0);
  const small = ticks.some((tick) => tick !== 0 && Math.abs(tick) < 0.01);
  return ticks.map((tick) => {
    if (tick === 0) return '0';
    return small && Math.abs(tick) < 0.1
      ? tick.toExponential()
      : small
        ? String(tick)
        : tick.toFixed(Math.min(decimals, 3));
  });
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}
