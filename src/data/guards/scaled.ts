/** Columns that were scaled before they came here: with the samples in that are to be scored. */
import type { Dataset } from '../types.js';
import { some } from '../words.js';
import type { GuardFinding } from './finding.js';

/** How near to mean 0 and deviation 1, over all rows, is no coincidence. */
const tolerance = 2e-4;
/** Rows below which it may be one. */
const enough = 200;

/**
 * Standardised over everything, or (with test data) over training and test data together. A column that has mean 0 and
 * deviation 1 within every sample was scaled sample by sample, which leaks nothing.
 */
export function scaledGuards(train: Dataset, test: Dataset | null): GuardFinding[] {
  const alone: string[] = [];
  const together: string[] = [];
  train.continuous.forEach(({ name, values }, c) => {
    if (values.length < enough) return;
    const other = test?.continuous[c];
    const mine = moments(values);
    if (isStandard(mine)) {
      if (!samplewise(train, values)) alone.push(name);
    } else if (other && isStandard(joined(mine, moments(other.values)))) together.push(name);
  });
  const say = (names: readonly string[], over: string, who: string): GuardFinding[] =>
    names.length === 0
      ? []
      : [
          {
            severity: 'warning',
            kind: 'scaled',
            message: `${some(names)} ${names.length === 1 ? 'has' : 'have'} mean 0 and deviation 1 over ${over}: scaled before, with ${who} in it`,
            cure: 'Give the values as they were measured: Foldboard scales by the fit part of each fold alone.',
          },
        ];
  return [
    ...say(alone, 'all samples', 'the samples that are scored'),
    ...say(together, 'training and test data together', 'the test data'),
  ];
}

interface Moments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function moments(values: Float32Array): Moments {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return { count: values.length, sum, squares };
}

const joined = (a: Moments, b: Moments): Moments => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

function isStandard({ count, sum, squares }: Moments): boolean {
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  // Both ways to divide, by n and by n - 1.
  const near = [variance, (variance * count) / (count - 1)].some((v) => Math.abs(Math.sqrt(v) - 1) < tolerance);
  return Math.abs(mean) < tolerance && near;
}

function samplewise({ rowStart, sampleIds }: Dataset, values: Float32Array): boolean {
  return sampleIds.every((_, i) => {
    const { count, sum } = moments(values.subarray(rowStart[i], rowStart[i + 1]));
    return Math.abs(sum / count) < 1e-3;
  });
}
