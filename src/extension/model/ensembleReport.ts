/** An ensemble of runs as a Markdown document: its score beside the best run's, what each run gives to it, its files. Pure. */
import { flagMeanings, formatMetric, formatSigned, metricWords, predictedBy } from '../../metrics/words.js';
import {
  ensembleNotes,
  ensembleSentence,
  methodWords,
  percentText,
  testText,
  type EnsembleDocument,
} from '../../runs/ensemble/document.js';
import { escapeHtml, htmlTable, numberCell } from './html.js';
import { matrixSection } from './matrixReport.js';
import { escapeMarkdown } from './tooltip.js';

/** @param names of the runs by their directories' names @param files beside it, as the user would type them */
export function ensembleReport(
  document: EnsembleDocument,
  names: ReadonlyMap<string, string>,
  files: readonly string[],
): string {
  const { rows, method, metric, metrics, samples, test, optimistic } = document;
  const flag = optimistic ? ` *optimistic*: ${flagMeanings.optimistic}.` : '';
  return (
    [
      `# Ensemble of ${rows.length} runs, ${methodWords[method]}`,
      `**${formatMetric(metrics[metric])}** ${metricWords[metric]}, pooled over ${Number(samples)} samples, each ${predictedBy(document)}.${flag}`,
      escapeMarkdown(ensembleSentence(document)),
      memberTable(document, names),
      escapeMarkdown(ensembleNotes(document)),
      ...testParts(test),
      matrixSection({
        title: 'Out-of-fold predictions',
        about: `Each sample ${predictedBy(document)}, all runs together`,
        metrics,
        optimistic: null,
      }),
      '## Files',
      ...files.map((file) => `- \`${file.replaceAll('`', '')}\``),
    ].join('\n\n') + '\n'
  );
}

function memberTable({ rows, method }: EnsembleDocument, names: ReadonlyMap<string, string>): string {
  const weighs = method !== 'majority';
  const name = (run: string, title: string): string => names.get(run) ?? title;
  const shared = (one: string): boolean => rows.filter(({ run, title }) => name(run, title) === one).length > 1;
  const cells = rows.map((row) => {
    const own = name(row.run, row.title);
    return [
      `${escapeHtml(shared(own) ? row.run : own)}${row.optimistic ? ' <em>optimistic</em>' : ''}`,
      numberCell(formatMetric(row.score)),
      ...(weighs ? [numberCell(row.weight === null ? '' : row.weight.toFixed(2))] : []),
      numberCell(formatMetric(row.together)),
      numberCell(row.gain === null ? '' : formatSigned(row.gain)),
      numberCell(row.agreement === null ? '' : percentText(row.agreement)),
    ];
  });
  return htmlTable(['run', 'alone', ...(weighs ? ['weight'] : []), 'so far', 'gain', 'agreement'], cells);
}

function testParts(test: EnsembleDocument['test']): string[] {
  if (test === null) return [];
  if (test.metrics)
    return [
      matrixSection({
        title: 'Test data',
        about: testText(test),
        metrics: test.metrics,
        optimistic: null,
        warnings: test.warnings ?? [],
      }),
    ];
  return ['## Test data', `${escapeMarkdown(testText(test))}. Without labels there is no score.`];
}
