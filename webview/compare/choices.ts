/** What the user chose of a comparison; kept over a reload, and not trusted when it comes back. */
import { scalarMetrics } from '../../src/metrics/types.js';
import type { CompareChoice } from '../../src/protocol/compare.js';

export const matrixModes = ['change', 'before', 'after'] as const;
export type MatrixMode = (typeof matrixModes)[number];

export interface Choices extends CompareChoice {
  readonly matrix: MatrixMode;
  /** The table behind the chart is shown. */
  readonly table: boolean;
}

export function restoreChoices(kept: unknown): Choices {
  const given = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<keyof Choices, unknown>>;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    metric: scalarMetrics.find((name) => name === given.metric) ?? null,
    baseline: text(given.baseline),
    front: text(given.front),
    matrix: matrixModes.find((mode) => mode === given.matrix) ?? 'change',
    table: given.table === true,
  };
}

/** What the extension computes by. */
export function asked({ metric, baseline, front }: Choices): CompareChoice {
  return { metric, baseline, front };
}
