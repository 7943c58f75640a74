/**
 * Messages between the extension and the run view. The view asks first (`ready`) and gets the whole state; from then on it
 * gets only what is new: rows appended to the columns of a fold, states of folds that changed. Types only.
 */
import type { MetricSummary, Metrics, ScalarMetric } from '../metrics/types.js';
import type { FoldState } from '../rundir/foldState.js';
import type { NetworkName, RunStatus } from '../rundir/types.js';
import type { SaveRequest } from './save.js';

export type { FoldState, RunStatus };

/** Names of the curves; `epoch` counts from 1, `seconds` is the time of one epoch. */
export type CurveName =
  'trainLoss' | 'selectLoss' | 'accuracy' | 'balancedAccuracy' | 'macroF1' | 'weightedF1' | 'learningRate' | 'seconds';

/**
 * Curves of one fold as columns of equal length; null where an epoch did not measure it. `epoch` counts on from one network of
 * the fold to the next, `network` says of which each row is, from 0.
 */
export type FoldColumns = { readonly epoch: number[]; readonly network: number[] } & {
  readonly [name in CurveName]: (number | null)[];
};

/**
 * Columns as they are sent: one block of numbers, which goes as bytes and not as JSON. Column after column: epochs, networks, then
 * the curves in the order of `CurveName`; NaN where there is no value.
 */
export interface PackedColumns {
  readonly rows: number;
  readonly values: Float64Array;
}

/** Facts of a run that do not change while it trains. */
export interface RunHead {
  readonly name: string;
  readonly directory: string;
  readonly experimentFile: string;
  /** ISO 8601 */
  readonly created: string;
  readonly seed: number;
  readonly commit: string | null;
  /** `clean`, or what the commit does not hold, in words; empty where there is no commit. */
  readonly uncommitted: string;
  readonly tasks: number;
  readonly folds: number;
  readonly repeats: number;
  readonly samples: number;
  readonly shortest: number;
  readonly longest: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly engine: string;
  /** Most epochs of one network. */
  readonly epochs: number;
  /** Networks of each fold in the order of training, where it has several; else empty. */
  readonly networks: readonly NetworkName[];
  readonly batchSize: number;
  readonly patience: number | null;
  /** A baseline is fitted in one go: it has no epochs. */
  readonly baseline: boolean;
  readonly scheme: 'kFold' | 'holdout' | 'none';
  /** True where epochs are measured on a part that chooses the weights. */
  readonly selects: boolean;
  /** Samples of the test data; 0 where the experiment names none. */
  readonly testSamples: number;
  /** What its score on them does not say, in sentences without full stops. */
  readonly testWarnings: readonly string[];
  /** The metric that is seen first. */
  readonly mainMetric: ScalarMetric;
  /** `Weights chosen on …`, in words; and whether that flatters the score. */
  readonly selection: string;
  readonly optimistic: boolean;
  /** Windows of one sample stand on both sides of its splits, on purpose. */
  readonly leaky: boolean;
  /** Rows of the section "Experiment": what it is, in words. */
  readonly settings: readonly (readonly [term: string, text: string])[];
}

/** What the finish wrote. */
export interface RunOutcome {
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  readonly outOfFold: Metrics | null;
  /** Of each class, where those count samples several times (repeats, scored windows); null where they do not. */
  readonly samples: readonly number[] | null;
  readonly test: Metrics | null;
  readonly bestEpochs: readonly number[];
  /** A fold was computed, by force, with other numerics than the plan's. */
  readonly mixedNumerics: boolean;
}

/** What changes while a run trains, apart from folds and curves; small, sent whole. */
export interface RunLive {
  /** What the run is called now: the user may have renamed it. */
  readonly name: string;
  readonly status: RunStatus;
  /** Why it failed, could not be read, or (then it is `stopped`) why its trainer died. */
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
  /** It waits in the queue, and may be begun with at once. */
  readonly canStart: boolean;
  readonly starred: boolean;
}

/** The experiment file now, against the experiment as it was: settings that differ, `null` where that cannot be said. */
export interface FileChanges {
  readonly state: 'same' | 'changed' | 'gone';
  /** Of a changed file: in how many settings; null where the file cannot be parsed now. */
  readonly places: number | null;
}

export interface RunSnapshot<Columns = FoldColumns> {
  readonly head: RunHead;
  readonly live: RunLive;
  /** By fold task. */
  readonly folds: readonly FoldState[];
  readonly columns: readonly Columns[];
  readonly outcome: RunOutcome | null;
  readonly file: FileChanges;
  /** What other parts of the extension do with a run, where they are there: the view shows no button without. */
  readonly offers: readonly RunAction[];
}

/** Rows for one fold: keep `from` rows, drop what stands behind them (a resume took them back), then append. */
export interface ColumnsPatch<Columns = FoldColumns> {
  readonly fold: number;
  readonly from: number;
  readonly columns: Columns;
}

/** What predictions are of: training samples by models that never saw them, or the test data by the ensemble. */
export type PredictionSource = 'outOfFold' | 'test';

/** Predictions by column, as typed arrays; one entry a row of predictions.csv. */
export interface PredictionColumns {
  /** Names of the samples, UTF-8, joined by NUL. */
  readonly samples: Uint8Array;
  /** Class index, -1 where the label is not known. */
  readonly labels: Int32Array;
  /** Fold task of each row; null where a whole ensemble predicted. */
  readonly tasks: Int32Array | null;
  /** Rows x classes. */
  readonly probabilities: Float64Array;
}

export type ToRunView =
  | { readonly type: 'run'; readonly run: RunSnapshot<PackedColumns> }
  | { readonly type: 'unreadable'; readonly name: string; readonly reason: string; readonly cure: string | null }
  | {
      readonly type: 'news';
      readonly patches: readonly ColumnsPatch<PackedColumns>[];
      readonly folds: readonly { readonly fold: number; readonly state: FoldState }[];
      readonly live: RunLive;
      /** Given where it came or went (a finished run whose folds are trained anew). */
      readonly outcome?: RunOutcome | null;
    }
  /** Once for each source, after the run is finished; columns are null where they cannot be read, and `reason` says why. */
  | {
      readonly type: 'predictions';
      readonly of: PredictionSource;
      readonly columns: PredictionColumns | null;
      readonly reason: string | null;
    }
  /** Every request is answered; `error` is for the user. */
  | { readonly type: 'answer'; readonly id: number; readonly error: string | null };

/** What the extension carries out for a view; some take a number: a fold task, or a row of predictions. */
export type RunAction =
  | 'stop'
  | 'resume'
  | 'startQueued'
  | 'cancelQueued'
  | 'openLog'
  | 'openExperiment'
  | 'openFile'
  | 'reveal'
  | 'showChanges'
  | 'star'
  | 'unstar'
  | 'compare'
  | 'evaluate'
  | 'openFoldPredictions'
  | 'openSample'
  | 'openTestSample'
  | 'openSubmission';

export type FromRunView =
  | { readonly type: 'ready' }
  | { readonly type: 'request'; readonly id: number; readonly action: RunAction; readonly argument?: number }
  | SaveRequest;
