/** An ensemble of runs as one reads it: what it scores, whether it is worth it, and what each run gives to it. */
import { metricWords } from '../../metrics/words.js';
import type { EnsembleDocument } from '../ensemble.js';
import { counted, metric, none, signed } from './number.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { wrapText } from './width.js';

const how = {
  mean: 'probabilities averaged',
  majority: 'one vote each',
  weighted: 'weights with the smallest log loss',
  greedy: 'added while it gets better',
} as const;

export function ensembleReport(
  document: EnsembleDocument,
  { width, style }: { readonly width: number; readonly style: Style },
): string {
  const { rows, method, metrics, metric: by, samples } = document;
  const flag = document.optimistic ? `  ${style.bad('optimistic')}` : '';
  const prose = Math.min(width, 100);
  const title = `${style.bold(`Ensemble of ${counted(rows.length, document.unit)}`)}  ${style.quiet(how[method])}`;
  const score = `${style.bold(metric(metrics[by]))}${flag}  ${style.quiet(`${metricWords[by]}, pooled over ${counted(samples, 'sample')}, each predicted by models that never saw it`)}`;
  return [
    `${title}\n${score}`,
    wrapText(sentence(document), prose),
    table({
      columns: [
        { head: document.unit, shrink: 'middle', least: 14 },
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
        row.gain === null ? none : signed(row.gain),
        row.agreement === null ? none : percent(row.agreement),
      ]),
      ...{ width, style },
    }),
    wrapText(notes(document), prose),
  ].join('\n\n');
}

function sentence({ unit, metrics, bestRun, metric: by, pairAgreement }: EnsembleDocument): string {
  const difference = metrics[by] - bestRun[by];
  const better = by === 'logLoss' ? -difference : difference;
  const than = `the best ${unit} alone, chosen on other folds than it is scored on (${metric(bestRun[by])})`;
  const what = Math.abs(better) < 0.0005 ? `As good as ${than}.` : `${signed(difference)} against ${than}.`;
  return pairAgreement === null ? what : `${what} Two ${unit}s agree on ${percent(pairAgreement)} of the samples.`;
}

function notes({ method, crossFitted, unit }: EnsembleDocument): string {
  const fitted = crossFitted
    ? 'For the score above, weights were fitted for each fold on the samples of the others; those in the table on all.'
    : 'Nothing was fitted.';
  const order = method === 'greedy' ? 'in the order in which they were taken' : 'in the order given';
  return `${fitted} So far, gain: ${unit}s joined with equal weights, ${order}; on the scored samples themselves, so the order flatters where it was chosen. Agreement: same class as the others together.${unit === 'member' ? ' A member is another network in each fold.' : ''}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
