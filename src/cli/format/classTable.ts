/** Precision, recall and F1 of each class, with their means. */
import type { Metrics } from '../../metrics/types.js';
import { metric, whole } from './number.js';
import type { Style } from './style.js';
import { table } from './table.js';

export function classTable(metrics: Metrics, { width, style }: { width: number; style: Style }): string {
  const each = metrics.classes.map((name) => ({ name, ...metrics.perClass[name] }));
  const total = each.reduce((sum, { support }) => sum + support, 0);
  const mean = (key: 'precision' | 'recall' | 'f1', weight: (support: number) => number): string =>
    metric(each.reduce((sum, one) => sum + weight(one.support) * one[key], 0));
  const summary = (name: string, weight: (support: number) => number): string[] => [
    ...[name, mean('precision', weight), mean('recall', weight), mean('f1', weight), whole(total)],
  ];
  return table({
    columns: [
      { head: 'class', shrink: 'apart' },
      { head: 'precision', align: 'right' },
      { head: 'recall', align: 'right' },
      { head: 'F1', align: 'right' },
      { head: 'support', align: 'right' },
    ],
    rows: each.map(({ name, precision, recall, f1, support }) => [
      ...[name, metric(precision), metric(recall), metric(f1), whole(support)],
    ]),
    summary: [summary('macro mean', () => 1 / each.length), summary('weighted mean', (support) => support / total)],
    ...{ width, style },
  });
}
