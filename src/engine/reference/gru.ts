/** PyTorch's GRU cell (https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html): gates r, z, n; r acts on U h + c. */
import { sigmoid, type RecurrentCell } from './cell.js';

/** r, z and n of unit j. */
function gatesOf(a: Float64Array, b: Float64Array, hidden: number, j: number): { r: number; z: number; n: number } {
  const r = sigmoid(a[j] + b[j]);
  const z = sigmoid(a[hidden + j] + b[hidden + j]);
  const n = Math.tanh(a[2 * hidden + j] + r * b[2 * hidden + j]);
  return { r, z, n };
}

export const gru: RecurrentCell = {
  forward(fromInput, fromHidden, previous) {
    const size = previous.hidden.length;
    const hidden = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      const { z, n } = gatesOf(fromInput, fromHidden, size, j);
      hidden[j] = (1 - z) * n + z * previous.hidden[j];
    }
    return { hidden, memory: previous.memory };
  },

  backward(fromInput, fromHidden, previous, gradient) {
    const size = previous.hidden.length;
    const byInput = new Float64Array(3 * size);
    const byHidden = new Float64Array(3 * size);
    const byPrevious = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      const { r, z, n } = gatesOf(fromInput, fromHidden, size, j);
      const dh = gradient.hidden[j];
      const dn = dh * (1 - z) * (1 - n * n);
      const dr = dn * fromHidden[2 * size + j] * r * (1 - r);
      const dz = dh * (previous.hidden[j] - n) * z * (1 - z);
      byInput[j] = byHidden[j] = dr;
      byInput[size + j] = byHidden[size + j] = dz;
      byInput[2 * size + j] = dn;
      byHidden[2 * size + j] = dn * r;
      byPrevious[j] = dh * z;
    }
    return {
      fromInput: byInput,
      fromHidden: byHidden,
      previous: { hidden: byPrevious, memory: gradient.memory },
    };
  },
};
