/** The report of a suite: its table and figures, what every row changes, the best row beside the baseline. */
import { basename } from 'node:path';
import { UserError } from '../../base/errors.js';
import type { LoadedSuite } from '../../config/suite.js';
import { bestSoFar, parallel, type SearchRow } from '../../metrics/searchFigures.js';
import { headingsAbove } from '../../metrics/tableSections.js';
import { metricWords, formatSigned } from '../../metrics/words.js';
import { readPlan } from '../../rundir/plan.js';
import { readResult } from '../../rundir/result.js';
import { differingSettings } from '../../runs/settings.js';
import { ablation, type AblationOptions } from '../ablation.js';
import { intervalText, tableCells, tableHeads, tableNote } from '../export.js';
import { dotPlot } from '../figures/dotPlot.js';
import { bestSvg, parallelSvg } from '../figures/search.js';
import { studyRows, type StudyRow } from '../rows.js';
import type { Ablation, AblationRow } from '../table.js';
import type { Block, Report } from './blocks.js';
import { confusionBlocks, dataBlocks, guardBlocks, methodRows, versionBlocks } from './runBlocks.js';
import { runDirectory } from './runs.js';
import { splitFacts } from './splits.js';

/** @throws UserError where nothing of the suite is trained yet */
export async function suiteReport(
  suite: LoadedSuite,
  foldboardDirectory: string,
  options: AblationOptions = {},
): Promise<Report> {
  const table = await ablation(suite, foldboardDirectory, options);
  const rows = await studyRows(suite, options.quick ? { quick: true } : {});
  const names = [...new Set(table.rows.flatMap((row) => row.runs))];
  const directories = names.map((name) => runDirectory(foldboardDirectory, name));
  const plans = await Promise.all(directories.map(readPlan));
  const base = table.rows.find((row) => row.baseline)!;
  const first = base.runs.length > 0 ? runDirectory(foldboardDirectory, base.runs[0]) : directories[0];
  if (first === undefined)
    throw new UserError(`Nothing of ${table.suite} is trained yet: there is nothing to report.`, {
      kind: 'state',
      cure: `\`foldboard train ${basename(suite.file)}\` trains it.`,
    });
  const plan = await readPlan(first);
  return {
    title: table.suite,
    about: `${basename(suite.file)}: ${table.rows.length} rows, ${table.seeds.length === 1 ? 'one seed' : `${table.seeds.length} seeds`}, ${plan.folds} folds${plan.repeats > 1 ? ` × ${plan.repeats} repeats` : ''}. Written by foldboard report.`,
    blocks: [
      { kind: 'heading', text: 'Result' },
      ...(table.finding === null ? [] : [{ kind: 'text' as const, text: table.finding }]),
      {
        kind: 'figure',
        svg: dotPlot(table).svg,
        caption: 'Differences paired by fold, with 95 % intervals. Filled: shown to differ; hollow: not.',
      },
      resultTable(table),
      ...overSamples(table),
      ...searchBlocks(table),
      ...(await confusions(table, foldboardDirectory)),
      ...dataBlocks(plan),
      { kind: 'heading', text: 'Method' },
      { kind: 'text', text: `As configured for the row “${base.name}”:` },
      { kind: 'table', head: ['', ''], numbers: [], rows: methodRows(plan) },
      ...changes(rows),
      ...guardBlocks(plans, await splitFacts(first, plan)),
      ...versionBlocks(plans),
      ...reproduce(suite, plan.git, table),
    ],
  };
}

function resultTable(table: Ablation): Block {
  const head = tableHeads(table);
  const numbers = head.flatMap((name, i) => (i === 0 || name === 'word' ? [] : [i]));
  return {
    kind: 'table',
    head,
    numbers,
    rows: table.rows.map((row) => tableCells(row, table)),
    headings: headingsAbove(table.rows),
    caption: tableNote(table),
  };
}

