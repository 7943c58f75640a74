// One direction of one recurrent layer: where its weights, activations and gradients lie. Written by the host once
// (`records.ts` there has the same fields in the same order). Addresses and strides in bytes, sizes in values.

export const RNN: i32 = 0;
export const GRU: i32 = 1;
export const LSTM: i32 = 2;

@unmanaged
export class Direction {
  cell: i32;
  /** 1: from each item's last step to its first. */
  reverse: i32;
  /** Hidden units, padded to a multiple of 16; the width of a block of gates. */
  hidden: i32;
  /**
   * Columns of `gates`; the input product owns the first inputColumns, the recurrent product the last
   * recurrentColumns.
   */
  gateColumns: i32;
  inputColumns: i32;
  recurrentColumns: i32;
  /** Columns of x that count, padded to a multiple of 4. */
  inputs: i32;
  /** 0: `gates` and `cells` hold one group only (prediction), else all rows. */
  keepRows: i32;
  x: usize;
  xRow: usize;
  gates: usize;
  gatesRow: usize;
  /** LSTM: c of every row, hidden wide. */
  cells: usize;
  /** h (and c) of the items at the present step, [items][hidden]. */
  state: usize;
  cellState: usize;
  /** h of every row: this direction's part of the layer's output. */
  out: usize;
  outRow: usize;
  /** Panels [columns / 16][inputs or hidden][16]; biases in the order of the columns. */
  inputWeights: usize;
  hiddenWeights: usize;
  inputBias: usize;
  hiddenBias: usize;
  /** Both biases, added up by column. */
  biasRow: usize;
  // Backward pass.
  inputWeightsGradient: usize;
  hiddenWeightsGradient: usize;
  inputBiasGradient: usize;
  hiddenBiasGradient: usize;
  /** The weights transposed, in panels: [xPanels][inputColumns][16], [hidden / 16][recurrentColumns][16]. */
  inputWeightsTransposed: usize;
  hiddenWeightsTransposed: usize;
  dout: usize;
  doutRow: usize;
  /** Gradients of h and c that reach the step before, [items][hidden]. */
  carry: usize;
  cellCarry: usize;
  /** h of the step before, for the rows of one group. */
  previous: usize;
  previousRow: usize;
  /** Sums of the gradients of a column, gateColumns wide. */
  biasSums: usize;
  /** Gradient of x: its first xPanels * 16 columns; addToDx 1: added to what the other direction left there. */
  dx: usize;
  dxRow: usize;
  xPanels: i32;
  addToDx: i32;
  /** A row of zeros, as wide as any. */
  zeros: usize;
}
