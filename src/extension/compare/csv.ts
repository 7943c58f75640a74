/** A comparison as CSV: a line a run, numbers in full, empty where there is none. Pure. */
import { scalarMetrics } from '../../metrics/types.js';
import { flagWord } from '../../metrics/words.js';
import type { Compared } from '../../protocol/compare.js';
import { csvLine } from '../../rundir/csv.js';

export function comparisonCsv({ metric, runs, baseline }: Compared): string {
  const head = [
    ...['run', 'title', 'folds', 'flag'],
    ...scalarMetrics.flatMap((name) => [`${name}_mean`, `${name}_std`]),
    ...['metric', 'difference', 'low', 'high', 'p', 'p_holm', 'word', 'fixed', 'broken', 'parameters', 'seconds'],
  ];
  const lines = runs.map(({ name, label, scored, mean, std, difference, adjustedP, ...run }) => [
    ...[name, label, scored, flagWord(run)],
    ...scalarMetrics.flatMap((one) => [mean?.[one], std?.[one]]),
    ...[metric, difference?.difference, difference?.low, difference?.high, difference?.p, adjustedP],
    run.directory === baseline ? 'baseline' : (run.verdict ?? 'set aside'),
    ...[run.changed?.fixed, run.changed?.broken, run.parameters, run.seconds],
  ]);
  return [head, ...lines].map((line) => csvLine(line.map((value) => value ?? ''))).join('');
}
