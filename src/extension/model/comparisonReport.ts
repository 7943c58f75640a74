/** Several runs against the first, as a Markdown document: metrics, paired differences, settings that differ. Pure. */
import { scalarMetrics } from '../../metrics/types.js';
import { flagWord, formatScore, formatSigned, metricWords, verdictSigns } from '../../metrics/words.js';
import type { Comparison, ComparisonRow } from '../../runs/compare.js';
import { escapeHtml, htmlTable, numberCell } from './html.js';
import { escapeMarkdown } from './tooltip.js';

export function comparisonReport(comparison: Comparison): string {
  const { metric, runs, settings, finding, caveats, margin } = comparison;
  const baseline = runs.find((run) => run.baseline);
  const aside = runs.filter((run) => run.setAside !== null);
  return (
    [
      `# Comparison with ${escapeMarkdown(baseline ? runName(baseline, runs) : comparison.baseline)}`,
      ...(finding === null ? [] : [`**${escapeMarkdown(finding)}**`]),
      `## Paired differences in ${metricWords[metric]}`,
      differenceTable(comparison),
      `Differences are paired by fold; intervals by the corrected resampled t-test (95 %), p after Holm’s adjustment. An interval within ±${margin} is called equivalent.`,
      ...aside.map((run) => `Not compared: ${escapeMarkdown(`${runName(run, runs)}, ${run.setAside}`)}.`),
      ...caveats.map(escapeMarkdown),
      '## Metrics, mean ± standard deviation over folds',
      metricTable(comparison),
      '## Settings that differ',
      settings.length === 0 ? 'None.' : settingsTable(comparison),
    ].join('\n\n') + '\n'
  );
}

/** Its title; where several share one, the name of its directory. */
function runName(run: ComparisonRow, runs: readonly ComparisonRow[]): string {
  return runs.filter(({ title }) => title === run.title).length > 1 ? run.name : run.title;
}

function differenceTable({ runs }: Comparison): string {
  const rows = runs.map((run) => {
    const { difference: found, adjustedP: p, changed } = run;
    const interval =
      found && found.low !== null && found.high !== null
        ? `${formatSigned(found.low)} … ${formatSigned(found.high)}`
        : '';
    return [
      `${escapeHtml(runName(run, runs))}${flagWord(run) === null ? '' : ` <em>${flagWord(run)}</em>`}`,
      run.baseline ? 'baseline' : run.verdict ? `${verdictSigns[run.verdict]} ${run.verdict}` : 'not compared',
      numberCell(found ? formatSigned(found.difference) : ''),
      numberCell(interval),
      numberCell(p === null ? '' : p < 0.001 ? '&lt; 0.001' : p.toFixed(3)),
      numberCell(changed ? String(changed.fixed) : ''),
      numberCell(changed ? String(changed.broken) : ''),
    ];
  });
  return htmlTable(['run', '', 'difference', 'interval', 'p', 'newly right', 'newly wrong'], rows);
}

function metricTable({ runs }: Comparison): string {
  const rows = runs.map((run) => {
    const { mean, std } = run;
    const cells = scalarMetrics.map((name) =>
      numberCell(mean && std ? formatScore({ mean: mean[name], std: std[name], count: run.scored }) : ''),
    );
    return [escapeHtml(runName(run, runs)), ...cells];
  });
  return htmlTable(['run', ...scalarMetrics.map((name) => metricWords[name])], rows);
}

function settingsTable({ runs, settings }: Comparison): string {
  const text = (value: unknown): string =>
    value === undefined || value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);
  const rows = settings.map(({ path, values }) => [
    `<code>${escapeHtml(path)}</code>`,
    ...values.map((value) => escapeHtml(text(value))),
  ]);
  return htmlTable(['setting', ...runs.map((run) => escapeHtml(runName(run, runs)))], rows);
}
