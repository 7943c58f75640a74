/** The classifier on the context vector: Linear, ReLU, Dropout, Linear; or one linear layer. */
import { applyMask } from './dropout.js';
import { addOuterProduct, addTo, addTransposedProduct, affine, type Tensors } from './tensors.js';

/** What the second layer reads; null where there is only one. */
export interface HeadTape {
  readonly hidden: Float64Array | null;
}

/** @param mask factors of the hidden units, or null for no dropout */
export function headForward(
  parameters: Tensors,
  context: Float64Array,
  mask: Float64Array | null,
): { logits: Float64Array; tape: HeadTape } {
  const first = affine(parameters['head.0.weight'], context, parameters['head.0.bias']);
  if (!('head.3.weight' in parameters)) return { logits: first, tape: { hidden: null } };
  const rectified = first.map((value) => Math.max(0, value));
  const hidden = applyMask(rectified, mask);
  return { logits: affine(parameters['head.3.weight'], hidden, parameters['head.3.bias']), tape: { hidden } };
}

/** The gradient by the context; adds those of the head's tensors. */
export function headBackward(
  parameters: Tensors,
  gradients: Tensors,
  context: Float64Array,
  tape: HeadTape,
  mask: Float64Array | null,
  dlogits: Float64Array,
): Float64Array {
  const { hidden } = tape;
  let dfirst = dlogits;
  if (hidden) {
    addOuterProduct(dlogits, hidden, gradients['head.3.weight']);
    addTo(gradients['head.3.bias'], dlogits);
    const dhidden = new Float64Array(hidden.length);
    addTransposedProduct(parameters['head.3.weight'], dlogits, dhidden);
    // A unit that ReLU or dropout set to zero passes nothing back.
    dfirst = applyMask(dhidden, mask).map((value, j) => (hidden[j] > 0 ? value : 0));
  }
  addOuterProduct(dfirst, context, gradients['head.0.weight']);
  addTo(gradients['head.0.bias'], dfirst);
  const dcontext = new Float64Array(context.length);
  addTransposedProduct(parameters['head.0.weight'], dfirst, dcontext);
  return dcontext;
}
