/** The confusion matrix as Markdown: in words first, then as a table of shaded cells that lead to their samples. */
import { findings } from '../metrics/findings.js';
import type { Metrics } from '../metrics/types.js';
import { shortNames } from './hintText.js';
import { escapeMarkdown } from './markdown.js';

/** Cells darker than this share of their row get their own colour; three steps are told apart at a glance. */
const shades = [0.66, 0.33, 0.05];

export type MatrixMetrics = Pick<Metrics, 'classes' | 'perClass' | 'confusionMatrix'>;

/**
 * @param cellLink - the address a cell leads to (class indices: truth, predicted), or null
 * @param links - finished Markdown of the last line
 * @param samples - of each class, where the matrix counts them several times
 */
export function matrixCard(
  metrics: MatrixMetrics,
  cellLink: (truth: number, predicted: number) => string | null,
  links: readonly string[],
  samples: readonly number[] | null = null,
): string {
  const counts = metrics.confusionMatrix.flat();
  const right = metrics.confusionMatrix.reduce((sum, row, c) => sum + row[c], 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const said = [
    `${right} of ${total} ${samples ? 'predictions' : 'samples'} are right.`,
    ...findings(metrics, samples).map(({ text }) => text),
  ].map(escapeMarkdown);
  return [said.slice(0, 3).join(' '), table(metrics, cellLink), links.join(' · ')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function table(metrics: MatrixMetrics, cellLink: (truth: number, predicted: number) => string | null): string {
  const { classes, confusionMatrix: matrix, perClass } = metrics;
  const short = shortNames(classes).map(escapeMarkdown);
  const head = `| true ╲ predicted | ${short.join(' | ')} | F1 |`;
  const rows = matrix.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, predicted) => cell(count, total, truth === predicted, cellLink(truth, predicted)));
    return `| ${escapeMarkdown(classes[truth])} | ${cells.join(' | ')} | ${perClass[classes[truth]].f1.toFixed(3)} |`;
  });
  return [head, `|:--|${classes.map(() => ':-:|').join('')}--:|`, ...rows].join('\n');
}

function cell(count: number, total: number, right: boolean, link: string | null): string {
  if (count === 0) return '0';
  const share = count / total;
  const text = `${count} · ${Math.round(100 * share)} %`;
  const linked = (inner: string): string => (link === null ? inner : `[${inner}](${link})`);
  const shade = shades.findIndex((limit) => share >= limit);
  if (shade < 0) return linked(text);
  // The sanitiser lets a style through in this form only: colour, then background. Translucent, so that the theme shines through;
  // inside the link, whose own colour has too little contrast on it.
  const background = `${right ? '#3b8eea' : '#c27d1a'}${opacities[shade]}`;
  const style = `color:var(--vscode-foreground);background-color:${background};`;
  return linked(`<span style="${style}">&nbsp;${text}&nbsp;</span>`);
}

const opacities = ['66', '40', '20'];
