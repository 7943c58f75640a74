/** Which rows of predictions a list shows, and in which order. Pure. */
import type { Evidence } from './evidence.js';
import type { SampleChoices, SampleList, SortKey } from './choices.js';

/** A prediction with less confidence than this is unsure. */
export const unsureBelow = 0.6;

type Test = (row: number) => boolean;

const inList: Readonly<Record<SampleList, (evidence: Evidence) => Test>> = {
  wrong:
    ({ labels, predicted }) =>
    (row) =>
      labels[row] >= 0 && labels[row] !== predicted[row],
  unsure:
    ({ confidence }) =>
    (row) =>
      confidence[row] < unsureBelow,
  all: () => () => true,
};

/** How many rows each list has. */
export function listCounts(evidence: Evidence): Record<SampleList, number> {
  const tests = [inList.wrong(evidence), inList.unsure(evidence)];
  const counts = [0, 0];
  for (let row = 0; row < evidence.count; row++) tests.forEach((test, i) => (counts[i] += test(row) ? 1 : 0));
  return { wrong: counts[0], unsure: counts[1], all: evidence.count };
}

/** What a list is sorted by where nothing else was chosen: the most telling first. */
export function usualSort(list: SampleList): { readonly by: SortKey; readonly down: boolean } {
  return { by: 'confidence', down: list !== 'unsure' };
}

/** A cell of the matrix is a list of its own, right samples included; without labels nothing is known to be wrong. */
export function listOf(evidence: Evidence, choices: SampleChoices): SampleList {
  if (choices.cell) return 'all';
  return choices.list === 'wrong' && !evidence.labelled ? 'all' : choices.list;
}

/** Rows in order. Of equals the one that stands first in the file. */
export function sampleRows(evidence: Evidence, choices: SampleChoices): Int32Array {
  const list = listOf(evidence, choices);
  const fits = inList[list](evidence);
  const { cell } = choices;
  const find = choices.find.trim().toLowerCase();
  const rows: number[] = [];
  for (let row = 0; row < evidence.count; row++) {
    if (!fits(row)) continue;
    if (cell && (evidence.labels[row] !== cell[0] || evidence.predicted[row] !== cell[1])) continue;
    if (find !== '' && !evidence.samples[row].toLowerCase().includes(find)) continue;
    rows.push(row);
  }
  const { by, down } = choices.sort ?? usualSort(list);
  return Int32Array.from(rows).sort(comparison(evidence, by, down));
}

function comparison(evidence: Evidence, by: SortKey, down: boolean): (a: number, b: number) => number {
  const sign = down ? -1 : 1;
  const key = keysOf(evidence, by);
  if (key) return (a, b) => sign * (key[a] - key[b]) || a - b;
  const { samples } = evidence;
  return (a, b) => (samples[a] < samples[b] ? -sign : samples[a] > samples[b] ? sign : a - b);
}

/** Numbers to sort by; null for names that are no numbers. */
function keysOf(evidence: Evidence, by: SortKey): ArrayLike<number> | null {
  switch (by) {
    case 'sample':
      return numericNames(evidence);
    case 'truth':
      return evidence.labels;
    case 'predicted':
      return evidence.predicted;
    case 'confidence':
      return evidence.confidence;
    case 'ofTruth':
      // Unknown truth sorts as nothing.
      return Float64Array.from(evidence.ofTruth, (value) => (Number.isNaN(value) ? -1 : value));
    case 'fold':
      return evidence.tasks ?? new Int32Array(evidence.count);
  }
}

const numbers = new WeakMap<Evidence, Float64Array | null>();

/** `9` stands before `10` where all names are numbers. */
function numericNames(evidence: Evidence): Float64Array | null {
  const known = numbers.get(evidence);
  if (known !== undefined) return known;
  const values = Float64Array.from(evidence.samples, (name) => (name.trim() === '' ? NaN : Number(name)));
  const result = values.some(Number.isNaN) ? null : values;
  numbers.set(evidence, result);
  return result;
}
