/** What each fold makes of its probabilities, and what that changed on the samples it was fitted on. */
import { metricWords } from '../../metrics/words.js';
import type { Decision } from '../../metrics/decision.js';
import type { RunResult } from '../../rundir/types.js';
import { metric } from './number.js';
import { table } from './table.js';
import type { Style } from './style.js';

/** Null where no fold decides otherwise than by the largest probability. */
export function decisionTable(
  result: RunResult,
  classes: readonly string[],
  layout: { readonly width: number; readonly style: Style },
): string | null {
  const decided = result.folds.flatMap(({ decision }, k) => (decision ? [{ k, decision }] : []));
  if (decided.length === 0) return null;
  const { metric: name } = decided[0].decision.fitted;
  const weights = decided[0].decision.weights ? classes : [];
  const change = ([before, after]: readonly [number, number]): string => `${metric(before)} → ${metric(after)}`;
  const cells = ({ k, decision }: { k: number; decision: Decision }): string[] => [
    String(k + 1),
    decision.temperature.toFixed(2),
    ...weights.map((_, c) => (decision.weights?.[c] ?? 1).toFixed(2)),
    change(decision.fitted.logLoss),
    ...(name && decision.fitted.value ? [change(decision.fitted.value)] : []),
  ];
  return table({
    columns: [
      { head: 'fold' },
      { head: 'temperature', align: 'right' },
      ...weights.map((label) => ({ head: `× ${label}`, align: 'right' as const, drop: 1 })),
      { head: 'log loss', align: 'right' },
      ...(name ? [{ head: metricWords[name], align: 'right' as const }] : []),
    ],
    rows: decided.map(cells),
    ...layout,
  });
}
