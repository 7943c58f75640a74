/** A fold's model of another kind than "recurrent". */
import { storable } from '../rundir/predictions.js';
import type { Baseline } from './baselines/index.js';
import type { FoldModel } from './model.js';

export function baselineModel(baseline: Baseline): FoldModel {
  return {
    predict: (dataset, samples, options = {}) =>
      Promise.resolve({
        probabilities: storable(baseline.probabilities(dataset, samples, options.prepared)),
        insight: null,
      }),
    dispose: () => undefined,
  };
}
