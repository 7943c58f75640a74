/** Curves of folds over epochs: aligned rows, their mean and its band. Pure. */

/** By epoch; null where there is none. */
export type Values = readonly (number | null)[];

/** Values by epoch from 1 to `length`: gaps where an epoch is missing. `epochs` ascend. */
export function align(epochs: readonly number[], values: Values, length: number): (number | null)[] {
  const row = new Array<number | null>(length).fill(null);
  for (let i = 0; i < epochs.length; i++) if (epochs[i] <= length) row[epochs[i] - 1] = values[i];
  return row;
}

export interface Band {
  readonly mean: Values;
  /** Sample standard deviation. */
  readonly std: Values;
  readonly low: Values;
  readonly high: Values;
}

/**
 * Mean over folds and one sample standard deviation to both sides. It ends where the first fold stops, for a mean over fewer
 * folds is another quantity; null where there are fewer than two folds.
 */
export function meanBand(rows: readonly Values[]): Band | null {
  const used = rows.filter((row) => row.some((value) => value !== null));
  if (used.length < 2) return null;
  const width = used.reduce((most, row) => Math.max(most, row.length), 0);
  const band = { mean: [], std: [], low: [], high: [] } as Record<keyof Band, (number | null)[]>;
  for (let i = 0; i < width; i++) {
    let sum = 0;
    let count = 0;
    for (const row of used) {
      const value = row[i];
      if (typeof value !== 'number') continue;
      sum += value;
      count++;
    }
    if (count < used.length) {
      band.mean.push(null);
      band.std.push(null);
      band.low.push(null);
      band.high.push(null);
      continue;
    }
    const mean = sum / count;
    let squares = 0;
    for (const row of used) squares += ((row[i] as number) - mean) ** 2;
    const std = Math.sqrt(squares / (count - 1));
    band.mean.push(mean);
    band.std.push(std);
    band.low.push(mean - std);
    band.high.push(mean + std);
  }
  return band;
}
