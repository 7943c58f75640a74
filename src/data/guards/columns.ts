/** Columns that are worthless, or worth too much: constant ones, ids, and those that give the label away by themselves. */
import type { Dataset } from '../types.js';
import { counted, some } from '../words.js';
import type { GuardFinding } from './finding.js';
import { impossibleValues, sameColumns } from './values.js';

/** A column is reported where chance would separate the classes so well in one of a thousand such datasets. */
const chance = 1e-3;

export function columnGuards(train: Dataset): GuardFinding[] {
  const columns = [
    ...train.continuous.map(({ name, values }) => ({ name, values, categorical: false })),
    ...train.categorical.map(({ name, codes }) => ({ name, values: codes, categorical: true })),
  ];
  const constant = columns.filter(({ values }) => values.every((value) => value === values[0]));
  const varying = columns.filter((column) => !constant.includes(column));
  const logChance = logChanceToSeparate(train.labels) + Math.log(Math.max(1, varying.length));
  const found = varying.flatMap(({ name, values, categorical }): GuardFinding[] => {
    const single = valuePerSample(train, values);
    const tells = categorical
      ? single !== null && eachValueOneClass(single, train.labels)
      : logChance < Math.log(chance) && separates(meansOf(train, values), train.labels);
    if (tells) {
      return [
        {
          severity: 'warning',
          kind: 'tellsClass',
          column: name,
          message: categorical
            ? `each value of ${name} belongs to one class: it tells the class of every sample by itself`
            : `the mean of ${name} over a sample separates all ${counted(train.classes.length, 'class', 'classes')} without a mistake`,
          cure: 'Name it in data.ignore if it is derived from the label; if it is measured, the task may be this easy.',
          columns: [name],
        },
      ];
    }
    if (single === null || categorical || !risesWithSamples(single)) return [];
    return [
      {
        severity: 'warning',
        kind: 'looksLikeId',
        message: `${name} is a whole number that rises from sample to sample: it looks like an id, not like a measurement`,
        cure: 'Name it in data.ignore.',
        columns: [name],
      },
    ];
  });
  found.push(...sameColumns(varying), ...impossibleValues(train));
  if (constant.length > 0) {
    const names = constant.map(({ name }) => name);
    found.push({
      severity: 'warning',
      kind: 'constant',
      message: `${some(names)} ${names.length === 1 ? 'has' : 'have'} one value in every row`,
      cure: `Name ${names.length === 1 ? 'it' : 'them'} in data.ignore.`,
      columns: names,
    });
  }
  return found;
}

/** The value of each sample where the column does not change within any, else null. */
function valuePerSample({ rowStart, sampleIds }: Dataset, values: Float32Array | Uint16Array): number[] | null {
  for (let i = 0; i < sampleIds.length; i++) {
    for (let row = rowStart[i] + 1; row < rowStart[i + 1]; row++) if (values[row] !== values[rowStart[i]]) return null;
  }
  return sampleIds.map((_, i) => values[rowStart[i]]);
}

function meansOf({ rowStart, sampleIds }: Dataset, values: Float32Array | Uint16Array): number[] {
  return sampleIds.map((_, i) => {
    let sum = 0;
    for (let row = rowStart[i]; row < rowStart[i + 1]; row++) sum += values[row];
    return sum / (rowStart[i + 1] - rowStart[i]);
  });
}

/** Whether each class keeps to an interval of its own. */
function separates(means: readonly number[], labels: Int32Array): boolean {
  const known = means.flatMap((mean, i) => (labels[i] >= 0 ? [{ mean, label: labels[i] }] : []));
  known.sort((a, b) => a.mean - b.mean || a.label - b.label);
  const classes = new Set(known.map(({ label }) => label)).size;
  let changes = 0;
  for (let i = 1; i < known.length; i++) {
    if (known[i].label === known[i - 1].label) continue;
    if (known[i].mean === known[i - 1].mean) return false;
    changes++;
  }
  return classes > 1 && changes === classes - 1;
}

/** Few values, each of one class only, and of more than one class together. */
function eachValueOneClass(single: readonly number[], labels: Int32Array): boolean {
  const classOf = new Map<number, number>();
  for (const [i, value] of single.entries()) {
    if (labels[i] < 0) continue;
    if ((classOf.get(value) ?? labels[i]) !== labels[i]) return false;
    classOf.set(value, labels[i]);
  }
  return new Set(classOf.values()).size > 1 && classOf.size * 5 <= single.length;
}

/**
 * Logarithm of the probability that samples in random order stand class by class: k! n_1! … n_k! / n!, for k classes
 * of n_1 … n_k of n samples.
 */
function logChanceToSeparate(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  let total = 0;
  let log = logFactorial(counts.size);
  for (const count of counts.values()) {
    log += logFactorial(count);
    total += count;
  }
  return log - logFactorial(total);
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}

/** Samples stand in the order of their ids. */
function risesWithSamples(single: readonly number[]): boolean {
  if (single.length < 10) return false;
  return single.every((value, i) => Number.isInteger(value) && (i === 0 || value > single[i - 1]));
}
