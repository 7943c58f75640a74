/** A fold's model of kind "majority" or "summaryLinear". */
import { storable } from '../rundir/predictions.js';
import { restoreBaseline, type BaselineState } from './baselines/index.js';
import type { FoldModel } from './model.js';

/** @param state as `preprocessing.json` holds it in `baseline` */
export function baselineModel(state: unknown): FoldModel {
  const baseline = restoreBaseline(state as BaselineState);
  return {
    predict: (dataset, samples, options = {}) =>
      Promise.resolve({
        probabilities: storable(baseline.probabilities(dataset, samples, options.prepared)),
        insight: null,
      }),
    dispose: () => undefined,
  };
}
