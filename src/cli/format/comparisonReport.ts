/** A comparison as one reads it: who is better in a sentence, the figures behind it, what was set differently, how far to trust it. */
import { flagWord, formatScore, metricWords, verdictSigns } from '../../metrics/words.js';
import type { Comparison, ComparisonRow } from '../../runs/compare.js';
import { cutApart, widthApart } from './apart.js';
import { counted, interval, metric, none, signed } from './number.js';
import { section, title, type Layout } from './section.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { displayWidth, wrapText } from './width.js';

export function comparisonReport(comparison: Comparison, { width, style }: { width: number; style: Style }): string {
  const prose = Math.min(width, 100);
  const { finding, caveats, settings, margin } = comparison;
  const compared = comparison.runs.filter((run) => run.difference !== null);
  const how =
    compared.length === 0
      ? []
      : [
          `Corrected t-test over folds (Nadeau and Bengio)${compared.length > 1 ? `, Holm’s adjustment over ${compared.length} comparisons` : ''}; an interval within ±${margin.toFixed(3)} counts as equivalent.`,
        ];
  return [
    headline(comparison, { width, style }),
    ...(finding === null ? [] : [wrapText(finding, prose)]),
    runTable(comparison, width, style),
    ...(caveats.length + how.length > 0 ? [wrapText([...caveats, ...how].join(' '), prose)] : []),
    ...setAside(comparison, prose),
    settings.length === 0
      ? 'No setting differs.'
      : section('What differs', '', settingTable(comparison, { width, style }), { width, style }),
  ].join('\n\n');
}

function headline({ runs, metric: by }: Comparison, layout: Layout): string {
  return title(
    `${counted(runs.length - 1, 'run')} against ${runs[0].title}`,
    `${metricWords[by]}, paired by fold`,
    layout,
  );
}

function runTable({ runs, metric: by }: Comparison, width: number, style: Style): string {
  const others = (['weightedF1', 'macroF1', 'logLoss'] as const).filter((name) => name !== by).slice(0, 2);
  return table({
    columns: [
      { head: metricWords[by], align: 'spread' },
      { head: 'difference', align: 'right', drop: 0 },
      { head: 'with 95 % interval', align: 'right', drop: 1 },
      { head: 'in a word' },
      { head: 'fixed', align: 'right', drop: 4 },
      { head: 'broken', align: 'right', drop: 4 },
      ...others.map((name) => ({ head: metricWords[name], align: 'right' as const, drop: 5 })),
      { head: 'experiment', shrink: 'apart' as const, drop: 6 },
      { head: 'run', shrink: 'apart' },
    ],
    rows: runs.map((run) => [
      score(run, by),
      run.difference ? signed(run.difference.difference) : '',
      intervalText(run),
      word(run),
      run.changed ? String(run.changed.fixed) : '',
      run.changed ? String(run.changed.broken) : '',
      ...others.map((name) => metric(run.mean?.[name])),
      run.title,
      run.name,
    ]),
    ...{ width, style },
  });
}

function score({ mean, std, scored }: ComparisonRow, by: Comparison['metric']): string {
  return mean && std ? formatScore({ mean: mean[by], std: std[by], count: scored }) : none;
}

function intervalText({ difference }: ComparisonRow): string {
  if (!difference) return '';
  return difference.low === null || difference.high === null ? none : interval(difference.low, difference.high);
}

function word(run: ComparisonRow): string {
  const also = flagWord(run);
  const flag = also === null ? '' : `, ${also}`;
  if (run.baseline) return `baseline${flag}`;
  return run.verdict === null ? `set aside${flag}` : `${verdictSigns[run.verdict]} ${run.verdict}${flag}`;
}

function setAside({ runs }: Comparison, width: number): string[] {
  const lines = runs.flatMap((run) =>
    run.setAside === null ? [] : [wrapText(`${run.name} is set aside: ${run.setAside}.`, width - 2, 2)],
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** A column a run; where these do not fit, with names that stay apart, a line a run. */
function settingTable({ settings, runs }: Comparison, { width, style }: Layout): string {
  const names = runs.map(({ name }) => name);
  const wide = (heads: readonly string[]): string =>
    table({
      columns: [{ head: 'setting' }, ...heads.map((head) => ({ head }))],
      rows: settings.map(({ path, values }) => [path, ...values.map(settingText)]),
      ...{ width: Number.POSITIVE_INFINITY, style },
    });
  const fits = (text: string): boolean => text.split('\n').every((line) => displayWidth(line) <= width);
  const columns = [names, cutApart(names, widthApart(names, 12))].map(wide).find(fits);
  return (
    columns ??
    table({
      columns: [
        { head: 'setting', shrink: 'apart' },
        { head: 'run', shrink: 'apart' },
        { head: 'value', shrink: 'apart' },
      ],
      rows: settings.flatMap(({ path, values }) =>
        values.map((value, i) => [i === 0 ? path : '', names[i], settingText(value)]),
      ),
      ...{ width, style },
    })
  );
}

/** Texts without quotes, lists short; a dash where a run has no such setting. */
function settingText(value: unknown): string {
  if (value === undefined) return none;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
