/** A fold's model of kind "recurrent". */
import { applyPreprocessing } from '../data/prepare.js';
import type { Preprocessing } from '../data/types.js';
import { cutItems } from '../data/windows.js';
import type { Engine } from '../engine/contract.js';
import type { NetworkSpec } from '../model/types.js';
import type { RunPlan } from '../rundir/types.js';
import { itemSet, longestItem } from './batches.js';
import { createPredictor } from './createNetwork.js';
import type { FoldModel } from './model.js';
import { itemLogits, sampleInsight, sampleProbabilities } from './predictItems.js';

/** @param parameters in canonical layout */
export function networkModel(
  engine: Engine,
  plan: RunPlan,
  spec: NetworkSpec,
  preprocessing: Preprocessing,
  parameters: Float32Array,
): FoldModel {
  const { window } = plan.experiment.data;
  const { batchSize } = plan.resolved;
  return {
    async predict(dataset, samples, options = {}) {
      const prepared = options.prepared ?? applyPreprocessing(dataset, preprocessing);
      const set = itemSet(prepared, cutItems(dataset, samples, window), dataset);
      const network = await createPredictor(engine, spec, batchSize, Math.max(1, longestItem(set.items)));
      try {
        network.setParameters(parameters);
        const logits = await itemLogits(network, set, batchSize);
        const vote = window?.vote ?? 'mean';
        return {
          probabilities: sampleProbabilities(set, logits, spec.classes, samples, vote),
          insight: options.insight ? sampleInsight(network, set, samples, dataset, batchSize) : null,
        };
      } finally {
        network.dispose();
      }
    },
  };
}
