/** The network of DESIGN section 7 in TensorFlow.js operations, from packed rows to logits. The place to try a new layer. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RandomKey } from '../../base/random.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import type { Tf } from './backend.js';
import { headMask, packedMask } from './dropout.js';
import { layerNorm, linear, takeRows } from './operations.js';
import {
  firstRows,
  lastRows,
  packBatch,
  packedCodes,
  packedContinuous,
  packedShares,
  packedTimeRows,
  secondItems,
  type Packing,
} from './packing.js';
import { shortened, stemOf } from './stem.js';
import { recurrentDirection, type DirectionWeights } from './recurrence.js';

/** The tensors of a network by PyTorch's names. */
export type Parameters = ReadonlyMap<string, Tensor>;

export interface Outputs {
  /** size x classes */
  readonly logits: Tensor2D;
  /** size x steps of the longest item, or null where the network has no attention */
  readonly attention: Tensor2D | null;
  /** size x (hidden x directions): what the head sees */
  readonly context: Tensor2D;
}

/** What is computed in one call: constants of the gradient. */
interface Call {
  readonly tf: Tf;
  readonly spec: NetworkSpec;
  readonly batch: Batch;
  readonly packing: Packing;
  /** The key of the step's masks; null: no dropout. */
  readonly dropout: RandomKey | null;
}

/** A function of the parameters for one batch. Its tensors live in the caller's scope: call it inside `tf.tidy`. */
export function forward(
  tf: Tf,
  spec: NetworkSpec,
  batch: Batch,
  dropout: RandomKey | null,
): (parameters: Parameters) => Outputs {
  const whole: Call = { tf, spec, batch, packing: packBatch(batch), dropout: spec.dropout > 0 ? dropout : null };
  const input = mixedVectors(whole);
  const items = shortened(spec, batch);
  const call: Call = spec.stem ? { ...whole, batch: items, packing: packBatch(items) } : whole;
  const stem = spec.stem && stemOf(tf, spec.stem, batch, whole.packing, call.packing);
  const readOut = spec.attention ? attend(call) : lastStates(call);
  return (parameters) => {
    let rows = input(parameters);
    if (stem) rows = stem(rows, parameters.get('stem.weight') as Tensor3D, vector(parameters, 'stem.bias'));
    for (let layer = 0; layer < spec.layers; layer++) {
      rows = recurrentLayer(call, parameters, rows, layer);
      if (layer < spec.layers - 1) rows = dropped(call, rows, layer);
    }
    if (spec.layerNorm) {
      rows = layerNorm(tf, rows, vector(parameters, 'layer_norm.weight'), vector(parameters, 'layer_norm.bias'));
    }
    rows = dropped(call, rows, spec.layers);
    const { context, attention } = readOut(rows, parameters);
    return { logits: head(call, parameters, context), attention, context };
  };
}

const matrix = (parameters: Parameters, name: string): Tensor2D => parameters.get(name) as Tensor2D;
const vector = (parameters: Parameters, name: string): Tensor1D => parameters.get(name) as Tensor1D;

/** The input vectors; those of mixed items are sums of two. */
function mixedVectors(call: Call): (parameters: Parameters) => Tensor2D {
  const { tf, batch, packing } = call;
  const first = inputVectors(call);
  if (!batch.mix) return first;
  const second = inputVectors({ ...call, batch: secondItems(batch, batch.mix) });
  const share = tf.tensor2d(packedShares(batch.mix, packing), [packing.rows, 1]);
  return (parameters) => {
    const own = first(parameters);
    return tf.add(own, tf.mul(tf.sub(second(parameters), own), share));
  };
}

/** `[continuous | embedding 0 | embedding 1 | …]` with the time vector in its place: packed rows x inputs. */
function inputVectors({ tf, spec, batch, packing }: Call): (parameters: Parameters) => Tensor2D {
  const { continuous: channels, embeddings, time } = spec;
  const continuous =
    channels > 0 ? [tf.tensor2d(packedContinuous(batch, packing, channels), [packing.rows, channels])] : [];
  const codes = embeddings.map((_, i) => tf.tensor1d(packedCodes(batch, packing, i, embeddings.length), 'int32'));
  const timeRows = time && tf.tensor1d(packedTimeRows(batch, packing, time.rows), 'int32');
  return (parameters) => {
    const parts = codes.map((rows, i) => takeRows(tf, matrix(parameters, `embeddings.${i}.weight`), rows));
    if (time && timeRows) {
      const vectors = takeRows(tf, matrix(parameters, 'time_embedding.weight'), timeRows);
      if (time.combine === 'add') for (const i of time.after) parts[i] = tf.add(parts[i], vectors);
      else parts.splice(time.after.length > 0 ? Math.max(...time.after) + 1 : parts.length, 0, vectors);
    }
    const all = [...continuous, ...parts];
    return all.length > 1 ? tf.concat(all, 1) : all[0];
  };
}

