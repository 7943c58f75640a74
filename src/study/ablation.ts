/** The table of a suite: every row's score, its difference to the baseline, and what both are worth. */
import { comparisonSentence, detectableSentence, type ComparedRun } from '../metrics/comparisonFindings.js';
import {
  correctedTTest,
  equivalenceMargin,
  holm,
  verdict,
  type PairedDifference,
  type Verdict,
} from '../metrics/paired.js';
import { summarise } from '../metrics/summary.js';
import type { MetricSummary, ScalarMetric } from '../metrics/types.js';
import { suiteName, type LoadedSuite } from '../config/suite.js';
import { foldDifferences, pairingProblem, testShare, type ScoredRun } from '../runs/pairing.js';
import { readEvents } from '../rundir/events.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import type { RunPlan } from '../rundir/types.js';
import { parametersOf } from './cost.js';
import { studyRows, type StudyRow } from './rows.js';
import { findRuns, type EntryRun } from './runs.js';

export interface AblationRow {
  readonly name: string;
  readonly baseline: boolean;
  /** What a grid or search chose; null of a written row. */
  readonly point: Readonly<Record<string, unknown>> | null;
  readonly status: 'finished' | 'partly' | 'missing';
  /** Directory names, one for each seed that was started. */
  readonly runs: readonly string[];
  /** Over the scored folds of all seeds and repeats; null until the row is finished. */
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  readonly folds: number;
  readonly optimistic: boolean;
  /** Row less baseline in `metric`, paired by fold. */
  readonly difference: PairedDifference | null;
  /** p after Holm's adjustment over the table. */
  readonly adjustedP: number | null;
  readonly verdict: Verdict | null;
  /** Why it is not compared. */
  readonly setAside: string | null;
  /** Weights of one model (of the first seed's first fold); null of baselines. */
  readonly parameters: number | null;
  /** Training time of all folds, summed. */
  readonly seconds: number | null;
}

export interface Ablation {
  readonly suite: string;
  readonly quick: boolean;
  readonly metric: ScalarMetric;
  readonly baseline: string;
  readonly margin: number;
  readonly seeds: readonly number[];
  readonly rows: readonly AblationRow[];
  readonly finding: string | null;
  /** The smallest detectable difference, and what else to keep in mind. */
  readonly caveats: readonly string[];
}

interface ReadRun extends ScoredRun {
  readonly plan: RunPlan;
  readonly directory: string;
}

interface ReadRow {
  readonly row: StudyRow;
  readonly started: readonly EntryRun[];
  /** One for each seed; null until all are finished. */
  readonly runs: readonly ReadRun[] | null;
}

/** The table as far as it is trained; trains nothing and reads no data. @throws UserError for mistakes of the suite */
export async function ablation(
  suite: LoadedSuite,
  foldboardDirectory: string,
  options: { readonly quick?: boolean; readonly metric?: ScalarMetric } = {},
): Promise<Ablation> {
  const rows = await studyRows(suite, options.quick ? { quick: true } : {});
  const read = await Promise.all(rows.map((row) => readRow(row, suite, foldboardDirectory)));
  const baseline = read.find(({ row }) => row.baseline)!;
  const metric = options.metric ?? metricOf(baseline.row);
  const problems = read.map((each) => (each === baseline || !each.runs ? null : problemOf(each.runs, baseline.runs)));
  const differences = read.map((each, i) => {
    if (each === baseline || !each.runs || !baseline.runs || problems[i] !== null) return null;
    return differenceOf(each.runs, baseline.runs, metric);
  });
  const adjusted = adjust(differences);
  const made = await Promise.all(
    read.map(async (each, i): Promise<AblationRow> => {
      const difference = differences[i];
      return {
        ...(await head(each)),
        difference,
        adjustedP: adjusted[i],
        verdict: difference && verdict(difference, adjusted[i], { lowerIsBetter: metric === 'logLoss' }),
        setAside: problems[i],
      };
    }),
  );
  const compared = made.flatMap((row): ComparedRun[] =>
    row.difference && row.verdict ? [{ name: row.name, result: row.difference, verdict: row.verdict }] : [],
  );
  return {
    ...{ suite: suiteName(suite), quick: options.quick ?? false, metric, baseline: baseline.row.name },
    margin: equivalenceMargin,
    seeds: baseline.row.entries.map(({ seed }) => seed),
    rows: made,
    finding: comparisonSentence(compared),
    caveats: caveats(compared, made),
  };
}

function metricOf({ entries }: StudyRow): ScalarMetric {
  const metric = entries[0].experiment.experiment.training.earlyStopping?.metric;
  return metric === undefined || metric === 'loss' ? 'weightedF1' : metric;
}

