/** A confusion matrix with what it means and the figures of each class, as a Markdown document. Pure. */
import { findings } from '../../metrics/findings.js';
import { scalarMetrics, type Metrics } from '../../metrics/types.js';
import { formatMetric, metricWords } from '../../metrics/words.js';
import { escapeHtml, htmlTable, numberCell } from './html.js';
import { escapeMarkdown } from './tooltip.js';

export interface MatrixSection {
  readonly title: string;
  /** What was scored, in a sentence without a full stop. */
  readonly about: string;
  readonly metrics: Metrics;
  /** Of each class, where the metrics count samples several times. */
  readonly samples?: readonly number[] | null;
  /** Samples among them that the run was trained on, or whose scores chose the weights. */
  readonly optimistic: string | null;
  /** What else the scores do not say, in sentences without full stops. */
  readonly warnings?: readonly string[];
}

export function matrixReport(heading: string, sections: readonly MatrixSection[]): string {
  return [`# ${escapeMarkdown(heading)}`, ...sections.map(matrixSection)].join('\n\n') + '\n';
}

/** The part of such a document about one set of predictions. */
export function matrixSection({ title, about, metrics, samples, optimistic, warnings = [] }: MatrixSection): string {
  const said = findings(metrics, samples).map((finding) => finding.text);
  const scores = scalarMetrics.map((name) => [metricWords[name], numberCell(formatMetric(metrics[name]))]);
  return [
    `## ${escapeMarkdown(title)}`,
    `${escapeMarkdown(about)}.${optimistic === null ? '' : ` *optimistic*: ${escapeMarkdown(optimistic)}.`}`,
    ...warnings.map((warning) => `*warning*: ${escapeMarkdown(warning)}.`),
    ...(said.length > 0 ? [escapeMarkdown(said.join(' '))] : []),
    matrixTable(metrics),
    'Rows: what a sample is. Columns: what it was taken for. Percentages are shares of the row; mistakes are tinted three times as strongly as hits.',
    classTable(metrics),
    htmlTable(['metric', 'value'], scores),
  ].join('\n\n');
}

const [blue, orange] = ['59,142,234', '217,130,43'];

function matrixTable({ classes, confusionMatrix }: Metrics): string {
  const rows = confusionMatrix.map((counts, truth) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, predicted) => {
      const share = total === 0 ? 0 : count / total;
      const hit = truth === predicted;
      const text = count === 0 ? '·' : `${count} <small>${Math.round(100 * share)} %</small>`;
      return numberCell(
        text,
        hit ? { rgb: blue, alpha: 0.4 * share } : { rgb: orange, alpha: Math.min(0.4, 1.2 * share) },
      );
    });
    return [`<strong>${escapeHtml(classes[truth])}</strong>`, ...cells, numberCell(String(total))];
  });
  return htmlTable(['', ...classes.map(escapeHtml), 'samples'], rows);
}

function classTable({ classes, perClass }: Metrics): string {
  const rows = classes.map((name) => {
    const one = Object.hasOwn(perClass, name) ? perClass[name] : undefined;
    const figures = one ? [one.precision, one.recall, one.f1].map(formatMetric) : ['', '', ''];
    return [escapeHtml(name), ...figures.map((text) => numberCell(text)), numberCell(String(one?.support ?? ''))];
  });
  return htmlTable(['class', 'precision', 'recall', 'F1', 'samples'], rows);
}