function overSamples({ rows, metric }: Ablation): Block[] {
  const shown = rows.filter(({ pooled }) => pooled !== null);
  if (shown.length < 2) return [];
  return [
    { kind: 'subheading', text: 'Over samples' },
    {
      kind: 'table',
      head: ['row', `pooled ${metricWords[metric]}`, 'difference', '95 % interval'],
      numbers: [1, 2, 3],
      rows: shown.map(({ name, pooled }) => [
        name,
        pooled!.score.toFixed(3),
        pooled!.difference ? formatSigned(pooled!.difference.difference) : '',
        intervalText(pooled!.difference?.low, pooled!.difference?.high),
      ]),
      caption:
        'Scores of pooled out-of-fold predictions, one a sample (not means of folds); intervals by a paired bootstrap over samples, or groups where there are. They leave out the variance of training.',
    },
  ];
}

function searchBlocks({ rows, metric }: Ablation): Block[] {
  const points = rows.flatMap((row): SearchRow[] =>
    row.point === null
      ? []
      : [
          {
            ...{
              name: row.name,
              point: row.point,
              optimistic: row.optimistic,
              started: row.started,
              seconds: row.seconds,
            },
            score: row.status === 'finished' ? (row.mean?.[metric] ?? null) : null,
          },
        ],
  );
  const words = metricWords[metric];
  const lines = parallel(points, words, metric === 'logLoss');
  const best = bestSoFar(points, metric === 'logLoss');
  return [
    ...(lines
      ? [
          {
            kind: 'figure' as const,
            svg: parallelSvg(lines, words),
            caption: `Settings and ${words}; bold: the best tenth.`,
          },
        ]
      : []),
    ...(best
      ? [
          {
            kind: 'figure' as const,
            svg: bestSvg(best, words),
            caption: `The best ${words} so far; rows in the order in which they were started.`,
          },
        ]
      : []),
  ];
}

/** The baseline, and the best row that is compared with it. */
async function confusions({ rows, metric }: Ablation, foldboardDirectory: string): Promise<Block[]> {
  const sign = metric === 'logLoss' ? -1 : 1;
  const honest = rows.filter((row) => row.verdict !== null && row.mean !== null);
  const best = honest.reduce<AblationRow | null>(
    (found, row) => (found === null || sign * row.mean![metric] > sign * found.mean![metric] ? row : found),
    null,
  );
  const shown = [rows.find((row) => row.baseline && row.status === 'finished'), best ?? undefined];
  const blocks: Block[] = [];
  for (const row of shown) {
    const name = row?.runs[0];
    const result = name === undefined ? null : await readResult(runDirectory(foldboardDirectory, name));
    if (!row || !result?.outOfFold) continue;
    blocks.push({ kind: 'subheading', text: row.name });
    blocks.push(
      ...confusionBlocks(result.outOfFold, 'Pooled out-of-fold predictions; rows the truth, columns the prediction.'),
    );
  }
  return blocks;
}

/** What each row sets differently from the baseline. */
function changes(rows: readonly StudyRow[]): Block[] {
  const base = rows.find((row) => row.baseline)!.entries[0].experiment.experiment;
  const show = (value: unknown): string =>
    value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);
  const told = rows.flatMap((row) => {
    if (row.baseline) return [];
    const settings = differingSettings([base, row.entries[0].experiment.experiment]);
    return [[row.name, settings.map(({ path, values }) => `${path} ${show(values[1])}`).join(', ') || 'nothing']];
  });
  return told.length === 0
    ? []
    : [{ kind: 'table', head: ['row', 'what it changes of the baseline'], numbers: [], rows: told }];
}

function reproduce(
  { file }: LoadedSuite,
  git: { commit: string; dirty: boolean } | null,
  { quick }: Ablation,
): Block[] {
  const name = basename(file);
  return [
    { kind: 'heading', text: 'How to reproduce it' },
    {
      kind: 'text',
      text: 'The same data (content hash above), suite and seeds give the same folds, and on one numeric class the same weights, bit for bit.',
    },
    {
      kind: 'code',
      lines: [
        ...(git ? [`git checkout ${git.commit}`] : []),
        `foldboard train ${name}${quick ? ' --quick' : ''}`,
        `foldboard ablation ${name}${quick ? ' --quick' : ''}`,
        `foldboard report ${name}${quick ? ' --quick' : ''}`,
      ],
    },
  ];
}
