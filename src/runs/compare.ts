/** Several runs against a baseline: differences paired by fold, what a difference is worth, and what was set differently. */
import { basename } from 'node:path';
import { UserError } from '../base/errors.js';
import { comparisonSentence, detectableSentence, type ComparedRun } from '../metrics/comparisonFindings.js';
import {
  correctedTTest,
  equivalenceMargin,
  holm,
  verdict,
  type PairedDifference,
  type Verdict,
} from '../metrics/paired.js';
import type { MetricSummary, ScalarMetric } from '../metrics/types.js';
import { runPaths } from '../rundir/paths.js';
import { readPlan } from '../rundir/plan.js';
import { readPredictions } from '../rundir/predictions.js';
import { readResult } from '../rundir/result.js';
import type { RunPlan } from '../rundir/types.js';
import { changedSides, foldDifferences, pairingProblem, testShare, type ScoredRun } from './pairing.js';
import { differingSettings, type SettingValues } from './settings.js';
import { mainMetric } from './summary.js';

/** One run of a comparison; of the baseline, everything that compares is null. */
export interface ComparisonRow {
  readonly name: string;
  readonly title: string;
  readonly baseline: boolean;
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  /** Folds that `mean` rests on. */
  readonly scored: number;
  readonly optimistic: boolean;
  readonly leaky: boolean;
  readonly difference: PairedDifference | null;
  /** p after Holm's adjustment over all runs that are compared. */
  readonly adjustedP: number | null;
  readonly verdict: Verdict | null;
  /** Samples it gets right where the baseline is wrong, and the other way round. */
  readonly changed: { readonly fixed: number; readonly broken: number; readonly bothWrong: number } | null;
  /** Why it is not compared. */
  readonly setAside: string | null;
}

export interface Comparison {
  readonly metric: ScalarMetric;
  /** The first run. */
  readonly baseline: string;
  /** Intervals within ± this are called equivalent. */
  readonly margin: number;
  readonly runs: readonly ComparisonRow[];
  readonly settings: readonly SettingValues[];
  /** Who is better, and what to keep in mind; null where there is nothing to say. */
  readonly finding: string | null;
  readonly caveats: readonly string[];
}

interface Read extends ScoredRun {
  readonly name: string;
  readonly plan: RunPlan;
}

/**
 * Compares finished runs; the first is the baseline.
 * @throws UserError where a run is not finished, was not scored, or is named twice
 */
export async function compareRuns(directories: readonly string[], metric?: ScalarMetric): Promise<Comparison> {
  const twice = directories.find((directory, i) => directories.indexOf(directory) !== i);
  if (twice !== undefined)
    throw new UserError(`${basename(twice)} is named twice.`, { kind: 'usage', cure: 'Name two different runs.' });
  const runs = await Promise.all(directories.map(read));
  const [baseline, ...others] = runs;
  const by = metric ?? mainMetric(baseline.plan);
  const problems = others.map((run) => problem(run, baseline));
  const differences = others.map((run, i) =>
    problems[i] === null
      ? correctedTTest(foldDifferences(run.result, baseline.result, by), testShare(run, run.plan.data.samples))
      : null,
  );
  const adjusted = adjustAll(differences);
  const rows = others.map((run, i): ComparisonRow => {
    const difference = differences[i];
    return {
      ...head(run, false),
      difference,
      adjustedP: adjusted[i],
      verdict: difference && verdict(difference, adjusted[i], { lowerIsBetter: by === 'logLoss' }),
      changed: difference && changedSides(run, baseline),
      setAside: problems[i],
    };
  });
  const first: ComparisonRow = {
    ...head(baseline, true),
    ...{ difference: null, adjustedP: null, verdict: null, changed: null, setAside: null },
  };
  const names = distinct([first, ...rows]).slice(1);
  const compared = rows.flatMap((row, i): ComparedRun[] =>
    row.difference && row.verdict ? [{ name: names[i], result: row.difference, verdict: row.verdict }] : [],
  );
  return {
    metric: by,
    baseline: baseline.name,
    margin: equivalenceMargin,
    runs: [first, ...rows],
    settings: differingSettings(runs.map((run) => run.plan.experiment)),
    finding: comparisonSentence(compared),
    caveats: caveats(compared, runs),
  };
}

async function read(directory: string): Promise<Read> {
  const plan = await readPlan(directory);
  const name = basename(directory);
  const result = await readResult(directory);
  if (!result)
    throw new UserError(`${name} is not finished: it has no score to compare.`, {
      kind: 'state',
      cure: `\`foldboard resume ${name}\` goes on with it.`,
    });
  if (!result.mean)
    throw new UserError(`${name} was trained on every sample: it has no score to compare.`, {
      kind: 'state',
      cure: 'Compare runs whose validation.scheme is kFold or holdout.',
    });
  return { name, plan, result, predictions: await readPredictions(runPaths(directory).predictions) };
}

function problem(run: Read, baseline: Read): string | null {
  const [leaky, other] = [run, baseline].map(({ result }) => result.selection.leaky === true);
  if (leaky !== other) return leaky ? 'its splits leak, on purpose' : 'the baseline’s splits leak, on purpose';
  const unpaired = pairingProblem(run, baseline);
  if (unpaired !== null) return unpaired;
  if (run.result.selection.optimistic === baseline.result.selection.optimistic) return null;
  return run.result.selection.optimistic ? 'its score is optimistic' : 'the baseline’s score is optimistic';
}

function head(run: Read, isBaseline: boolean) {
  const { mean, std, folds, selection } = run.result;
  return {
    ...{ name: run.name, title: run.plan.name, baseline: isBaseline, mean, std, optimistic: selection.optimistic },
    leaky: selection.leaky === true,
    scored: folds.filter((fold) => fold.metrics !== null).length,
  };
}

/** Holm's adjustment over those that have a p-value; null where there is none. */
function adjustAll(differences: readonly (PairedDifference | null)[]): (number | null)[] {
  const given = differences.flatMap((each, i) => {
    const p = each?.p ?? null;
    return p === null ? [] : [{ i, p }];
  });
  const adjusted = holm(given.map(({ p }) => p));
  return differences.map((_, i) => adjusted[given.findIndex((one) => one.i === i)] ?? null);
}

/** Runs of one title (that of the baseline among them) are called by their own name. */
function distinct(rows: readonly ComparisonRow[]): string[] {
  const titles = rows.map((row) => row.title);
  return rows.map(({ title, name }) => (titles.filter((other) => other === title).length > 1 ? name : title));
}

function caveats(compared: readonly ComparedRun[], runs: readonly Read[]): string[] {
  const detectable = detectableSentence(compared);
  const single = compared.length > 0 && compared[0].result.folds < 2;
  return [
    ...(detectable === null ? [] : [detectable]),
    ...(single ? ['One split says nothing about chance: repeat it, or use folds, to get an interval.'] : []),
    ...(runs.every((run) => run.result.selection.optimistic)
      ? ['All scores are optimistic: the scored samples chose the weights.']
      : []),
  ];
}
