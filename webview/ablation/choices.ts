/** What the user chose of an ablation view; kept over a reload, and not trusted when it comes back. */
import { scalarMetrics } from '../../src/metrics/types.js';
import type { AblationChoice } from '../../src/protocol/ablation.js';

export const sortKeys = ['written', 'name', 'score', 'difference', 'other', 'parameters', 'seconds'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Choices extends AblationChoice {
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Names of rows that are not shown. */
  readonly hidden: readonly string[];
}

const initial: Choices = {
  ...{ metric: null, baseline: null, against: 'baseline', quick: false },
  ...{ sort: 'written', descending: true, hidden: [] },
};

export function restoreChoices(kept: unknown): Choices {
  if (typeof kept !== 'object' || kept === null) return initial;
  const given = kept as Partial<Record<keyof Choices, unknown>>;
  return {
    metric: scalarMetrics.find((name) => name === given.metric) ?? null,
    baseline: typeof given.baseline === 'string' ? given.baseline : null,
    against: given.against === 'above' ? 'above' : 'baseline',
    quick: given.quick === true,
    sort: sortKeys.find((key) => key === given.sort) ?? 'written',
    descending: given.descending !== false,
    hidden: Array.isArray(given.hidden) ? given.hidden.filter((name) => typeof name === 'string') : [],
  };
}

/** What the extension computes the table by. */
export function asked({ metric, baseline, against, quick }: Choices): AblationChoice {
  return { metric, baseline, against, quick };
}
