/** The baselines behind one door: fit one, predict with it, put its state away as JSON, take it out again. */
import type { ColumnRoles } from '../../config/columns.js';
import type { Experiment } from '../../config/schema.js';
import type { Dataset, Fold, PreparedData } from '../../data/types.js';
import type { Tensor } from '../../rundir/safetensors.js';
import { fitMajority, majorityProbabilities, type MajorityState } from './majority.js';
import { fitRocket, restoreRocket, type RocketState } from './rocket/rocket.js';
import { fitSummaryLinear, summaryLinearProbabilities, type SummaryLinearState } from './summaryLinear.js';

export type BaselineKind = 'majority' | 'summaryLinear' | 'rocket';

/** Plain data: survives JSON without loss. */
export type BaselineState = MajorityState | SummaryLinearState | RocketState;

export interface Baseline {
  /**
   * Probabilities of some samples (indices), samples x classes.
   * @param prepared the dataset prepared as the state says, where the caller has it
   * @throws UserError where the dataset lacks a column that was trained on
   */
  probabilities(dataset: Dataset, samples: Int32Array, prepared?: PreparedData): Float64Array;
  readonly state: BaselineState;
  /** What is too much for JSON; none for most. */
  readonly tensors: readonly Tensor[];
}

/** Fits a baseline on a fold's fit part; deterministic. Windows do not matter to it: it sees whole samples. */
export function fitBaseline(
  kind: BaselineKind,
  dataset: Dataset,
  fold: Fold,
  experiment: Experiment,
  roles: Pick<ColumnRoles, 'categorical' | 'transform'>,
): Baseline {
  switch (kind) {
    case 'majority':
      return restoreBaseline(fitMajority(dataset, fold));
    case 'summaryLinear':
      return restoreBaseline(fitSummaryLinear(dataset, fold, experiment, roles));
    case 'rocket':
      return fitRocket(dataset, fold, experiment, roles);
  }
}

/** The baseline of a state and its tensors; the same probabilities, bit for bit, as before it was stored. */
export function restoreBaseline(state: BaselineState, tensors: ReadonlyMap<string, Tensor> = new Map()): Baseline {
  if (state.kind === 'rocket') return restoreRocket(state, tensors);
  return {
    state,
    tensors: [],
    probabilities: (dataset, samples, prepared) =>
      state.kind === 'majority'
        ? majorityProbabilities(state, samples.length)
        : summaryLinearProbabilities(state, dataset, samples, prepared),
  };
}
