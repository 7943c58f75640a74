/** What a fold's task knows before it trains: plan, parts, prepared data, network. */
import { UserError } from '../base/errors.js';
import type { ColumnRoles } from '../config/columns.js';
import { cutItems } from '../data/windows.js';
import { applyPreprocessing, fitPreprocessing } from '../data/prepare.js';
import type { Dataset, Fold, PreparedData, Preprocessing } from '../data/types.js';
import { readSplits } from '../rundir/splits.js';
import { runPaths, type FoldPaths } from '../rundir/paths.js';
import type { RunPlan } from '../rundir/types.js';
import { itemSet, type ItemSet } from './batches.js';

/** The data of a run: what it trains on, and what it predicts at the end. */
export interface RunData {
  readonly train: Dataset;
  readonly test: Dataset | null;
}

export interface FoldTask {
  readonly k: number;
  /** All randomness of its training follows from it. */
  readonly seed: number;
  /** What its labels mean. */
  readonly classes: readonly string[];
  readonly plan: RunPlan;
  readonly paths: FoldPaths;
  readonly data: RunData;
  readonly fold: Fold;
  readonly preprocessing: Preprocessing;
  readonly prepared: PreparedData;
  readonly fit: ItemSet;
  readonly select: ItemSet;
  readonly score: ItemSet;
  /** True where the select part chooses the weights. */
  readonly selects: boolean;
}

/** Reads the fold's parts from the run directory and prepares the data; deterministic, so nothing of it is stored. */
export async function prepareTask(runDirectory: string, plan: RunPlan, k: number, data: RunData): Promise<FoldTask> {
  const paths = runPaths(runDirectory);
  const fold = (await readSplits(paths.splits, data.train.sampleIds))[k];
  if (!fold || fold.fit.length === 0)
    throw new UserError(`splits.csv has no samples to fit for fold task ${k}.`, {
      kind: 'state',
      place: { file: paths.splits },
      cure: 'Restore the file, or start a new run.',
    });
  const preprocessing = fitPreprocessing(data.train, fold.fit, plan.experiment, columnSettings(plan));
  const prepared = applyPreprocessing(data.train, preprocessing);
  const part = (samples: Int32Array): ItemSet =>
    itemSet(prepared, cutItems(data.train, samples, plan.experiment.data.window), data.train);
  return {
    k,
    seed: plan.seed,
    classes: plan.data.classes,
    plan,
    paths: paths.fold(k),
    data,
    fold,
    preprocessing,
    prepared,
    fit: part(fold.fit),
    select: part(fold.select),
    score: part(fold.score),
    selects: plan.experiment.validation.selection !== 'none' && fold.select.length > 0,
  };
}

/** What the plan says of columns, as preparation takes it. */
export function columnSettings(plan: RunPlan): Pick<ColumnRoles, 'categorical' | 'transform'> {
  return {
    categorical: plan.columns.categorical.map((column) => ({ ...column })),
    transform: { ...plan.columns.transform },
  };
}

/** Class index of each of some samples. */
export function labelsOf(dataset: Dataset, samples: Int32Array): Int32Array {
  return samples.map((sample) => dataset.labels[sample]);
}

/** Items of each class. */
export function countItems(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) if (label >= 0) counts[label]++;
  return counts;
}
