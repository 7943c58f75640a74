/** The table of a suite: every row's score, its difference to the baseline, and what both are worth. */
import { UserError } from '../base/errors.js';
import { suiteName, type LoadedSuite } from '../config/suite.js';
import { scoredChoose } from '../config/scoring.js';
import { nearest } from '../config/suggest.js';
import { comparisonSentence, type ComparedRun } from '../metrics/comparisonFindings.js';
import { equivalenceMargin, holm, verdict, type PairedDifference } from '../metrics/paired.js';
import { summarise } from '../metrics/summary.js';
import type { ScalarMetric } from '../metrics/types.js';
import { compareOverSamples, readGroups, type OverSamples } from '../runs/overSamples.js';
import { caveats } from './caveats.js';
import { parametersOf } from './cost.js';
import type { DataRead } from './dataRead.js';
import { differenceOf, problemOf } from './differences.js';
import { isComplete, nameOf, readRows, scoredRuns, type ReadRow, type RowRun, type RunCache } from './readRows.js';
import { studyRows, type StudyRow } from './rows.js';
import type { Ablation, AblationRow } from './table.js';

export type { Ablation, AblationRow };

export interface AblationOptions {
  readonly quick?: boolean;
  /** Default: the one that selects the baseline's weights. */
  readonly metric?: ScalarMetric;
  /** Name of the row to compare with, instead of the suite's baseline. */
  readonly baseline?: string;
  /** `above`: each row is compared with the one above it. */
  readonly against?: 'baseline' | 'above';
  /** What a training has just read; default: what the latest one did. */
  readonly data?: DataRead;
  /** Finished runs that were read before. */
  readonly cache?: RunCache;
}

/** The table as far as it is trained; trains nothing and reads no data. @throws UserError for mistakes of the suite */
export async function ablation(
  suite: LoadedSuite,
  foldboardDirectory: string,
  options: AblationOptions = {},
): Promise<Ablation> {
  const rows = await studyRows(suite, options.quick ? { quick: true } : {});
  const cache = options.cache ?? new Map<string, RowRun>();
  const read = await readRows(rows, suite, foldboardDirectory, cache, options.data);
  const first = baselineIndex(rows, options.baseline);
  const against = options.against ?? 'baseline';
  const metric = options.metric ?? metricOf(rows[first]);
  const reference = rows.map((_, i) => (against === 'above' ? i - 1 : i === first ? -1 : first));
  const compared = read.map((row, i) => {
    const other = read.at(reference[i]);
    return reference[i] < 0 || !other ? null : compareRow(row, other, metric);
  });
  const adjusted = adjust(compared.map((each) => (each?.judged ? each.difference : null)));
  const { pooled, picking } = await overSamples(read, first, metric);
  const tasks = read.flatMap(({ runs }) => runs.flatMap((run) => (run ? [run.plan.tasks] : []))).at(0) ?? null;
  const made = await Promise.all(
    read.map(async (each, i): Promise<AblationRow> => {
      const { difference = null, judged = false, problem = null } = compared[i] ?? {};
      const ofSamples = pooled[i] && against === 'above' ? { ...pooled[i], difference: null } : pooled[i];
      return {
        ...(await head(each, i === first, tasks)),
        difference,
        adjustedP: adjusted[i],
        verdict:
          judged && difference ? verdict(difference, adjusted[i], { lowerIsBetter: metric === 'logLoss' }) : null,
        pooled: ofSamples,
        setAside: problem,
      };
    }),
  );
  const judged = made.flatMap((row): ComparedRun[] =>
    row.difference && row.verdict ? [{ name: row.name, result: row.difference, verdict: row.verdict }] : [],
  );
  const otherData = read.flatMap((each) => (each.otherData ? [each.row.name] : []));
  return {
    ...{ suite: suiteName(suite), quick: options.quick ?? false, metric, baseline: rows[first].name, against },
    margin: equivalenceMargin,
    seeds: rows[first].entries.map(({ seed }) => seed),
    rows: made,
    finding: comparisonSentence(judged),
    picking,
    caveats: caveats(judged, made, picking, metric, otherData),
  };
}

