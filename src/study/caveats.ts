/** What to keep in mind about a table, in sentences. */
import { detectableSentence, type ComparedRun } from '../metrics/comparisonFindings.js';
import type { ScalarMetric } from '../metrics/types.js';
import { metricWords } from '../metrics/words.js';
import type { Picking } from '../metrics/selectionEffect.js';
import type { AblationRow } from './table.js';

export function caveats(
  compared: readonly ComparedRun[],
  rows: readonly AblationRow[],
  picking: Picking | null,
  metric: ScalarMetric,
  otherData: readonly string[],
): string[] {
  const detectable = detectableSentence(compared);
  const open = rows.filter(({ status }) => status !== 'finished').length;
  const leaky = rows.filter((row) => row.leaky && row.mean !== null);
  return [
    ...(detectable === null ? [] : [detectable]),
    ...(compared.length > 0 && compared[0].result.folds < 2
      ? ['One split says nothing about chance: use folds, repeats or seeds to get an interval.']
      : []),
    ...(picking === null || picking.rows < 2 ? [] : [pickingSentence(picking, metric)]),
    ...(leaky.length > 0
      ? [
          `${leaky.length === 1 ? 'One row is' : `${leaky.length} rows are`} leaky on purpose: scored on windows of samples it was trained on.`,
        ]
      : []),
    ...(otherData.length > 0 ? [otherDataSentence(otherData, rows.length)] : []),
    ...(open > 0 ? [`${open} of ${rows.length} rows are not finished.`] : []),
    ...(rows.length > 0 && rows.every(({ optimistic }) => optimistic)
      ? ['All scores are optimistic: the scored samples chose the weights.']
      : []),
  ];
}

/** The most that are named: a suite may have hundreds of rows. */
const mostNamed = 5;

function otherDataSentence(names: readonly string[], of: number): string {
  const named = names.slice(0, mostNamed).join('; ');
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.length} of ${of} rows ${names.length === 1 ? 'was' : 'were'} trained on other data than the rest: ${named}${more}. Training the suite again brings all rows to the same data.`;
}

/** "Picking the best of 9 rows and quoting its score flatters by about 0.003 …" */
export function pickingSentence({ rows, score, corrected, best, chosen }: Picking, metric: ScalarMetric): string {
  const by = Math.abs(score - corrected).toFixed(3);
  const much = Number(by) === 0 ? 'by less than 0.001' : `by about ${by}`;
  return `Picking the best of ${rows} rows (${best}; the best in ${Math.round(100 * chosen)} % of resamples) and quoting its pooled ${metricWords[metric]} of ${score.toFixed(3)} flatters ${much} (bootstrap, BBC-CV).`;
}
