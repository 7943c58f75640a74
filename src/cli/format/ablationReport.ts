/** A suite's table as one reads it in the terminal: who is better in a sentence, the figures, how far to trust them. */
import { headingsAbove } from '../../metrics/tableSections.js';
import { formatScore, metricWords, verdictSigns } from '../../metrics/words.js';
import type { Ablation, AblationRow } from '../../study/ablation.js';
import { intervalText, rowWord, tableNote } from '../../study/export.js';
import { title } from './section.js';
import { duration } from './duration.js';
import { interval, none, signed, whole } from './number.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { wrapText } from './width.js';

export function ablationReport(data: Ablation, { width, style }: { width: number; style: Style }): string {
  const prose = Math.min(width, 100);
  const other = data.metric === 'macroF1' ? 'weightedF1' : 'macroF1';
  const score = (row: AblationRow, metric: Ablation['metric']): string =>
    row.mean && row.std ? formatScore({ mean: row.mean[metric], std: row.std[metric], count: row.folds }) : none;
  const setAside = data.rows.flatMap((row) =>
    row.setAside === null ? [] : [wrapText(`${row.name} is set aside: ${row.setAside}.`, prose - 2, 2)],
  );
  return [
    title(data.suite, `${metricWords[data.metric]}, paired by fold${data.quick ? ', --quick' : ''}`, { width, style }),
    ...(data.finding === null ? [] : [wrapText(data.finding, prose)]),
    table({
      columns: [
        { head: 'row', shrink: 'apart' },
        { head: metricWords[data.metric], align: 'spread' },
        { head: metricWords[other], align: 'spread', drop: 4 },
        { head: 'difference', align: 'right', drop: 1 },
        { head: 'with 95 % interval', align: 'right', drop: 2 },
        { head: 'over samples', align: 'right', drop: 7 },
        { head: 'in a word' },
        { head: 'parameters', align: 'right', drop: 5 },
        { head: 'time', align: 'right', drop: 6 },
      ],
      rows: data.rows.map((row) => [
        row.name,
        score(row, data.metric),
        score(row, other),
        row.difference ? signed(row.difference.difference) : '',
        row.difference !== null && row.difference.low !== null && row.difference.high !== null
          ? interval(row.difference.low, row.difference.high)
          : '',
        intervalText(row.pooled?.difference?.low, row.pooled?.difference?.high),
        row.verdict === null ? rowWord(row) : `${verdictSigns[row.verdict]} ${rowWord(row)}`,
        row.parameters === null ? none : whole(row.parameters),
        duration(row.seconds),
      ]),
      headings: headingsAbove(data.rows),
      ...{ width, style },
    }),
    wrapText(tableNote(data), prose),
    ...(setAside.length > 0 ? [setAside.join('\n')] : []),
  ].join('\n\n');
}
