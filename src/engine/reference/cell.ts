/** What the recurrent layer needs to know of a cell: one step forward, one step back, on pre-activations. */

/** State after a step; `memory` is the LSTM's cell state and empty for the others. */
export interface CellState {
  readonly hidden: Float64Array;
  readonly memory: Float64Array;
}

/** Derivatives of the loss by what a step was computed from. */
export interface CellGradient {
  /** by W x + b, gates x hidden */
  readonly fromInput: Float64Array;
  /** by U h + c, gates x hidden */
  readonly fromHidden: Float64Array;
  /** by the previous state, apart from the way through U h */
  readonly previous: CellState;
}

export interface RecurrentCell {
  /** @param fromInput W x + b  @param fromHidden U h + c, both gates x hidden */
  forward(fromInput: Float64Array, fromHidden: Float64Array, previous: CellState): CellState;
  /** Same arguments and the gradient by the state they gave. Gates are computed anew: clarity before speed. */
  backward(fromInput: Float64Array, fromHidden: Float64Array, previous: CellState, gradient: CellState): CellGradient;
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
