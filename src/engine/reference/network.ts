/** The reference network behind the engine contract: parameters, moments and all arithmetic in float64. */
import type { RandomKey } from '../../base/random.js';
import { lossAndGradient } from '../../model/losses.js';
import { optimizerOf, type Moments } from '../../model/optimizers.js';
import { contextSize, parameterCount } from '../../model/parameters.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch, Network, NetworkOptions, PredictOutputs } from '../contract.js';
import { itemBackward, itemForward, type ItemTape } from './item.js';
import { itemMasks } from './masks.js';
import { rowOf, viewTensors, type Tensors } from './tensors.js';

export function createReferenceNetwork(options: NetworkOptions): Network {
  const { spec, gradientClip } = options;
  const flat = new Float64Array(parameterCount(spec));
  const parameters = viewTensors(spec, flat);
  const optimizer = optimizerOf(options.optimizer);
  let state: Moments<Float64Array> = optimizer.init(flat);

  const gradients: Network['gradients'] = (batch, dropout) => computeGradients(options, parameters, batch, dropout);

  return {
    spec,
    setParameters(source) {
      flat.set(source);
    },
    getParameters: () => Float32Array.from(flat),
    setOptimizerState(source) {
      state = { step: source.step, moments: source.moments.map((moment) => Float64Array.from(moment)) };
    },
    getOptimizerState: () => ({
      step: state.step,
      moments: state.moments.map((moment) => Float32Array.from(moment)),
    }),
    gradients,
    trainStep(batch, step) {
      const { loss, gradientNorm, logits, gradients: unclipped } = gradients(batch, step.dropout);
      const clipped = unclipped.map((value) => value * clipFactor(gradientNorm, gradientClip)) as Float64Array;
      optimizer.update(state, flat, clipped, step.learningRate);
      return { loss, gradientNorm, logits };
    },
    predict(batch, outputs) {
      const tapes = forwardAll(spec, parameters, { ...batch, mix: undefined }, null);
      if (outputs) fillOutputs(spec, tapes, outputs);
      return logitsOf(spec, tapes);
    },
    dispose: () => undefined,
  };
}

function forwardAll(spec: NetworkSpec, parameters: Tensors, batch: Batch, dropout: RandomKey | null): ItemTape[] {
  return Array.from({ length: batch.size }, (_, item) =>
    itemForward(spec, parameters, batch, item, itemMasks(spec, batch, item, dropout)),
  );
}

function logitsOf(spec: NetworkSpec, tapes: readonly ItemTape[]): Float64Array {
  const logits = new Float64Array(tapes.length * spec.classes);
  tapes.forEach((tape, item) => {
    logits.set(tape.logits, item * spec.classes);
  });
  return logits;
}

function computeGradients(
  { spec, loss: lossSpec }: NetworkOptions,
  parameters: Tensors,
  batch: Batch,
  dropout: RandomKey | null,
): ReturnType<Network['gradients']> {
  const tapes = forwardAll(spec, parameters, batch, dropout);
  const logits = logitsOf(spec, tapes);
  const dlogits = new Float64Array(logits.length);
  const loss = lossAndGradient(lossSpec, logits, batch.labels, batch.size, spec.classes, dlogits, batch.mix);
  const flat = new Float64Array(parameterCount(spec));
  const gradients = viewTensors(spec, flat);
  tapes.forEach((tape, item) => {
    const masks = itemMasks(spec, batch, item, dropout);
    itemBackward(spec, parameters, gradients, batch, item, masks, tape, rowOf(dlogits, item, spec.classes));
  });
  const gradientNorm = Math.sqrt(flat.reduce((sum, value) => sum + value * value, 0));
  return { loss, gradientNorm, logits, gradients: flat };
}

/** As torch.nn.utils.clip_grad_norm_. */
function clipFactor(norm: number, limit: number | null): number {
  return limit === null ? 1 : Math.min(1, limit / (norm + 1e-6));
}

function fillOutputs(spec: NetworkSpec, tapes: readonly ItemTape[], { attention, context }: PredictOutputs): void {
  tapes.forEach((tape, item) => {
    context?.set(tape.context, item * contextSize(spec));
    if (!attention || !tape.attention) return;
    attention.values.fill(0, item * attention.stride, (item + 1) * attention.stride);
    attention.values.set(tape.attention, item * attention.stride);
  });
}
