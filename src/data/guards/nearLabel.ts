/** Columns that tell nearly every class by themselves: a label that leaked, with a little noise. */
import type { Dataset } from '../types.js';
import type { GuardFinding } from './finding.js';

/** Mean recall of the neighbours' answer from which on a column is reported. */
const suspicious = 0.99;
const enough = 60;
/** On each side, by the column's value. */
const neighbours = 2;

/** @param known columns that are reported already */
export function nearLabelGuards(train: Dataset, known: ReadonlySet<string>): GuardFinding[] {
  const { rowStart, sampleIds, labels } = train;
  if (sampleIds.length < enough) return [];
  return train.continuous.flatMap(({ name, values }): GuardFinding[] => {
    if (known.has(name)) return [];
    const means = sampleIds.map((_, i) => {
      const own = values.subarray(rowStart[i], rowStart[i + 1]);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    const last = sampleIds.map((_, i) => values[rowStart[i + 1] - 1]);
    for (const [statistic, what] of [
      [means, 'mean'],
      [last, 'last value'],
    ] as const) {
      const recall = neighbourRecall(statistic, labels);
      if (recall === null || recall < suspicious) continue;
      return [
        {
          severity: 'warning',
          kind: 'tellsClass',
          message: `the ${what} of ${name} by itself tells the class of nearly every sample (mean recall ${Math.floor(100 * recall)} %)`,
          cure: 'Name it in data.ignore if it is derived from the label; if it is measured, the task may be this easy.',
        },
      ];
    }
    return [];
  });
}

/**
 * Mean recall of the majority among the nearest samples by value, the sample itself left out; of equal values, whose order
 * says nothing, all are asked. Null with one class.
 */
function neighbourRecall(statistic: readonly number[], labels: Int32Array): number | null {
  const order = statistic.flatMap((_, i) => (labels[i] >= 0 ? [i] : [])).sort((a, b) => statistic[a] - statistic[b]);
  const hits = new Map<number, number>();
  const counts = new Map<number, number>();
  let [from, to] = [0, 0];
  order.forEach((i, at) => {
    while (statistic[order[from]] < statistic[i]) from++;
    to = Math.max(to, at);
    while (to + 1 < order.length && statistic[order[to + 1]] === statistic[i]) to++;
    const votes = new Map<number, number>();
    for (let n = Math.max(0, from - neighbours); n <= Math.min(order.length - 1, to + neighbours); n++)
      if (n !== at) votes.set(labels[order[n]], (votes.get(labels[order[n]]) ?? 0) + 1);
    const best = Math.max(...votes.values());
    const right = (votes.get(labels[i]) ?? 0) === best;
    counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
    if (right) hits.set(labels[i], (hits.get(labels[i]) ?? 0) + 1);
  });
  if (counts.size < 2) return null;
  return [...counts].reduce((sum, [label, count]) => sum + (hits.get(label) ?? 0) / count, 0) / counts.size;
}
