/** A fold's model of kind "recurrent". */
import { applyPreprocessing } from '../data/prepare.js';
import type { Preprocessing } from '../data/types.js';
import { cutItems } from '../data/windows.js';
import type { Engine, Network } from '../engine/contract.js';
import type { NetworkSpec } from '../model/types.js';
import type { RunPlan } from '../rundir/types.js';
import { itemSet, longestItem } from './batches.js';
import { createPredictor } from './createNetwork.js';
import type { FoldModel } from './model.js';
import { itemLogits, sampleInsight, sampleProbabilities } from './predictItems.js';

/** A network for so few items is kept, ready for the next ones: making it takes longer than predicting them. */
const keptItems = 4;

/** @param parameters in canonical layout */
export function networkModel(
  engine: Engine,
  plan: RunPlan,
  spec: NetworkSpec,
  preprocessing: Preprocessing,
  parameters: Float32Array,
): FoldModel {
  const { window } = plan.experiment.data;
  let kept: { readonly network: Network; readonly steps: number } | null = null;

  async function create(batchSize: number, steps: number): Promise<Network> {
    const network = await createPredictor(engine, spec, batchSize, steps);
    network.setParameters(parameters);
    return network;
  }

  function dispose(): void {
    kept?.network.dispose();
    kept = null;
  }

  return {
    async predict(dataset, samples, options = {}) {
      const prepared = options.prepared ?? applyPreprocessing(dataset, preprocessing);
      const set = itemSet(prepared, cutItems(dataset, samples, window), dataset);
      const steps = Math.max(1, longestItem(set.items));
      const few = set.items.sample.length <= keptItems;
      const batchSize = few ? keptItems : Math.min(plan.resolved.batchSize, set.items.sample.length);
      if (few && (kept === null || kept.steps < steps)) {
        dispose();
        kept = { network: await create(batchSize, steps), steps };
      }
      const network = few && kept ? kept.network : await create(batchSize, steps);
      try {
        const logits = await itemLogits(network, set, batchSize);
        const vote = window?.vote ?? 'mean';
        return {
          probabilities: sampleProbabilities(set, logits, spec.classes, samples, vote),
          insight: options.insight ? sampleInsight(network, set, samples, dataset, batchSize) : null,
        };
      } finally {
        if (!few) network.dispose();
      }
    },
    dispose,
  };
}
