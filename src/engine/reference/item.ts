/** The whole network on one item, forward and back. Items never see each other, so there is no padding to mask. */
import { contextSize, inputSize } from '../../model/parameters.js';
import { recurrentSteps } from '../../model/stem.js';
import type { NetworkSpec } from '../../model/types.js';
import type { Batch } from '../contract.js';
import { attentionBackward, attentionForward, lastStateBackward, lastStateForward } from './attention.js';
import { applyMask } from './dropout.js';
import { inputBackward, inputForward } from './embedding.js';
import { headBackward, headForward, type HeadTape } from './head.js';
import { layerNormBackward, layerNormForward, type LayerNormTape } from './layerNorm.js';
import type { ItemMasks } from './masks.js';
import { directionBackward, directionForward, type Direction, type DirectionTape } from './recurrent.js';
import { stemBackward, stemForward } from './stem.js';
import type { Tensors } from './tensors.js';

/** What the way back needs of the way forward, and the results. */
export interface ItemTape {
  /** Of the recurrence. */
  readonly steps: number;
  /** Input vectors, and what the stem makes of them. */
  readonly input: Float64Array;
  readonly stem: Float64Array | null;
  readonly layers: readonly (readonly DirectionTape[])[];
  readonly norm: LayerNormTape | null;
  /** What attention, or the choice of the last state, reads: steps x context size. */
  readonly encoded: Float64Array;
  readonly attention: Float64Array | null;
  readonly context: Float64Array;
  readonly head: HeadTape;
  readonly logits: Float64Array;
}

function directionsOf(spec: NetworkSpec, layer: number): Direction[] {
  const forward = { cell: spec.cell, hidden: spec.hidden, suffix: `_l${layer}`, reverse: false };
  return spec.bidirectional ? [forward, { ...forward, suffix: `_l${layer}_reverse`, reverse: true }] : [forward];
}

export function itemForward(
  spec: NetworkSpec,
  parameters: Tensors,
  batch: Batch,
  item: number,
  masks: ItemMasks,
): ItemTape {
  const width = contextSize(spec);
  const steps = recurrentSteps(spec, batch.length[item]);
  const input = inputForward(spec, parameters, batch, item);
  const stem = spec.stem ? stemForward(spec.stem, parameters, input, batch.length[item]) : null;
  let values = stem ?? input;
  const layers: DirectionTape[][] = [];
  for (let layer = 0; layer < spec.layers; layer++) {
    const output = new Float64Array(steps * width);
    layers.push(
      directionsOf(spec, layer).map((direction, d) =>
        directionForward(direction, parameters, values, steps, output, d * spec.hidden),
      ),
    );
    values = layer < spec.layers - 1 ? applyMask(output, masks.betweenLayers[layer]) : output;
  }

  let norm: LayerNormTape | null = null;
  if (spec.layerNorm) {
    const result = layerNormForward(values, parameters['layer_norm.weight'], parameters['layer_norm.bias']);
    norm = result.tape;
    values = result.output;
  }
  const encoded = applyMask(values, masks.encoded);
  const attended = spec.attention ? attentionForward(encoded, parameters['attention.weight']) : null;
  const context = attended?.context ?? lastStateForward(encoded, width, spec.hidden);
  const { logits, tape: head } = headForward(parameters, context, masks.head);
  return { steps, input, stem, layers, norm, encoded, attention: attended?.attention ?? null, context, head, logits };
}

/** Adds the item's gradients of all tensors. @param dlogits the gradient of the loss by the item's logits */
export function itemBackward(
  spec: NetworkSpec,
  parameters: Tensors,
  gradients: Tensors,
  batch: Batch,
  item: number,
  masks: ItemMasks,
  tape: ItemTape,
  dlogits: Float64Array,
): void {
  const { steps, norm, encoded, attention } = tape;
  const dcontext = headBackward(parameters, gradients, tape.context, tape.head, masks.head, dlogits);
  const dencoded = attention
    ? attentionBackward(encoded, attention, parameters['attention.weight'], dcontext, gradients['attention.weight'])
    : lastStateBackward(dcontext, steps, spec.hidden);
  let dvalues = applyMask(dencoded, masks.encoded);
  if (norm) {
    const weight = parameters['layer_norm.weight'];
    dvalues = layerNormBackward(norm, weight, dvalues, gradients['layer_norm.weight'], gradients['layer_norm.bias']);
  }

  for (let layer = spec.layers - 1; layer >= 0; layer--) {
    const doutput = layer < spec.layers - 1 ? applyMask(dvalues, masks.betweenLayers[layer]) : dvalues;
    const dinput = new Float64Array(steps * (layer === 0 ? inputSize(spec) : contextSize(spec)));
    directionsOf(spec, layer).forEach((direction, d) => {
      const directionTape = tape.layers[layer][d];
      directionBackward(direction, parameters, gradients, directionTape, steps, doutput, d * spec.hidden, dinput);
    });
    dvalues = dinput;
  }
  if (spec.stem && tape.stem) {
    dvalues = stemBackward(spec.stem, parameters, gradients, tape.input, tape.stem, batch.length[item], dvalues);
  }
  inputBackward(spec, gradients, batch, item, dvalues);
}
