/** The part of every column that is neither id nor time nor label: number, category, group, or better left out. */
import { quantile } from '../../base/quantile.js';
import { spreadOf } from '../quantiles.js';
import { distinctSorted } from '../read/targets.js';
import { counted, some } from '../words.js';
import { constantWithin, distinctCount, isConstant, type ColumnFacts, type Facts } from './facts.js';
import { cannotDivide, groupColumns, isDivisible, type Division } from './groups.js';
import type { SampleKey } from './samples.js';
import { notCategories } from './texts.js';

/** At most as many distinct whole numbers are taken for categories. */
const mostNumericLevels = 10;
/** An embedding of more categories than these learns little from few samples. */
const mostTextLevels = 1000;
/** Reach of the tails in interquartile ranges: 2.3 in a normal distribution, 5.7 in an exponential, 14.5 in a log-normal one. */
const heavyTail = 15;
/** Reach in standard deviations where the interquartile range is 0. */
const heavyPeak = 20;
/** Values looked at for the tails of a column. */
const tailValues = 20_000;

export type Part =
  | { readonly as: 'continuous'; readonly name: string; readonly tail: string | null }
  | { readonly as: 'categorical'; readonly name: string; readonly size: number; readonly reason: string }
  | { readonly as: 'group'; readonly name: string; readonly reason: string; readonly division: Division }
  | LeftOut;

export interface LeftOut {
  readonly as: 'ignore';
  readonly name: string;
  readonly reason: string;
  readonly warning?: string;
  /** What would make an input of it. */
  readonly cure?: string;
}

/** Parts of all columns but those in `taken`, in the order of the file. @param labels - of each sample */
export function partsOf(facts: Facts, key: SampleKey, labels: readonly string[], taken: ReadonlySet<string>): Part[] {
  const samples = key.ids.length;
  const groups = groupColumns(facts, key, labels, taken);
  const group = groups.find(({ division }) => isDivisible(division));
  return facts.columns
    .filter(({ name }) => !taken.has(name))
    .map((column): Part => {
      const { name } = column;
      const values = counted(distinctCount(column), 'value');
      if (group && column === group.column) {
        const reason = `${values} for ${counted(samples, 'sample')}: none of them stands on two sides of a split`;
        return { as: 'group', name, reason, division: group.division };
      }
      const other = groups.find((candidate) => candidate.column === column);
      if (other && group)
        return { as: 'ignore', name, reason: `it says whose the sample is, not what it is; ${values}` };
      if (other) return { as: 'ignore', name, ...cannotDivide(name, other.division) };
      return partOf(column, key, samples);
    });
}

function partOf(column: ColumnFacts, key: SampleKey, samples: number): Part {
  const { name, kind } = column;
  const ignore = (reason: string): Part => ({ as: 'ignore', name, reason });
  if (column.missing === (column.codes ?? column.values!).length) return ignore('it is empty');
  if (isConstant(column)) return ignore(`it is constant: always ${column.codes ? column.texts[0] : column.values![0]}`);
  if (key.counters.includes(column)) return ignore('it grows with the time by the same amount every step');
  const texts = kind === 'text' ? notCategories(column, key.time?.name ?? null) : null;
  if (texts) return { as: 'ignore', name, ...texts };
  const distinct = distinctCount(column);
  const namesSample =
    distinct === samples && samples > mostNumericLevels && constantWithin(column, key.sampleOf, samples);
  if (namesSample && kind !== 'number') return ignore('it is different for each sample: a name, not a measurement');
  if (kind === 'text') {
    if (distinct > mostTextLevels) return ignore(`${counted(distinct, 'different text')}: too many for categories`);
    return category(column, `text with ${counted(distinct, 'value')}: ${examples(column)}`);
  }
  if (kind === 'whole' && distinct <= mostNumericLevels && !climbs(column.values!, key)) {
    return category(column, `${counted(distinct, 'distinct whole number')}: ${examples(column)}`);
  }
  return { as: 'continuous', name, tail: tailOf(column.values!) };
}

/** What to mind of a column that is left out; a cure that several ask for is told of the first, for all. */
export function warningOf(part: LeftOut, ignored: readonly LeftOut[]): string | undefined {
  const { reason, cure } = part;
  const alike = ignored.filter((other) => other.cure === cure);
  if (cure === undefined || alike[0] !== part) return part.warning;
  const names = alike.map(({ name }) => name);
  return alike.length === 1
    ? `${part.name} is left out: ${reason}. ${cure}`
    : `${some(names, 3)} are left out (${part.name}: ${reason}). ${cure}`;
}

/** Whether a number rises in every sample and never falls, ties aside: it counts something, and names nothing. */
function climbs(values: Float32Array, { sampleOf, ids }: SampleKey): boolean {
  const first = new Float32Array(ids.length).fill(NaN);
  const last = first.slice();
  for (const [row, value] of values.entries()) {
    const sample = sampleOf[row];
    if (value < last[sample]) return false;
    if (Number.isNaN(first[sample])) first[sample] = value;
    if (!Number.isNaN(value)) last[sample] = value;
  }
  return last.every((value, sample) => value > first[sample]);
}

function category(column: ColumnFacts, reason: string): Part {
  const distinct = distinctCount(column);
  return { as: 'categorical', name: column.name, size: distinct <= 2 ? 2 : distinct <= 20 ? 4 : 8, reason };
}

function examples({ texts }: ColumnFacts): string {
  const known = distinctSorted(texts);
  return known.slice(0, 5).join(', ') + (known.length > 5 ? ' …' : '');
}

/** Why a column's tails are heavy, or null where they are not. */
function tailOf(values: Float32Array): string | null {
  const stride = Math.max(1, Math.floor(values.length / tailValues));
  const some = new Float64Array(Math.ceil(values.length / stride));
  let count = 0;
  for (let i = 0; i < values.length; i += stride) if (!Number.isNaN(values[i])) some[count++] = values[i];
  const sorted = some.subarray(0, count).sort();
  const median = quantile(sorted, 0.5);
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const reach = Math.max(quantile(sorted, 0.999) - median, median - quantile(sorted, 0.001));
  if (range > 0) {
    if (reach / range <= heavyTail) return null;
    return `1 in 1,000 values lies ${Math.round(reach / range).toLocaleString('en-US')} interquartile ranges from the median (3 in a normal distribution)`;
  }
  const { deviation, minimum, maximum } = spreadOf(sorted);
  const peak = Math.max(maximum - median, median - minimum) / deviation;
  if (peak <= heavyPeak) return null;
  return `half of the values are the same, and the largest lies ${Math.round(peak).toLocaleString('en-US')} standard deviations away`;
}