async function readRow(row: StudyRow, suite: LoadedSuite, foldboardDirectory: string): Promise<ReadRow> {
  const found = await findRuns(foldboardDirectory, suite, row.entries);
  const started = found.flatMap((run) => (run ? [run] : []));
  const finished = started.length === row.entries.length && started.every((run) => run.finished);
  return { row, started, runs: finished ? await Promise.all(started.map(readRun)) : null };
}

async function readRun({ directory }: EntryRun): Promise<ReadRun> {
  const [plan, result] = await Promise.all([readPlan(directory), readResult(directory)]);
  if (!result) throw new Error(`${directory} was finished a moment ago`);
  const predictions = await readPredictions(runPaths(directory).predictions);
  return { directory, plan, result, predictions };
}

function problemOf(runs: readonly ReadRun[], baseline: readonly ReadRun[] | null): string | null {
  if (!baseline) return 'the baseline is not finished';
  for (const [i, run] of runs.entries()) {
    const problem = pairingProblem(run, baseline[i]);
    if (problem !== null) return problem;
    if (run.plan.data.hash !== baseline[i].plan.data.hash && !sameSamples(run, baseline[i]))
      return 'its data have changed';
    const [mine, theirs] = [run.result.selection.optimistic, baseline[i].result.selection.optimistic];
    if (mine !== theirs) return mine ? 'its score is optimistic' : 'the baseline’s score is optimistic';
  }
  return null;
}

/** Rows may read other columns of one file (another hash), never other samples. */
function sameSamples(a: ReadRun, b: ReadRun): boolean {
  return a.plan.data.samples === b.plan.data.samples && a.plan.data.steps === b.plan.data.steps;
}

/** Fold differences of all seeds together: a repeated cross-validation, with the corrected test for it. */
function differenceOf(runs: readonly ReadRun[], baseline: readonly ReadRun[], metric: ScalarMetric): PairedDifference {
  const differences = runs.flatMap((run, i) => foldDifferences(run.result, baseline[i].result, metric));
  const shares = runs.map((run) => testShare(run, run.plan.data.samples));
  return correctedTTest(differences, shares.reduce((sum, share) => sum + share, 0) / shares.length);
}

function adjust(differences: readonly (PairedDifference | null)[]): (number | null)[] {
  const given = differences.flatMap((each, i) => (each === null || each.p === null ? [] : [{ i, p: each.p }]));
  const adjusted = holm(given.map(({ p }) => p));
  return differences.map((_, i) => adjusted[given.findIndex((one) => one.i === i)] ?? null);
}

async function head({ row, started, runs }: ReadRow) {
  const folds = (runs ?? []).flatMap(({ result }) => result.folds.flatMap(({ metrics }) => (metrics ? [metrics] : [])));
  const summary = folds.length > 0 ? summarise(folds) : null;
  const status = runs ? ('finished' as const) : started.length > 0 ? ('partly' as const) : ('missing' as const);
  return {
    ...{ name: row.name, baseline: row.baseline, point: row.point, status },
    runs: started.map(({ directory }) => directory.split(/[\\/]/).at(-1)!),
    mean: summary?.mean ?? null,
    std: summary?.std ?? null,
    folds: folds.length,
    optimistic: runs?.some(({ result }) => result.selection.optimistic) ?? false,
    parameters: runs ? await parametersOf(runs[0].directory) : null,
    seconds: runs ? runs.reduce((sum, run) => sum + secondsOf(run), 0) : null,
  };
}

function secondsOf({ directory, plan }: ReadRun): number {
  return Array.from({ length: plan.tasks }, (_, k) => {
    const last = readEvents(runPaths(directory).fold(k).events).events.at(-1);
    return last?.type === 'finished' ? last.seconds : 0;
  }).reduce((sum, seconds) => sum + seconds, 0);
}

function caveats(compared: readonly ComparedRun[], rows: readonly AblationRow[]): string[] {
  const detectable = detectableSentence(compared);
  const open = rows.filter(({ status }) => status !== 'finished').length;
  return [
    ...(detectable === null ? [] : [detectable]),
    ...(compared.length > 0 && compared[0].result.folds < 2
      ? ['One split says nothing about chance: use folds, repeats or seeds to get an interval.']
      : []),
    ...(open > 0 ? [`${open} of ${rows.length} rows are not finished.`] : []),
    ...(rows.length > 0 && rows.every(({ optimistic }) => optimistic)
      ? ['All scores are optimistic: the scored samples chose the weights.']
      : []),
  ];
}
