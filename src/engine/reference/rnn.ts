/** PyTorch's plain recurrent cell with tanh (https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html). */
import type { RecurrentCell } from './cell.js';

export const rnn: RecurrentCell = {
  forward(fromInput, fromHidden, previous) {
    return { hidden: fromInput.map((a, j) => Math.tanh(a + fromHidden[j])), memory: previous.memory };
  },

  backward(fromInput, fromHidden, previous, gradient) {
    const byGates = fromInput.map((a, j) => {
      const hidden = Math.tanh(a + fromHidden[j]);
      return gradient.hidden[j] * (1 - hidden * hidden);
    });
    return {
      fromInput: byGates,
      fromHidden: byGates,
      previous: { hidden: new Float64Array(previous.hidden.length), memory: gradient.memory },
    };
  },
};
