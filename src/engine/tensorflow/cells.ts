/** One step of each recurrent cell, with PyTorch's equations (https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers). */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Cell } from '../../model/types.js';
import type { Tf } from './backend.js';
import { product } from './operations.js';

/** What a step needs of the recurrent side: Uᵀ (hidden x gates·hidden) and its bias. */
export interface RecurrentWeights {
  readonly weight: Tensor2D;
  readonly bias: Tensor1D;
}

export interface CellDefinition {
  /** State vectors; the first is the output. */
  readonly states: number;
  /** Groups of gates in which the input product W x + b is wanted, in units of `hidden` columns; split once for all steps. */
  readonly inputGroups: readonly number[];
  /** The next state of the active items. Each tensor has a row an item. */
  step(tf: Tf, inputs: readonly Tensor2D[], state: readonly Tensor2D[], weights: RecurrentWeights): Tensor2D[];
}

const recurrentProduct = (tf: Tf, h: Tensor2D, { weight, bias }: RecurrentWeights): Tensor2D =>
  tf.add(product(tf, h, weight), bias);

/** r, z = σ(…); n = tanh(W x + b + r ∘ (U h + c)); h' = n + z ∘ (h - n). */
const gru: CellDefinition = {
  states: 1,
  inputGroups: [2, 1],
  step(tf, [inputGates, inputNew], [h], weights) {
    const width = h.shape[1];
    const [gates, fresh] = tf.split(recurrentProduct(tf, h, weights), [2 * width, width], 1);
    const [r, z] = tf.split(tf.sigmoid(tf.add(inputGates, gates)), 2, 1);
    const n = tf.tanh(tf.add(inputNew, tf.mul(r, fresh)));
    return [tf.add(n, tf.mul(z, tf.sub(h, n)))];
  },
};

/** i, f, g, o; c' = f ∘ c + i ∘ g; h' = o ∘ tanh(c'). */
const lstm: CellDefinition = {
  states: 2,
  inputGroups: [4],
  step(tf, [inputGates], [h, c], weights) {
    const [i, f, g, o] = tf.split(tf.add(inputGates, recurrentProduct(tf, h, weights)), 4, 1);
    const cell: Tensor2D = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(cell)), cell];
  },
};

/** h' = tanh(W x + b + U h + c). */
const rnn: CellDefinition = {
  states: 1,
  inputGroups: [1],
  step(tf, [input], [h], weights) {
    const next: Tensor2D = tf.add(input, recurrentProduct(tf, h, weights));
    return [tf.tanh(next)];
  },
};

export const cells: Readonly<Record<Cell, CellDefinition>> = { gru, lstm, rnn };
