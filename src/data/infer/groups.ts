/** How many folds samples allow, one by one or in groups that are never split, and which column names the group. */
import { distinctSorted } from '../read/targets.js';
import { counted } from '../words.js';
import { constantWithin, distinctCount, type ColumnFacts, type Facts } from './facts.js';
import { soundsLike } from './names.js';
import { textsOfSamples, type SampleKey } from './samples.js';

/** Folds where nothing stands against them. */
const mostFolds = 5;
/** With so many groups folds are worth training even where a class has one group only, so that a fold lacks it. */
const enoughGroups = 5;

export interface Division {
  readonly folds: number;
  /** False where a class has a single unit: it cannot be in every fold. */
  readonly stratified: boolean;
  /** The class with the fewest units. */
  readonly smallest: { readonly name: string; readonly count: number };
  /** Different units over all classes. */
  readonly units: number;
}

/** @param units - of each sample: its group, or whatever names it alone; @param labels - of each sample, "" for none */
export function divisionOf(units: readonly (string | number)[], labels: readonly string[]): Division {
  const [smallest] = distinctSorted(labels)
    .map((name) => ({ name, count: new Set(units.filter((_, sample) => labels[sample] === name)).size }))
    .sort((a, b) => a.count - b.count);
  const count = new Set(units).size;
  const stratified = smallest.count > 1;
  return { folds: Math.min(mostFolds, stratified ? smallest.count : count), stratified, smallest, units: count };
}

/** Whether samples can be kept together by these groups. */
export function isDivisible({ stratified, units }: Division): boolean {
  return stratified || units >= enoughGroups;
}

/** Columns that say whose a sample is, best first: by the folds that they allow. */
export function groupColumns(
  facts: Facts,
  key: SampleKey,
  labels: readonly string[],
  taken: ReadonlySet<string>,
): { column: ColumnFacts; division: Division }[] {
  const samples = key.ids.length;
  return facts.columns
    .filter(
      (column) =>
        !taken.has(column.name) &&
        soundsLike('group', column.name) &&
        distinctCount(column) >= 2 &&
        distinctCount(column) < samples &&
        constantWithin(column, key.sampleOf, samples),
    )
    .map((column) => ({ column, division: divisionOf(textsOfSamples(column, key), labels) }))
    .sort(
      (a, b) =>
        Number(isDivisible(b.division)) - Number(isDivisible(a.division)) || b.division.folds - a.division.folds,
    );
}

/** Why a column cannot be the group, and what follows from that. */
export function cannotDivide(name: string, { smallest, units }: Division): { reason: string; warning: string } {
  return {
    reason: `it says whose the sample is, but class ${smallest.name} has one of its ${counted(units, 'value')} only: no folds keep them apart`,
    warning: `samples of one ${name} stand on both sides of every split: the score may come from knowing the ${name}, and say nothing about another. Bring at least two values of ${name} for each class`,
  };
}
