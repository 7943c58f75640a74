/** What comes out of a comparison of runs. Types only: views know them too. */
import type { PairedDifference, Verdict } from '../metrics/paired.js';
import type { MetricSummary, ScalarMetric } from '../metrics/types.js';

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

/** A setting that is not the same in all runs. */
export interface SettingValues {
  /** As `--set` takes it: `model.hiddenUnits`. */
  readonly path: string;
  /** One for each experiment; undefined where it has no such setting (a column, a class weight). */
  readonly values: readonly unknown[];
}

/** A sample (in one repeat) that one of two runs gets wrong, or both. */
export interface ChangedSample {
  readonly sample: string;
  /** Null where there are no repeats. */
  readonly repeat: number | null;
  /** Class indices: the truth, what the baseline says, what the run says. */
  readonly truth: number;
  readonly was: number;
  readonly is: number;
  /** What the baseline and the run give to the truth. */
  readonly before: number;
  readonly after: number;
  /** Where it stands in the run's predictions. */
  readonly row: number;
}
