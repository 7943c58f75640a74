/** Which rows are shown, in which order and under which words. Pure. */
import { sectionsOf } from '../../src/metrics/tableSections.js';
import type { ScalarMetric } from '../../src/metrics/types.js';
import type { Ablation, AblationRow } from '../../src/protocol/ablation.js';
import type { Choices, SortKey } from './choices.js';

export interface RowGroup {
  /** A quiet line above; null of the only group. */
  readonly title: string | null;
  readonly rows: readonly AblationRow[];
}

/** The other F1: both are always shown. */
export function otherMetric(metric: ScalarMetric): ScalarMetric {
  return metric === 'macroF1' ? 'weightedF1' : 'macroF1';
}

/** As the suite has them, under its headings, those that flatter apart at the end; sorted, all together. */
export function groupsOf(table: Ablation, choices: Choices): RowGroup[] {
  const shown = table.rows.filter((row) => row.baseline || !choices.hidden.includes(row.name));
  const base = table.rows.find((row) => row.baseline);
  const aside = (row: AblationRow): boolean => row.optimistic && base?.optimistic === false;
  if (choices.sort !== 'written') return [{ title: null, rows: sorted(shown, choices, table.metric) }];
  const flattering = shown.filter(aside);
  const sections = sectionsOf(shown.filter((row) => !aside(row))).map(({ heading, rows }) => ({
    title: heading,
    rows,
  }));
  if (flattering.length === 0) return sections;
  const headed = sections.some(({ title }) => title !== null);
  return [
    ...sections.map((section) => (headed ? section : { ...section, title: 'Scored on samples they never saw' })),
    { title: 'Not comparable: shown for how much they flatter', rows: flattering },
  ];
}

/** Rows without a value stand last, whichever way. */
function sorted(rows: readonly AblationRow[], { sort, descending }: Choices, metric: ScalarMetric): AblationRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [sortValue(a, sort, metric), sortValue(b, sort, metric)];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    return x < y ? -sign : x > y ? sign : 0;
  });
}

function sortValue(row: AblationRow, sort: SortKey, metric: ScalarMetric): number | string | null {
  switch (sort) {
    case 'name':
      return row.name.toLowerCase();
    case 'score':
      return row.mean?.[metric] ?? null;
    case 'other':
      return row.mean?.[otherMetric(metric)] ?? null;
    case 'difference':
      return row.baseline ? 0 : (row.difference?.difference ?? null);
    case 'parameters':
      return row.parameters;
    case 'seconds':
      return row.seconds === null || row.progress.done === 0 ? null : row.seconds / row.progress.done;
    case 'written':
      return null;
  }
}

/** How deep a row stands in a chain of "+". */
export const isAdded = (row: AblationRow): boolean => row.name.startsWith('+');
