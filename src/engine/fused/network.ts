/** The fused engine's network: the contract of an engine on one WebAssembly instance. */
import type { RandomKey } from '../../base/random.js';
import { lossAndGradient } from '../../model/losses.js';
import type { OptimizerState } from '../../model/types.js';
import type { Batch, Network, NetworkOptions, PredictOutputs } from '../contract.js';
import { createComputation, type Extras } from './computation.js';
import type { KernelSet } from './kernelSet.js';
import { toCanonical, toInternal } from './layout.js';
import { applyUpdate } from './update.js';

/** Items that `predict` computes at once at most: more would leave the cache, and none depends on its neighbours. */
const PREDICT_ITEMS = 64;

/** @throws UserError where the memory would exceed 2 GB */
export function createNetwork(set: KernelSet, options: NetworkOptions, extras: Extras = {}): Network {
  const { spec } = options;
  const net = createComputation(set, options, extras);
  const { layout, kernels, regions, views } = net;
  const logits = new Float32Array(options.maxBatch * spec.classes);
  const dlogits = new Float32Array(options.maxBatch * spec.classes);
  const chunk = Math.min(options.maxBatch, PREDICT_ITEMS);
  let predicted = logits;
  let step = 0;

  /** Forward and backward; leaves the gradient in the arena. Returns loss, gradient norm, logits. */
  function differentiate(batch: Batch, dropout: RandomKey | null) {
    if (batch.size < 1 || batch.size > options.maxBatch) {
      throw new Error(`A batch of ${batch.size} items; the network holds 1 to ${options.maxBatch}.`);
    }
    net.stage(batch, 0, batch.size, batch.mix);
    net.forward(spec.dropout > 0 ? dropout : null, true);
    net.readLogits(logits);
    const loss = lossAndGradient(options.loss, logits, batch.labels, batch.size, spec.classes, dlogits, batch.mix);
    net.writeLogitsGradient(dlogits);
    net.backward();
    const gradientNorm = Math.sqrt(kernels.sumOfSquares(regions.gradients, layout.count));
    return { loss, gradientNorm, logits: logits.subarray(0, batch.size * spec.classes) };
  }

  return {
    spec,
    setParameters: (flat) => {
      toInternal(layout, flat, views.parameters);
    },
    getParameters: () => toCanonical(layout, views.parameters),
    setOptimizerState: (state) => {
      if (state.moments.length !== views.moments.length) {
        throw new Error(`Expected ${views.moments.length} moments, got ${state.moments.length}.`);
      }
      step = state.step;
      state.moments.forEach((moment, i) => {
        toInternal(layout, moment, views.moments[i]);
      });
    },
    getOptimizerState: (): OptimizerState => ({
      step,
      moments: views.moments.map((moment) => toCanonical(layout, moment)),
    }),
    trainStep: (batch, { learningRate, dropout }) => {
      const result = differentiate(batch, dropout);
      step++;
      applyUpdate(net, options, { step, learningRate, gradientNorm: result.gradientNorm });
      return result;
    },
    gradients: (batch, dropout) => {
      const result = differentiate(batch, dropout);
      return { ...result, gradients: toCanonical(layout, views.gradients) };
    },
    predict: (batch: Batch, outputs?: PredictOutputs) => {
      const needed = batch.size * spec.classes;
      if (predicted.length < needed) predicted = new Float32Array(needed);
      for (let first = 0; first < batch.size; first += chunk) {
        net.stage(batch, first, Math.min(chunk, batch.size - first));
        net.forward(null, false);
        net.readLogits(predicted);
        if (outputs) net.readOutputs(outputs);
      }
      return predicted.subarray(0, needed);
    },
    // The memory goes with the network: nothing outside it holds the instance.
    dispose: net.release,
  };
}
