/** Several runs against a baseline: differences paired by fold, what a difference is worth, and what was set differently. */
import { basename } from 'node:path';
import { UserError } from '../base/errors.js';
import { comparisonSentence, detectableSentence, type ComparedRun } from '../metrics/comparisonFindings.js';
import { correctedTTest, equivalenceMargin, holm, verdict, type PairedDifference } from '../metrics/paired.js';
import type { ScalarMetric } from '../metrics/types.js';
import type { Comparison, ComparisonRow } from './comparison.js';
import { readComparable, type ComparableRun } from './comparable.js';
import { changedSides, flagProblem, foldDifferences, pairingProblem, samePredictions, testShare } from './pairing.js';
import { dataDifference, dataFileOf } from './sameData.js';
import { differingSettings } from './settings.js';
import { mainMetric } from './summary.js';

export type { Comparison, ComparisonRow };

/**
 * Compares finished runs; the first is the baseline.
 * @throws UserError where a run is not finished, was not scored, or is named twice
 */
export async function compareRuns(directories: readonly string[], metric?: ScalarMetric): Promise<Comparison> {
  const twice = directories.find((directory, i) => directories.indexOf(directory) !== i);
  if (twice !== undefined)
    throw new UserError(`${basename(twice)} is named twice.`, { kind: 'usage', cure: 'Name two different runs.' });
  return comparisonOf(await Promise.all(directories.map(readComparable)), metric);
}

/** The same of runs that were read already; the first is the baseline. Pure. */
export function comparisonOf(runs: readonly ComparableRun[], metric?: ScalarMetric): Comparison {
  const [baseline, ...others] = runs;
  const by = metric ?? mainMetric(baseline.plan);
  const problems = others.map((run) => problem(run, baseline));
  const differences = others.map((run, i) =>
    problems[i] === null
      ? correctedTTest(
          foldDifferences(run.result, baseline.result, by),
          testShare(run, run.plan.data.samples),
          samePredictions(run, baseline),
        )
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
  const names = distinctNames([first, ...rows]).slice(1);
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

function problem(run: ComparableRun, baseline: ComparableRun): string | null {
  const [leaky, other] = [run, baseline].map(({ result }) => result.selection.leaky === true);
  if (leaky !== other) return leaky ? 'its splits leak, on purpose' : 'the baseline’s splits leak, on purpose';
  const unpaired = pairingProblem(run, baseline);
  if (unpaired !== null) return unpaired;
  const data = dataDifference(run, baseline);
  if (data !== null && dataFileOf(run) === dataFileOf(baseline)) return `its data have changed: ${data}`;
  return flagProblem(run.result.selection, baseline.result.selection);
}

function head(run: ComparableRun, isBaseline: boolean) {
  const { mean, std, folds, selection } = run.result;
  return {
    ...{ name: run.name, title: run.title, baseline: isBaseline, mean, std, optimistic: selection.optimistic },
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
export function distinctNames(rows: readonly Pick<ComparisonRow, 'name' | 'title'>[]): string[] {
  const titles = rows.map((row) => row.title);
  return rows.map(({ title, name }) => (titles.filter((other) => other === title).length > 1 ? name : title));
}

function caveats(compared: readonly ComparedRun[], runs: readonly ComparableRun[]): string[] {
  const detectable = detectableSentence(compared);
  const single = compared.length > 0 && compared[0].result.folds < 2;
  return [
    ...(detectable === null ? [] : [detectable]),
    ...(single ? ['One split says nothing about chance: repeat it, or use folds, to get an interval.'] : []),
    ...(runs.every((run) => run.result.selection.optimistic && !run.result.selection.leaky)
      ? ['All scores are optimistic: the scored samples chose the weights.']
      : []),
    ...otherFiles(runs),
  ];
}

/** Other files of the same samples may be compared, but then not only settings are. */
function otherFiles([baseline, ...others]: readonly ComparableRun[]): string[] {
  const differing = others.filter(
    (run) => dataFileOf(run) !== dataFileOf(baseline) && dataDifference(run, baseline) !== null,
  );
  if (differing.length === 0) return [];
  const names = differing.map(({ name }) => name).join(', ');
  return [`Other data than those of the baseline, from another file: ${names}. A difference may be one of the data.`];
}
