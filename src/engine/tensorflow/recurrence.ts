/** A recurrent layer over packed rows: the input product of all steps at once, then step by step over the active items. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Cell } from '../../model/types.js';
import type { Tf } from './backend.js';
import { cells } from './cells.js';
import { joinRows, linear, splitRows } from './operations.js';
import { recurrentProducts } from './recurrentProducts.js';

export interface DirectionWeights {
  /** gates·hidden x inputs */
  readonly inputWeight: Tensor2D;
  /** gates·hidden x hidden */
  readonly hiddenWeight: Tensor2D;
  readonly inputBias: Tensor1D;
  readonly hiddenBias: Tensor1D;
}

/**
 * One direction of one layer.
 * @param x packed rows x inputs
 * @param active items that have a step t, for each t
 * @param reverse from each item's last step to its first
 * @returns packed rows x hidden
 */
export function recurrentDirection(
  tf: Tf,
  cell: Cell,
  x: Tensor2D,
  weights: DirectionWeights,
  active: readonly number[],
  reverse: boolean,
): Tensor2D {
  const { states, inputGroups, step } = cells[cell];
  const hidden = weights.hiddenWeight.shape[1];
  const projected = linear(tf, x, weights.inputWeight, weights.inputBias);
  const columns = inputGroups.map((gates) => gates * hidden);
  const groups: Tensor2D[] = columns.length > 1 ? tf.split(projected, columns, 1) : [projected];
  const inputs = groups.map((group) => splitRows(tf, group, active));
  const recurrent = recurrentProducts(tf, weights.hiddenWeight, weights.hiddenBias, active);

  const outputs: Tensor2D[] = [];
  const first = reverse ? active.length - 1 : 0;
  let state: Tensor2D[] = Array.from({ length: states }, () => tf.zeros([active[first], hidden]));
  for (let n = 0; n < active.length; n++) {
    const t = reverse ? active.length - 1 - n : n;
    const entering = state.map((values) => withRows(tf, values, active[t]));
    state = step(
      tf,
      inputs.map((steps) => steps[t]),
      entering,
      recurrent(t, entering[0]),
    );
    outputs[t] = state[0];
  }
  return joinRows(tf, outputs);
}

/** Drops the items that have ended, or lets those begin whose last step this is: with a state of zero. */
function withRows(tf: Tf, values: Tensor2D, rows: number): Tensor2D {
  const [now, columns] = values.shape;
  if (rows < now) return tf.slice(values, [0, 0], [rows, columns]);
  return rows > now ? tf.concat([values, tf.zeros([rows - now, columns])], 0) : values;
}
