/** All dropout masks of one item in one training step; null stands for "nothing is dropped". */
import type { RandomKey } from '../../base/random.js';
import { contextSize } from '../../model/parameters.js';
import { recurrentSteps } from '../../model/stem.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import { dropoutMask } from './dropout.js';

type Mask = Float64Array | null;

export interface ItemMasks {
  /** After each recurrent layer but the last; steps x context size. */
  readonly betweenLayers: readonly Mask[];
  /** After the layer norm (or, without one, after the last layer); steps x context size. */
  readonly encoded: Mask;
  /** On the head's hidden units. */
  readonly head: Mask;
}

export function itemMasks(spec: NetworkSpec, batch: Batch, item: number, step: RandomKey | null): ItemMasks {
  const longest = batch.length.subarray(0, batch.size).reduce((a, b) => Math.max(a, b));
  const stepsOf = (inputSteps: number): number => recurrentSteps(spec, inputSteps);
  const overTime = (place: number): Mask =>
    step &&
    dropoutMask(
      { step, probability: spec.dropout, item, longest: stepsOf(longest) },
      place,
      stepsOf(batch.length[item]),
      contextSize(spec),
    );
  return {
    betweenLayers: Array.from({ length: spec.layers - 1 }, (_, layer) => overTime(layer)),
    encoded: overTime(spec.layers),
    head:
      step && spec.headUnits !== null
        ? dropoutMask({ step, probability: spec.dropout, item, longest: 1 }, spec.layers + 1, 1, spec.headUnits)
        : null,
  };
}