function baselineIndex(rows: readonly StudyRow[], wanted: string | undefined): number {
  if (wanted === undefined) return rows.findIndex(({ baseline }) => baseline);
  const names = rows.map(({ name }) => name);
  const found = names.indexOf(wanted);
  if (found >= 0) return found;
  const near = nearest(wanted, names);
  throw new UserError(`No row is called ${JSON.stringify(wanted)}.`, {
    kind: 'usage',
    cure: near === null ? `Rows: ${names.slice(0, 5).join('; ')}.` : `Did you mean ${near}?`,
  });
}

function metricOf({ entries }: StudyRow): ScalarMetric {
  const metric = entries[0].experiment.experiment.training.earlyStopping?.metric;
  return metric === undefined || metric === 'loss' ? 'weightedF1' : metric;
}

/** `judged`: whether the difference may have a word. */
function compareRow(row: ReadRow, other: ReadRow, metric: ScalarMetric) {
  if (row.runs.every((run) => run === null)) return null;
  const problem = problemOf(row, other);
  const judged = problem === null && isComplete(row) && isComplete(other);
  return { difference: differenceOf(row, other, metric), judged, problem };
}

function adjust(differences: readonly (PairedDifference | null)[]): (number | null)[] {
  const given = differences.flatMap((each, i) => (each === null || each.p === null ? [] : [{ i, p: each.p }]));
  const adjusted = holm(given.map(({ p }) => p));
  return differences.map((_, i) => adjusted[given.findIndex((one) => one.i === i)] ?? null);
}

/** Pooled predictions of the rows that pair with the baseline. */
async function overSamples(
  read: readonly ReadRow[],
  baseline: number,
  metric: ScalarMetric,
): Promise<{ pooled: AblationRow['pooled'][]; picking: OverSamples['picking'] }> {
  const usable = read.flatMap((row, i) =>
    isComplete(row) &&
    isComplete(read[baseline]) &&
    row.row.entries[0].experiment.experiment.validation.scheme !== 'none' &&
    (i === baseline || problemOf(row, read[baseline]) === null)
      ? [i]
      : [],
  );
  if (!usable.includes(baseline)) return { pooled: read.map(() => null), picking: null };
  const systems = usable.map((i) => ({
    name: read[i].row.name,
    predictions: scoredRuns(read[i]).map(({ predictions }) => predictions),
  }));
  const groups = await readGroups(read[baseline].runs[0]!.directory);
  const result = compareOverSamples(systems, usable.indexOf(baseline), metric, groups);
  const pooled = read.map((_, i) => {
    const s = usable.indexOf(i);
    return s < 0 ? null : { score: result.scores[s], difference: result.differences[s] };
  });
  return { pooled, picking: result.picking };
}

async function head(read: ReadRow, baseline: boolean, tasks: number | null) {
  const { row, runs } = read;
  const started = runs.flatMap((run) => (run ? [run] : []));
  const folds = started.flatMap((run) => run.folds.map(({ metrics }) => metrics));
  const summary = folds.length > 0 ? summarise(folds) : null;
  const complete = isComplete(read);
  const { experiment } = row.entries[0].experiment;
  const { leaky } = experiment.validation;
  return {
    ...{ name: row.name, heading: row.heading, baseline, point: row.point },
    status: complete ? ('finished' as const) : started.length > 0 ? ('partly' as const) : ('missing' as const),
    progress: progress(read, started, complete, tasks),
    runs: started.map(nameOf),
    started: started.map(({ plan }) => plan.created).sort()[0] ?? null,
    mean: summary?.mean ?? null,
    std: summary?.std ?? null,
    folds: folds.length,
    optimistic: scoredChoose(experiment) || leaky,
    leaky,
    parameters: started.length > 0 ? await parametersOf(started[0].directory) : null,
    seconds: started.length > 0 ? started.reduce((sum, { seconds }) => sum + seconds, 0) : null,
  };
}

function progress({ runs }: ReadRow, started: readonly RowRun[], complete: boolean, tasks: number | null) {
  const done = started.reduce((sum, run) => sum + (run.finished ? run.plan.tasks : run.folds.length), 0);
  const state = complete
    ? ('finished' as const)
    : started.some(({ running }) => running)
      ? ('running' as const)
      : started.some(({ failed }) => failed)
        ? ('failed' as const)
        : started.some(({ finished }) => !finished)
          ? ('stopped' as const)
          : ('waiting' as const);
  return { done, total: tasks === null ? null : tasks * runs.length, state };
}
