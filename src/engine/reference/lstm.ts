/** PyTorch's LSTM cell (https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html): gates i, f, g, o. */
import { sigmoid, type RecurrentCell } from './cell.js';

/** i, f, g and o of unit j. */
function gatesOf(
  a: Float64Array,
  b: Float64Array,
  size: number,
  j: number,
): { i: number; f: number; g: number; o: number } {
  const sum = (gate: number): number => a[gate * size + j] + b[gate * size + j];
  return { i: sigmoid(sum(0)), f: sigmoid(sum(1)), g: Math.tanh(sum(2)), o: sigmoid(sum(3)) };
}

export const lstm: RecurrentCell = {
  forward(fromInput, fromHidden, previous) {
    const size = previous.hidden.length;
    const hidden = new Float64Array(size);
    const memory = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      const { i, f, g, o } = gatesOf(fromInput, fromHidden, size, j);
      memory[j] = f * previous.memory[j] + i * g;
      hidden[j] = o * Math.tanh(memory[j]);
    }
    return { hidden, memory };
  },

  backward(fromInput, fromHidden, previous, gradient) {
    const size = previous.hidden.length;
    const byGates = new Float64Array(4 * size);
    const byMemory = new Float64Array(size);
    for (let j = 0; j < size; j++) {
      const { i, f, g, o } = gatesOf(fromInput, fromHidden, size, j);
      const squashed = Math.tanh(f * previous.memory[j] + i * g);
      const dh = gradient.hidden[j];
      const dc = gradient.memory[j] + dh * o * (1 - squashed * squashed);
      byGates[j] = dc * g * i * (1 - i);
      byGates[size + j] = dc * previous.memory[j] * f * (1 - f);
      byGates[2 * size + j] = dc * i * (1 - g * g);
      byGates[3 * size + j] = dh * squashed * o * (1 - o);
      byMemory[j] = dc * f;
    }
    return {
      fromInput: byGates,
      fromHidden: byGates,
      previous: { hidden: new Float64Array(size), memory: byMemory },
    };
  },
};
