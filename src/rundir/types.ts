/** The documents of a run directory (DESIGN section 4). Types only; one writer each. */
import type { Experiment } from '../config/schema.js';
import type { DataIdentity } from '../data/types.js';
import type { FamiliarCounts } from '../metrics/familiar.js';
import type { EngineName } from '../engine/contract.js';
import type { Decision } from '../metrics/decision.js';
import type { Metrics, MetricSummary } from '../metrics/types.js';

export const formatVersion = 1;

/** `run.json`: the plan of a run, written once by whoever starts it. */
export interface RunPlan {
  readonly formatVersion: number;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** The folder that holds `.foldboard`, relative to the run directory, with forward slashes (`../../..` unless it was put elsewhere). */
  readonly root: string;
  /** Path of the experiment file relative to the folder that holds `.foldboard`, with forward slashes. */
  readonly experimentFile: string;
  readonly experiment: Experiment;
  readonly seed: number;
  readonly data: {
    readonly hash: string;
    readonly samples: number;
    readonly steps: number;
    readonly shortest: number;
    readonly longest: number;
    readonly channels: number;
    readonly classes: readonly string[];
    readonly counts: readonly number[];
    /** Not there in runs of before it was kept. */
    readonly identity?: DataIdentity;
    readonly testHash: string | null;
    readonly testSamples: number;
    /** How many of them the models know; not there without test data, and in runs of before it was counted. */
    readonly testFamiliar?: FamiliarCounts;
  };
  /** The columns used, by name, as the experiment's globs resolved; `timeAfter`: indices into `categorical`. */
  readonly columns: {
    readonly continuous: readonly string[];
    readonly categorical: readonly { readonly name: string; readonly size: number }[];
    readonly transform: Readonly<Record<string, 'none' | 'asinh'>>;
    readonly timeAfter: readonly number[];
  };
  /** Fold tasks, numbered 0 … tasks - 1: k = repeat x folds + fold. */
  readonly tasks: number;
  readonly repeats: number;
  readonly folds: number;
  /** What "auto" came to. */
  readonly resolved: { readonly epochs: number; readonly batchSize: number; readonly patience: number | null };
  readonly git: {
    readonly commit: string;
    /** A tracked file had changed, or the experiment was not tracked. */
    readonly dirty: boolean;
    /** The changes are kept in changes.patch; not there in runs of before this was written, as `untracked`. */
    readonly patch?: boolean;
    readonly untracked?: boolean;
  } | null;
  readonly versions: {
    readonly foldboard: string;
    readonly node: string;
    readonly v8: string;
    readonly platform: string;
  };
  readonly engine: EngineName;
  readonly numericClass: string;
  /** Hash of the weights after a few steps of a tiny network: the numeric class, observed. */
  readonly numericFingerprint: string;
  /** Warnings of the guards when it was started; not there in runs of before they were kept. */
  readonly guards?: readonly { readonly kind: string; readonly message: string; readonly cure: string | null }[];
}

/** `notes.json`: what the user says about a run. */
export interface RunNotes {
  readonly star: boolean;
  readonly note: string;
  readonly tags: readonly string[];
  /** What it is called instead of its experiment's name; empty or left out: that. */
  readonly name?: string;
}

/** Which of the several networks of a fold an event is of: `index` counts from 0, `epoch` from 1 for each. */
export interface NetworkPlace {
  readonly index: number;
  readonly of: number;
  readonly epoch: number;
}

/** What a network of a fold is called. */
export interface NetworkName {
  /** `network 3 of 5`; a stage by what it tells apart (`none or some`); a stage of several members by both. */
  readonly name: string;
  /** Which stage it is, in words; empty where all networks tell all classes apart, so that their curves are comparable. */
  readonly stage: string;
}

export type FoldEvent =
  | {
      readonly type: 'started';
      readonly fold: number;
      readonly time: string;
      readonly epochs: number;
      readonly fit: number;
      readonly select: number;
      readonly score: number;
    }
  | {
      readonly type: 'epoch';
      readonly fold: number;
      /** Counts on from one network of the fold to the next. */
      readonly epoch: number;
      /** Where the fold has several networks; not there in logs of before it was kept. */
      readonly network?: NetworkPlace;
      readonly trainLoss: number;
      /** Null where nothing selects. */
      readonly selectLoss: number | null;
      /** Of the select part. */
      readonly metrics: {
        readonly accuracy: number;
        readonly balancedAccuracy: number;
        readonly macroF1: number;
        readonly weightedF1: number;
        /** Rows true, columns predicted; left out with many classes, and by versions before it was kept. */
        readonly confusionMatrix?: readonly (readonly number[])[];
      } | null;
      readonly learningRate: number;
      readonly seconds: number;
    }
  | {
      readonly type: 'best';
      readonly fold: number;
      readonly epoch: number;
      readonly network?: NetworkPlace;
      readonly metric: string;
      readonly value: number;
    }
  | { readonly type: 'warning'; readonly fold: number; readonly message: string }
  | {
      readonly type: 'finished';
      readonly fold: number;
      readonly epochs: number;
      readonly bestEpoch: number;
      readonly metrics: Metrics | null;
      readonly seconds: number;
    }
  | {
      readonly type: 'failed';
      readonly fold: number;
      readonly message: string;
      /** What to do about it, where that is known; not there in logs of before it was kept. */
      readonly cure?: string;
    }
  | { readonly type: 'stopped'; readonly fold: number; readonly epoch: number };

/** `owner.json`: who computes the run now. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When that process started (ISO 8601), so that a reused process id is not taken for it. */
  readonly processStart: string;
  /** What tells this process from another with its id, where the system gives it exactly (Linux: boot, pid namespace, start); else null. */
  readonly identity: string | null;
  /** Touched every few seconds. */
  readonly heartbeat: string;
  readonly workers: number;
}

export type { MetricSummary };

/** `result.json`: derived from the fold directories alone; no times in it. */
export interface RunResult {
  readonly formatVersion: number;
  readonly folds: readonly {
    readonly repeat: number;
    readonly fold: number;
    readonly epochs: number;
    readonly bestEpoch: number;
    readonly metrics: Metrics | null;
    /** How many networks it has, where it has several: `epochs` are those of all, `bestEpoch` is the mean of theirs. */
    readonly networks?: number;
    /** What is made of its probabilities, where that is more than taking the largest. */
    readonly decision?: Decision;
  }[];
  /** Over folds; null where nothing was scored. `std` is the sample standard deviation (n - 1), 0 for one fold. */
  readonly mean: MetricSummary | null;
  readonly std: MetricSummary | null;
  /** Metrics of the pooled out-of-fold predictions (repeats pooled too). */
  readonly outOfFold: Metrics | null;
  /** Present where those count samples several times (repeats, scored windows): how many samples of each class there are. */
  readonly scoredSamples?: readonly number[];
  /** Metrics of the ensemble on labelled test data. */
  readonly test: Metrics | null;
  /** How the weights were selected; `optimistic` where the scored part chose them. */
  readonly selection: {
    readonly method: 'fraction' | 'none' | 'scoredFold';
    readonly fraction: number | null;
    readonly optimistic: boolean;
    /** Present and true where windows of one sample stood on both sides of the splits, on purpose; then it is optimistic, too. */
    readonly leaky?: boolean;
  };
  /** Present and true where a fold was computed, by force, with other numerics than the plan's: not reproducible bit for bit. */
  readonly mixedNumerics?: boolean;
}

export type RunStatus = 'queued' | 'running' | 'stopped' | 'failed' | 'finished' | 'unreadable';
