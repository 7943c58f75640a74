/** An ensemble of runs as one reads it: what it scores, whether it is worth it, and what each run gives to it. */
import { formatSigned, metricWords, predictedBy } from '../../metrics/words.js';
import {
  ensembleNotes,
  ensembleSentence,
  methodWords,
  percentText,
  testText,
  type EnsembleDocument,
} from '../../runs/ensemble/document.js';
import { counted, metric, none } from './number.js';
import { scalars } from './runReport.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { wrapText } from './width.js';

export function ensembleReport(
  document: EnsembleDocument,
  { width, style }: { readonly width: number; readonly style: Style },
): string {
  const { rows, method, metrics, metric: by, samples } = document;
  const flag = document.optimistic ? `  ${style.bad('optimistic')}` : '';
  const prose = Math.min(width, 100);
  const title = `${style.bold(`Ensemble of ${counted(rows.length, document.unit)}`)}  ${style.quiet(methodWords[method])}`;
  const score = `${style.bold(metric(metrics[by]))}${flag}  ${style.quiet(`${metricWords[by]}, pooled over ${counted(samples, 'sample')}, each ${predictedBy(document)}`)}`;
  return [
    `${title}\n${score}`,
    wrapText(ensembleSentence(document), prose),
    table({
      columns: [
        { head: document.unit, shrink: 'apart', least: 14 },
        { head: 'alone', align: 'right' },
        ...(method === 'majority' ? [] : [{ head: 'weight', align: 'right' as const }]),
        { head: 'so far', align: 'right' },
        { head: 'gain', align: 'right' },
        { head: 'agreement', align: 'right', drop: 1 },
      ],
      rows: rows.map((row) => [
        row.run,
        metric(row.score),
        ...(row.weight === null ? [] : [row.weight.toFixed(2)]),
        metric(row.together),
        row.gain === null ? none : formatSigned(row.gain),
        row.agreement === null ? none : percentText(row.agreement),
      ]),
      ...{ width, style },
    }),
    ...(document.test?.metrics
      ? [`${style.bold('Test data')}  ${style.quiet(testText(document.test))}\n${scalars(document.test.metrics)}`]
      : []),
    wrapText(ensembleNotes(document), prose),
  ].join('\n\n');
}
