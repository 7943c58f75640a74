/** A suite's table for other documents: Markdown, LaTeX (booktabs) and CSV. Pure. */
import { sectionsOf } from '../metrics/tableSections.js';
import { flagWord, formatSigned, metricWords } from '../metrics/words.js';
import type { ScalarMetric } from '../metrics/types.js';
import type { Ablation, AblationRow } from './ablation.js';

const decimals = (value: number): string => value.toFixed(3);

/** Both F1 scores, and the metric of the table where it is another. */
function shown(metric: ScalarMetric): ScalarMetric[] {
  return [...new Set<ScalarMetric>(['weightedF1', 'macroF1', metric])];
}

function score({ mean, std, folds }: AblationRow, metric: ScalarMetric): string {
  if (!mean || !std) return '–';
  return folds < 2 ? decimals(mean[metric]) : `${decimals(mean[metric])} ± ${decimals(std[metric])}`;
}

/** The word of a row, as every form of the table has it. */
export function rowWord(row: AblationRow): string {
  const flag = flagWord(row);
  const also = flag === null ? '' : `, ${flag}`;
  if (row.status !== 'finished') return `${row.status === 'partly' ? 'not finished' : 'not trained'}${also}`;
  if (row.baseline) return `baseline${also}`;
  if (row.verdict === null && row.setAside === null) return flag ?? '';
  return row.verdict === null && flag !== null ? flag : `${row.verdict ?? 'set aside'}${also}`;
}

/** `[−0.004, +0.021]`; nothing where there is no interval. */
export function intervalText(low: number | null | undefined, high: number | null | undefined): string {
  return typeof low === 'number' && typeof high === 'number' ? `[${formatSigned(low)}, ${formatSigned(high)}]` : '';
}

/** What a row says in each column. */
export function tableCells(row: AblationRow, { metric }: Ablation): string[] {
  const { difference } = row;
  return [
    row.name,
    ...shown(metric).map((name) => score(row, name)),
    difference ? formatSigned(difference.difference) : '',
    intervalText(difference?.low, difference?.high),
    rowWord(row),
    row.parameters === null ? '–' : String(row.parameters),
    row.seconds === null ? '–' : row.seconds.toFixed(1),
  ];
}

/** Heads of the columns. */
export function tableHeads({ metric }: Ablation): string[] {
  const scores = shown(metric).map((name) => metricWords[name]);
  return ['row', ...scores, `difference (${metricWords[metric]})`, '95 % interval', 'word', 'parameters', 'seconds'];
}

/** How the figures came to be, in one paragraph. */
export function tableNote(table: Ablation): string {
  const { rows, margin, seeds, caveats, quick, against } = table;
  const folds = Math.max(0, ...rows.map((row) => row.folds));
  const compared = rows.filter((row) => row.verdict !== null).length;
  return [
    ...(folds > 0
      ? [`Mean ± standard deviation over ${folds} scored folds${seeds.length > 1 ? ` of ${seeds.length} seeds` : ''}.`]
      : []),
    ...(compared > 0
      ? [
          `Differences to ${against === 'above' ? 'the row above' : `“${table.baseline}”`} are paired by fold: corrected t-test (Nadeau and Bengio), words after Holm’s adjustment over ${compared} ${compared === 1 ? 'comparison' : 'comparisons'}; an interval within ±${decimals(margin)} counts as equivalent.`,
        ]
      : []),
    ...(rows.some(({ pooled }) => pooled?.difference)
      ? [
          'Over samples: bootstrap of the differences of pooled predictions, one a sample; it leaves out the variance of training.',
        ]
      : []),
    ...caveats,
    ...(quick ? ['These are the shortened rows of --quick.'] : []),
  ].join(' ');
}

/** A table of GitHub's Markdown, with its note below. */
export function ablationMarkdown(table: Ablation): string {
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part) => part.replace(/[|\\]/g, '\\$&')).join(' | ')} |`;
  const head = tableHeads(table);
  const align = head.map((_, i) => (i === 0 || head[i] === 'word' ? '---' : '---:'));
  const rows = sectionsOf(table.rows).flatMap((section) => [
    ...(section.heading === null ? [] : [line([`**${section.heading}**`, ...head.slice(1).map(() => '')])]),
    ...section.rows.map((row) => line(tableCells(row, table))),
  ]);
  return [`**${table.suite}**`, '', line(head), line(align), ...rows, '', tableNote(table)].join('\n');
}

/** A `table` environment of LaTeX; needs the package booktabs. */
export function ablationLatex(table: Ablation): string {
  const line = (parts: readonly string[]): string => `${parts.map(latex).join(' & ')} \\\\`;
  const head = tableHeads(table);
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{${latex(`${table.suite}. ${tableNote(table)}`)}}`,
    `\\begin{tabular}{${head.map((name, i) => (i === 0 || name === 'word' ? 'l' : 'r')).join('')}}`,
    '\\toprule',
    line(head),
    ...sectionsOf(table.rows).flatMap(({ heading, rows }) => [
      '\\midrule',
      ...(heading === null ? [] : [`\\multicolumn{${head.length}}{l}{\\emph{${latex(heading)}}} \\\\`]),
      ...rows.map((row) => line(tableCells(row, table))),
    ]),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
  ].join('\n');
}

const latexWords: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '--',
  '“': '``',
  '”': "''",
  '’': "'",
};

function latex(text: string): string {
  return text.replace(/[\\~^±−–“”’&%$#_{}]/g, (letter) => latexWords[letter] ?? `\\${letter}`);
}

/** One line a row, numbers in full; empty where there is none. */
export function ablationCsv(table: Ablation): string {
  const metrics = shown(table.metric);
  const head = [
    ...['row', 'status', 'folds'],
    ...metrics.flatMap((name) => [`${name}_mean`, `${name}_std`]),
    ...['difference', 'low', 'high', 'p', 'p_holm', 'detectable', 'word', 'parameters', 'seconds'],
    ...['pooled', 'pooled_difference', 'pooled_low', 'pooled_high', 'heading'],
  ];
  const lines = table.rows.map((row) => [
    ...[row.name, row.status, row.folds],
    ...metrics.flatMap((name) => [row.mean?.[name], row.std?.[name]]),
    ...[row.difference?.difference, row.difference?.low, row.difference?.high, row.difference?.p, row.adjustedP],
    ...[row.difference?.detectable, rowWord(row), row.parameters, row.seconds],
    ...[row.pooled?.score, row.pooled?.difference?.difference],
    ...[row.pooled?.difference?.low, row.pooled?.difference?.high, row.heading],
  ]);
  return [head, ...lines].map((line) => line.map(csvCell).join(',')).join('\n');
}

function csvCell(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
