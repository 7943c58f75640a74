/** Messages between the view of a comparison and the extension, which reads the runs and computes every figure. Types only. */
import type { Values } from '../metrics/foldCurves.js';
import type { ScalarMetric } from '../metrics/types.js';
import type { ChangedSample, Comparison, ComparisonRow } from '../runs/comparison.js';
import type { SaveRequest } from './save.js';

export type { ChangedSample };

/** What the comparison is asked for. Runs are named by their directories. */
export interface CompareChoice {
  /** Null: the one that selected the baseline's weights. */
  readonly metric: ScalarMetric | null;
  /** Null: the first run. */
  readonly baseline: string | null;
  /** The run that is looked at sample by sample; null: the one that says most. */
  readonly front: string | null;
}

/** One run; in the order in which they were chosen. */
export interface ComparedRun extends ComparisonRow {
  readonly directory: string;
  /** Its title, or where several share one the name of its directory. */
  readonly label: string;
  readonly starred: boolean;
  readonly parameters: number | null;
  /** Training time of all folds; null where their logs are gone. */
  readonly seconds: number | null;
  /** Of the pooled predictions, by class; null where it is set aside. */
  readonly classF1: readonly number[] | null;
  /** The metric, by fold of `Compared.folds`; null where it is set aside. */
  readonly foldScores: Values | null;
  readonly curve: ComparedCurve | null;
}

/** The metric (for log loss: the loss) on the select part, mean over folds. */
export interface ComparedCurve {
  readonly mean: Values;
  readonly low: Values | null;
  readonly high: Values | null;
  /** Mean of the folds' best epochs, rounded. */
  readonly best: number | null;
}

/** The run in front against the baseline, sample by sample. */
export interface ComparedFront {
  readonly directory: string;
  /** Those whose p(truth) changed most, first; `count` of them in all. */
  readonly fixed: { readonly count: number; readonly samples: readonly ChangedSample[] };
  readonly broken: { readonly count: number; readonly samples: readonly ChangedSample[] };
  readonly bothWrong: number;
  /** Rows true, columns predicted; pooled. */
  readonly matrix: readonly (readonly number[])[];
  readonly before: readonly (readonly number[])[];
}

export interface Compared extends Omit<Comparison, 'runs' | 'baseline' | 'caveats'> {
  /** Directory. */
  readonly baseline: string;
  readonly runs: readonly ComparedRun[];
  /** Runs that could not be read, and why. */
  readonly missing: readonly { readonly directory: string; readonly name: string; readonly reason: string }[];
  /** What the runs have in common, in words. */
  readonly facts: readonly string[];
  /** What the first sentence rests on; null where nothing is compared. */
  readonly evidence: string | null;
  /** How the figures came to be, and how far they reach. */
  readonly notes: readonly string[];
  /** What stands beside the first sentence, for it flatters all runs: all are optimistic, or leaky. */
  readonly warning: string | null;
  readonly classes: readonly string[];
  /** `fold 1`, or `2.1` with repeats. */
  readonly folds: readonly string[];
  readonly front: ComparedFront | null;
  /** Where the runs differ by class, and where not; null where that says nothing. */
  readonly classFinding: string | null;
}

export type CompareForm = 'markdown' | 'csv';
export type CompareAction = 'openRun' | 'openSample' | 'addRun' | 'openMarkdown' | 'diffSettings';

export type ToCompareView =
  | { readonly type: 'compared'; readonly compared: Compared }
  /** Fewer than two runs are left, or none can be read. */
  | {
      readonly type: 'nothing';
      readonly title: string;
      readonly reason: string;
      readonly left: readonly { readonly directory: string; readonly label: string }[];
      readonly missing: Compared['missing'];
    }
  /** What is compared has changed: to be kept over a reload. */
  | { readonly type: 'runs'; readonly directories: readonly string[] }
  | { readonly type: 'answer'; readonly id: number; readonly error: string | null; readonly done: string | null };

export type FromCompareView =
  | { readonly type: 'ready'; readonly choice: CompareChoice }
  | { readonly type: 'choose'; readonly choice: CompareChoice }
  | {
      readonly type: 'request';
      readonly id: number;
      readonly action: CompareAction;
      readonly run?: string;
      /** A row of its predictions. */
      readonly row?: number;
    }
  | { readonly type: 'remove'; readonly id: number; readonly run: string }
  | { readonly type: 'copy'; readonly id: number; readonly form: CompareForm }
  | SaveRequest;
