/** One engine against the reference on one random case: how far logits, loss, gradients and a following update are apart. */
import type { Engine, Network } from '../../../src/engine/contract.js';
import { referenceEngine } from '../../../src/engine/reference/index.js';
import { logitDistance, worstTensor } from './agreement.js';
import type { AnyCase } from './anyNetwork.js';
import { drawBatch, drawParameters, mixBatch, plainOptimizer } from './drawn.js';

export interface Differences {
  readonly logits: number;
  readonly loss: number;
  readonly gradients: number;
  /** The tensor whose gradient is farthest off. */
  readonly tensor: string;
  /** Weights after two updates, relative to what the updates moved them. */
  readonly updates: number;
}

/**
 * Random networks are often saturated or cancel, where single tensors carry little but rounding; a mistake in an engine
 * shows in tensors that matter to the whole, too.
 */
const floor = 1e-2;

/** @param scale what the continuous inputs are multiplied with */
export async function differences(engine: Engine, one: AnyCase, scale = 1): Promise<Differences> {
  const { spec, seed, lengths } = one;
  const options = {
    spec,
    loss: one.loss,
    optimizer: { ...plainOptimizer, name: 'sgd' as const, momentum: 0.9 },
    gradientClip: seed % 2 ? 0.5 : null,
    maxBatch: lengths.length + one.spareBatch,
    maxSteps: Math.max(...lengths) + one.spareSteps,
  };
  const drawn = drawBatch(spec, seed, lengths);
  const plain = { ...drawn, continuous: drawn.continuous.map((value) => value * scale) };
  const batch = seed % 3 === 0 ? mixBatch(spec, plain, seed) : plain;
  const key = (step: number) => (one.dropout ? { k0: seed, k1: step } : null);
  const parameters = drawParameters(spec, seed);
  const run = async (chosen: Engine) => {
    const network: Network = await chosen.create(options);
    network.setParameters(parameters);
    const { loss, logits, gradients } = network.gradients(batch, key(0));
    const kept = { loss, logits: logits.slice(), gradients: gradients.slice() };
    for (let step = 1; step <= 2; step++) network.trainStep(batch, { learningRate: 0.1, dropout: key(step) });
    const moved = network.getParameters().map((value, i) => value - parameters[i]);
    const predicted = network.predict(batch).slice();
    network.dispose();
    return { ...kept, moved, predicted };
  };
  const actual = await run(engine);
  const expected = await run(referenceEngine);
  const worst = worstTensor(spec, actual.gradients, expected.gradients, floor);
  return {
    logits: logitDistance(actual.logits, expected.logits),
    loss: Math.abs(actual.loss - expected.loss) / Math.max(1, expected.loss),
    gradients: worst.distance,
    tensor: worst.name,
    updates: Math.max(
      worstTensor(spec, actual.moved, expected.moved, floor).distance,
      logitDistance(actual.predicted, expected.predicted),
    ),
  };
}
