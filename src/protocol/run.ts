/**
 * Messages between the extension and the run view. The view asks first (`ready`) and gets the whole state; from then on it
 * gets only what is new: rows appended to the columns of a fold, states of folds that changed. Types only.
 */
import type { MetricSummary, Metrics, ScalarMetric } from '../metrics/types.js';
import type { FoldState } from '../rundir/foldState.js';
import type { RunStatus } from '../rundir/types.js';

export type { FoldState, RunStatus };

/** Names of the curves; `epoch` counts from 1, `seconds` is the time of one epoch. */
export type CurveName =
  'trainLoss' | 'selectLoss' | 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'weightedF1' | 'learningRate' | 'seconds';

/** Curves of one fold as columns of equal length; null where an epoch did not measure it. */
export type FoldColumns = { readonly epoch: number[] } & { readonly [name in CurveName]: (number | null)[] };

/** Facts of a run that do not change while it trains. */
export interface RunHead {
  readonly name: string;
  readonly directory: string;
  readonly experimentFile: string;
  /** ISO 8601 */
  readonly created: string;
  readonly seed: number;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly tasks: number;
  readonly folds: number;
  readonly repeats: number;
  readonly samples: number;
  readonly shortest: number;
  readonly longest: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly engine: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly patience: number | null;
  /** The metric that is seen first. */
  readonly mainMetric: ScalarMetric;
  /** `Weights chosen on …`, in words; and whether that flatters the score. */
  readonly selection: string;
  readonly optimistic: boolean;
  /** Rows of the section "Experiment": what it is, in words. */
  readonly settings: readonly (readonly [term: string, text: string])[];
}

/** What the finish wrote. */
export interface RunOutcome {
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  readonly outOfFold: Metrics | null;
  readonly test: Metrics | null;
  readonly bestEpochs: readonly number[];
}

/** What changes while a run trains, apart from folds and curves; small, sent whole. */
export interface RunLive {
  readonly status: RunStatus;
  /** Why it failed, or could not be read. */
  readonly reason: string | null;
  /** Seconds of training so far, over all folds. */
  readonly elapsed: number;
  /** Seconds left with the workers it has: as folds usually went, and if none stops early. */
  readonly left: { readonly seconds: number; readonly atMost: number } | null;
  readonly workers: number | null;
  /** Last lines of trainer.log, newest last. */
  readonly log: readonly string[];
  readonly canStop: boolean;
  readonly canResume: boolean;
}

export interface RunSnapshot {
  readonly head: RunHead;
  readonly live: RunLive;
  /** By fold task. */
  readonly folds: readonly FoldState[];
  readonly columns: readonly FoldColumns[];
  readonly outcome: RunOutcome | null;
}

/** Rows for one fold: keep `from` rows, drop what stands behind them (a resume took them back), then append. */
export interface ColumnsPatch {
  readonly fold: number;
  readonly from: number;
  readonly columns: FoldColumns;
}

export type ToRunView =
  | { readonly type: 'run'; readonly run: RunSnapshot }
  | { readonly type: 'unreadable'; readonly name: string; readonly reason: string }
  | {
      readonly type: 'news';
      readonly patches: readonly ColumnsPatch[];
      readonly folds: readonly { readonly fold: number; readonly state: FoldState }[];
      readonly live: RunLive;
      /** Given where it came or went (a finished run whose folds are trained anew). */
      readonly outcome?: RunOutcome | null;
    }
  /** Every request is answered; `error` is for the user. */
  | { readonly type: 'answer'; readonly id: number; readonly error: string | null };

export type RunAction = 'stop' | 'resume' | 'openLog' | 'openExperiment' | 'openFile' | 'reveal';

export type FromRunView =
  { readonly type: 'ready' } | { readonly type: 'request'; readonly id: number; readonly action: RunAction };
