/** One step of each recurrent cell, with PyTorch's equations (https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers). */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Cell } from '../../model/types.js';
import type { Tf } from './backend.js';

export interface CellDefinition {
  /** State vectors; the first is the output. */
  readonly states: number;
  /** Groups of gates in which the input product W x + b is wanted, in units of `hidden` columns; split once for all steps. */
  readonly inputGroups: readonly number[];
  /**
   * The next state of the active items. Each tensor has a row an item.
   * @param inputs W x + b, in the groups above
   * @param recurrent U h + c, h being the first of `state`
   */
  step(tf: Tf, inputs: readonly Tensor2D[], state: readonly Tensor2D[], recurrent: Tensor2D): Tensor2D[];
}

/** r, z = σ(…); n = tanh(W x + b + r ∘ (U h + c)); h' = n + z ∘ (h - n). */
const gru: CellDefinition = {
  states: 1,
  inputGroups: [2, 1],
  step(tf, [inputGates, inputNew], [h], recurrent) {
    const width = h.shape[1];
    const [gates, fresh] = tf.split(recurrent, [2 * width, width], 1);
    const [r, z] = tf.split(tf.sigmoid(tf.add(inputGates, gates)), 2, 1);
    const n = tf.tanh(tf.add(inputNew, tf.mul(r, fresh)));
    return [tf.add(n, tf.mul(z, tf.sub(h, n)))];
  },
};

/** i, f, g, o; c' = f ∘ c + i ∘ g; h' = o ∘ tanh(c'). */
const lstm: CellDefinition = {
  states: 2,
  inputGroups: [4],
  step(tf, [inputGates], [, c], recurrent) {
    const [i, f, g, o] = tf.split(tf.add(inputGates, recurrent), 4, 1);
    const cell: Tensor2D = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell];
  },
};

/** h' = tanh(W x + b + U h + c). */
const rnn: CellDefinition = {
  states: 1,
  inputGroups: [1],
  step(tf, [input], _, recurrent) {
    const sum: Tensor2D = tf.add(input, recurrent);
    return [tf.tanh(sum)];
  },
};

export const cells: Readonly<Record<Cell, CellDefinition>> = { gru, lstm, rnn };