/** All directions of one layer, side by side: packed rows x (hidden x directions). */
function recurrentLayer(call: Call, parameters: Parameters, rows: Tensor2D, layer: number): Tensor2D {
  const { tf, spec, packing } = call;
  const directions = (spec.bidirectional ? ['', '_reverse'] : ['']).map((suffix) => {
    const weights: DirectionWeights = {
      inputWeight: matrix(parameters, `rnn.weight_ih_l${layer}${suffix}`),
      hiddenWeight: matrix(parameters, `rnn.weight_hh_l${layer}${suffix}`),
      inputBias: vector(parameters, `rnn.bias_ih_l${layer}${suffix}`),
      hiddenBias: vector(parameters, `rnn.bias_hh_l${layer}${suffix}`),
    };
    return recurrentDirection(tf, spec.cell, rows, weights, packing.active, suffix !== '');
  });
  return directions.length > 1 ? tf.concat(directions, 1) : directions[0];
}

function dropped({ tf, spec, packing, dropout }: Call, rows: Tensor2D, place: number): Tensor2D {
  if (!dropout) return rows;
  return tf.mul(rows, tf.tensor2d(packedMask(dropout, place, spec.dropout, packing, rows.shape[1]), rows.shape));
}

type ReadOut = (rows: Tensor2D, parameters: Parameters) => Pick<Outputs, 'context' | 'attention'>;

/** One linear score a step, softmax over an item's steps, weighted sum of its rows. */
function attend({ tf, batch, packing }: Call): ReadOut {
  const { size, steps } = packing;
  const packedRow = tf.tensor1d(packing.packedRow, 'int32');
  // Far below any score, so that the softmax of a step that an item does not have is exactly 0.
  const absent = new Float32Array(size * steps);
  for (let item = 0; item < size; item++) absent.fill(-1e9, item * steps + batch.length[item], (item + 1) * steps);
  const offsets = tf.tensor2d(absent, [size, steps]);
  return (rows, parameters) => {
    const scores: Tensor2D = tf.matMul(rows, tf.transpose(matrix(parameters, 'attention.weight')));
    const padded: Tensor2D = tf.reshape(takeRows(tf, scores, packedRow), [size, steps]);
    const attention = tf.softmax<Tensor2D>(tf.add<Tensor2D>(padded, offsets));
    const values: Tensor3D = tf.reshape(takeRows(tf, rows, packedRow), [size, steps, rows.shape[1]]);
    const weighted = tf.matMul(tf.reshape(attention, [size, 1, steps]), values);
    return { context: tf.reshape(weighted, [size, rows.shape[1]]), attention };
  };
}

/** Each direction after it has read the whole item: the forward half of its last row, the reverse half of its first. */
function lastStates({ tf, spec, batch, packing }: Call): ReadOut {
  const last = tf.tensor1d(lastRows(batch, packing), 'int32');
  const first = tf.tensor1d(firstRows(packing), 'int32');
  const half: [number, number] = [packing.size, spec.hidden];
  return (rows) => {
    const forwards = takeRows(tf, rows, last);
    if (!spec.bidirectional) return { context: forwards, attention: null };
    const backwards = takeRows(tf, rows, first);
    const context = tf.concat([tf.slice(forwards, [0, 0], half), tf.slice(backwards, [0, spec.hidden], half)], 1);
    return { context, attention: null };
  };
}

/** Linear, or Linear, ReLU, Dropout, Linear. */
function head({ tf, spec, packing, dropout }: Call, parameters: Parameters, context: Tensor2D): Tensor2D {
  const layer = (x: Tensor2D, i: number): Tensor2D =>
    linear(tf, x, matrix(parameters, `head.${i}.weight`), vector(parameters, `head.${i}.bias`));
  const first = layer(context, 0);
  if (spec.headUnits === null) return first;
  const hidden = tf.relu(first);
  const mask = dropout && headMask(dropout, spec.layers + 1, spec.dropout, packing.size, spec.headUnits);
  return layer(mask ? tf.mul(hidden, tf.tensor2d(mask, [packing.size, spec.headUnits])) : hidden, 3);
}
