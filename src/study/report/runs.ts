/** The report of one run, or of several against the first. */
import { basename, join } from 'node:path';
import { UserError } from '../../base/errors.js';
import type { ScalarMetric } from '../../metrics/types.js';
import { flagWord, formatScore, metricWords, formatSigned } from '../../metrics/words.js';
import { compareRuns, type Comparison } from '../../runs/compare.js';
import { mainMetric } from '../../runs/summary.js';
import { readEvents } from '../../rundir/events.js';
import { runPaths } from '../../rundir/paths.js';
import { readPlan } from '../../rundir/plan.js';
import { readResult } from '../../rundir/result.js';
import type { RunPlan, RunResult } from '../../rundir/types.js';
import { intervalText } from '../export.js';
import { counted } from '../../data/words.js';
import { learningCurves, networkCurves } from '../figures/learning.js';
import type { Block, Report } from './blocks.js';
import { dataBlocks, guardBlocks, methodRows, scoreBlocks, versionBlocks } from './runBlocks.js';
import { splitFacts } from './splits.js';

/** Where a run of a `.foldboard` lies. */
export function runDirectory(foldboardDirectory: string, name: string): string {
  return join(foldboardDirectory, 'runs', name);
}

/** @throws UserError (state) where a run is not finished */
export async function runsReport(directories: readonly string[], metric?: ScalarMetric): Promise<Report> {
  const runs = await Promise.all(directories.map(readFinished));
  const [{ plan, directory }] = runs;
  const comparison = runs.length > 1 ? await compareRuns(directories, metric) : null;
  const plans = runs.map((run) => run.plan);
  const sections = runs.flatMap((run): Block[] => [
    { kind: 'heading', text: runs.length > 1 ? run.plan.name : 'Result' },
    ...(runs.length > 1 ? [{ kind: 'text' as const, text: basename(run.directory) }] : []),
    ...scoreBlocks(run.plan, run.result),
    ...curves(run.directory, run.plan, run.result),
    { kind: 'subheading', text: 'Method' },
    { kind: 'table', head: ['', ''], numbers: [], rows: methodRows(run.plan) },
  ]);
  return {
    title: comparison ? `${plan.name} and ${runs.length - 1} ${runs.length === 2 ? 'other' : 'others'}` : plan.name,
    about: `${runs.length === 1 ? basename(directory) : `${runs.length} runs`}. Written by foldboard report.`,
    blocks: [
      ...(comparison ? comparisonBlocks(comparison) : []),
      ...sections,
      ...dataBlocks(plan),
      ...guardBlocks(plans, await splitFacts(directory, plan)),
      ...versionBlocks(plans),
      { kind: 'heading', text: 'How to reproduce it' },
      {
        kind: 'text',
        text: 'The same data (content hash above), experiment and seed give the same folds, and on one numeric class the same weights, bit for bit.',
      },
      {
        kind: 'code',
        lines: [
          ...(plan.git ? [`git checkout ${plan.git.commit}`] : []),
          ...[...new Set(plans.map(({ experimentFile }) => experimentFile))].map((file) => `foldboard train ${file}`),
        ],
      },
    ],
  };
}

interface Finished {
  readonly directory: string;
  readonly plan: RunPlan;
  readonly result: RunResult;
}

async function readFinished(directory: string): Promise<Finished> {
  const [plan, result] = await Promise.all([readPlan(directory), readResult(directory)]);
  if (result) return { directory, plan, result };
  throw new UserError(`${basename(directory)} is not finished: there is nothing to report.`, {
    kind: 'state',
    cure: `\`foldboard resume ${basename(directory)}\` goes on with it.`,
  });
}

/** What the select part said, by epoch. */
function curves(directory: string, plan: RunPlan, result: RunResult): Block[] {
  const metric = mainMetric(plan);
  if (metric === 'logLoss') return [];
  const lines = result.folds.flatMap(({ bestEpoch }, k) => {
    const { events } = readEvents(runPaths(directory).fold(k).events);
    const own = networkCurves(events, metric);
    return own.length > 1 ? own : own.map(({ values }) => ({ values, best: bestEpoch }));
  });
  const several = lines.length > result.folds.length;
  const count = several
    ? `${lines.length} networks of ${counted(result.folds.length, 'fold')}`
    : counted(lines.length, 'fold');
  const svg = learningCurves(lines, metricWords[metric], count);
  const part = result.selection.optimistic ? 'scored part (these curves flatter)' : 'select part';
  return svg === null
    ? []
    : [
        {
          kind: 'figure',
          svg,
          caption: `${metricWords[metric]} of the ${part} by epoch, a line a ${several ? 'network, each from its own first epoch' : 'fold'}; rings: the epochs whose weights were kept.`,
        },
      ];
}

function comparisonBlocks({ runs, metric, finding, caveats, settings, margin }: Comparison): Block[] {
  const show = (value: unknown): string =>
    value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);
  return [
    { kind: 'heading', text: 'Comparison' },
    ...(finding === null ? [] : [{ kind: 'text' as const, text: finding }]),
    {
      kind: 'table',
      head: ['run', metricWords[metric], 'difference', '95 % interval', 'word'],
      numbers: [1, 2, 3],
      rows: runs.map((run) => {
        const flag = flagWord(run);
        const word = run.baseline ? 'baseline' : (run.verdict ?? `set aside: ${run.setAside ?? ''}`);
        return [
          run.title,
          run.mean && run.std ? formatScore({ mean: run.mean[metric], std: run.std[metric], count: run.scored }) : '–',
          run.difference ? formatSigned(run.difference.difference) : '',
          intervalText(run.difference?.low, run.difference?.high),
          flag === null ? word : `${word}, ${flag}`,
        ];
      }),
      caption: `Paired by fold: corrected t-test (Nadeau and Bengio), words after Holm’s adjustment; an interval within ±${margin.toFixed(3)} counts as equivalent. ${caveats.join(' ')}`,
    },
    ...(settings.length > 0
      ? [
          {
            kind: 'table' as const,
            head: ['setting', ...runs.map(({ title }) => title)],
            numbers: [],
            rows: settings.map(({ path, values }) => [path, ...values.map(show)]),
          },
        ]
      : []),
  ];
}
