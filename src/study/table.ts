/** The table of a suite: what is in it. Types only. */
import type { BootstrapDifference } from '../metrics/bootstrap.js';
import type { PairedDifference, Verdict } from '../metrics/paired.js';
import type { MetricSummary, ScalarMetric } from '../metrics/types.js';
import type { Picking } from '../metrics/selectionEffect.js';

export interface AblationRow {
  readonly name: string;
  /** What it stands under; null: nothing. */
  readonly heading: string | null;
  readonly baseline: boolean;
  /** What a grid or search chose; null of a written row. */
  readonly point: Readonly<Record<string, unknown>> | null;
  readonly status: 'finished' | 'partly' | 'missing';
  /** Folds of all seeds that are done, and how the rest stands. */
  readonly progress: {
    readonly done: number;
    /** Null before anything of the suite was started. */
    readonly total: number | null;
    readonly state: 'finished' | 'running' | 'failed' | 'stopped' | 'waiting';
  };
  /** Directory names, one for each seed that was started. */
  readonly runs: readonly string[];
  /** When the first of them was started (ISO 8601). */
  readonly started: string | null;
  /** Over the scored folds of all seeds and repeats, those that are done; null before the first. */
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  readonly folds: number;
  /** The scored samples chose the weights. */
  readonly optimistic: boolean;
  /** Windows of one sample stand on both sides of the split, on purpose. */
  readonly leaky: boolean;
  /** Row less reference in `metric`, paired by fold; of a leaky row the plain difference of the means, without an interval. */
  readonly difference: PairedDifference | null;
  /** p after Holm's adjustment over the table. */
  readonly adjustedP: number | null;
  /** Null where the row is not finished, or set aside. */
  readonly verdict: Verdict | null;
  /** Over samples, of pooled predictions: leaves out the variance of training. Null where it is not compared. */
  readonly pooled: { readonly score: number; readonly difference: BootstrapDifference | null } | null;
  /** Why it is not compared. */
  readonly setAside: string | null;
  /** Weights of one model (of the first seed's first fold); null of baselines. */
  readonly parameters: number | null;
  /** Training time of all folds that are done, summed. */
  readonly seconds: number | null;
}

export interface Ablation {
  readonly suite: string;
  readonly quick: boolean;
  readonly metric: ScalarMetric;
  readonly baseline: string;
  /** What differences are to. */
  readonly against: 'baseline' | 'above';
  readonly margin: number;
  readonly seeds: readonly number[];
  readonly rows: readonly AblationRow[];
  readonly finding: string | null;
  /** What picking the best row flatters by, over the rows that are compared; null where there is none to pick. */
  readonly picking: Picking | null;
  /** The smallest detectable difference, and what else to keep in mind. */
  readonly caveats: readonly string[];
}
