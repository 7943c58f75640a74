// A recurrent layer over time, forward and backward, one direction. Steps are taken in groups: the input product of a group
// (forward) and its weight and input gradients (backward) are computed while the group's gates are in the cache.
import { Direction, GRU, LSTM } from './direction';
import { gruBackward, gruForward } from './gru';
import { lstmBackward, lstmForward } from './lstm';
import { at, Plan } from './plan';
import { product } from './product';
import { addColumnSums } from './reduce';
import { rnnBackward, rnnForward } from './rnn';
import { transposePanels } from './transpose';

/**
 * Rows that a weight gradient sums in one go. A row of wide layers lies in a page of its own: beyond 64 rows the processor would look up
 * more pages than it remembers (measured: 256 units, 64 rows 91 to 94 GFLOP/s, 128 rows 80 to 88; up to 128 units 128 rows are best).
 */
@inline
function depthOf(d: Direction): i32 {
  return d.hidden > 128 ? 64 : 128;
}

/** The layer's output for all rows; gates stay as the backward pass needs them where d.keepRows. */
export function forwardDirection(d: Direction, plan: Plan): void {
  const width = (<usize>d.hidden) << 2;
  const stateBytes = <usize>((at(plan.active, 0) + 3) & ~3) * width;
  memory.fill(d.state, 0, stateBytes);
  if (d.cell == LSTM) memory.fill(d.cellState, 0, stateBytes);
  addBiases(d);
  for (let n = 0; n < plan.groups; n++) {
    const group = d.reverse ? plan.groups - 1 - n : n;
    const first = at(plan.group, group);
    const end = at(plan.group, group + 1);
    const firstRow = at(plan.offset, first);
    const rows = at(plan.offset, end) - firstRow;
    const base = d.keepRows ? 0 : firstRow;
    product(
      d.x + <usize>firstRow * d.xRow,
      d.xRow,
      4,
      d.inputWeights,
      64,
      (<usize>d.inputs) << 6,
      d.biasRow,
      0,
      64,
      d.gates + <usize>(firstRow - base) * d.gatesRow,
      d.gatesRow,
      64,
      rows,
      d.inputs,
      d.inputColumns >> 4,
    );
    for (let s = first; s < end; s++) forwardStep(d, plan, d.reverse ? first + end - 1 - s : s, base);
  }
}

/** biasRow = both biases on their columns; where the columns overlap only their sum matters. */
function addBiases(d: Direction): void {
  memory.fill(d.biasRow, 0, (<usize>d.gateColumns) << 2);
  memory.copy(d.biasRow, d.inputBias, (<usize>d.inputColumns) << 2);
  let to = d.biasRow + ((<usize>(d.gateColumns - d.recurrentColumns)) << 2);
  for (let v: usize = 0; v < (<usize>d.recurrentColumns) << 2; v += 16)
    v128.store(to + v, f32x4.add(v128.load(to + v), v128.load(d.hiddenBias + v)));
}

function forwardStep(d: Direction, plan: Plan, t: i32, base: i32): void {
  const width = (<usize>d.hidden) << 2;
  const active = at(plan.active, t);
  const row = at(plan.offset, t);
  const rows = at(plan.offset, t + 1) - row;
  const gates = d.gates + <usize>(row - base) * d.gatesRow;
  const out = d.out + <usize>row * d.outRow;
  const weightsPanel = (<usize>d.hidden) << 6;

  const sums = gates + ((<usize>(d.gateColumns - d.recurrentColumns)) << 2);
  // q of a GRU stands alone: it starts from its bias. Every other block is added to the input product.
  const added = d.cell == GRU ? d.recurrentColumns - d.hidden : d.recurrentColumns;
  product(
    d.state,
    width,
    4,
    d.hiddenWeights,
    64,
    weightsPanel,
    sums,
    d.gatesRow,
    64,
    sums,
    d.gatesRow,
    64,
    rows,
    d.hidden,
    added >> 4,
  );
  if (d.cell == GRU) {
    product(
      d.state,
      width,
      4,
      d.hiddenWeights + <usize>(added >> 4) * weightsPanel,
      64,
      weightsPanel,
      d.biasRow + 3 * width,
      0,
      64,
      gates + 3 * width,
      d.gatesRow,
      64,
      rows,
      d.hidden,
      d.hidden >> 4,
    );
    gruForward(gates, d.gatesRow, d.state, out, d.outRow, active, width);
  } else if (d.cell == LSTM) {
    const cells = d.cells + <usize>(row - base) * width;
    lstmForward(gates, d.gatesRow, d.state, d.cellState, out, d.outRow, cells, active, width);
  } else {
    rnnForward(gates, d.gatesRow, d.state, out, d.outRow, active, width);
  }
  zeroRows(out, d.outRow, active, rows, width);
}

/** Rows that pad a step are zero, whatever an earlier batch left there: they meet zeros in sums, and 0 * NaN is NaN. */
function zeroRows(x: usize, xRow: usize, from: i32, to: i32, bytes: usize): void {
  for (let i = from; i < to; i++) memory.fill(x + <usize>i * xRow, 0, bytes);
}

/** Gradients of this direction's weights, and of x; turns `gates` into gradients. */
export function backwardDirection(d: Direction, plan: Plan): void {
  const width = (<usize>d.hidden) << 2;
  const carryBytes = <usize>((at(plan.active, 0) + 3) & ~3) * width;
  memory.fill(d.carry, 0, carryBytes);
  if (d.cell == LSTM) memory.fill(d.cellCarry, 0, carryBytes);
  memory.fill(d.biasSums, 0, (<usize>d.gateColumns) << 2);
  transposePanels(
    d.hiddenWeights,
    (<usize>d.hidden) << 6,
    d.hidden,
    d.recurrentColumns,
    d.hiddenWeightsTransposed,
  );
  if (d.xPanels > 0) {
    const wanted = min(d.xPanels << 4, d.inputs);
    transposePanels(d.inputWeights, (<usize>d.inputs) << 6, wanted, d.inputColumns, d.inputWeightsTransposed);
  }
  for (let n = 0; n < plan.groups; n++) {
    const group = d.reverse ? n : plan.groups - 1 - n;
    const first = at(plan.group, group);
    const end = at(plan.group, group + 1);
    const firstRow = at(plan.offset, first);
    for (let s = first; s < end; s++) backwardStep(d, plan, d.reverse ? s : first + end - 1 - s, firstRow);
    groupGradients(d, firstRow, at(plan.offset, end));
  }
  memory.copy(d.inputBiasGradient, d.biasSums, (<usize>d.inputColumns) << 2);
  const skipped = (<usize>(d.gateColumns - d.recurrentColumns)) << 2;
  memory.copy(d.hiddenBiasGradient, d.biasSums + skipped, (<usize>d.recurrentColumns) << 2);
}

function backwardStep(d: Direction, plan: Plan, t: i32, firstRow: i32): void {
  const active = at(plan.active, t);
  const row = at(plan.offset, t);
  const rows = at(plan.offset, t + 1) - row;
  // Items that were at work in the step before this one (in the direction's order); the others started here, from zero.
  const before = d.reverse ? t + 1 : t - 1;
  const carried = before >= 0 && before < plan.steps ? min(active, at(plan.active, before)) : 0;
  const beforeRow = carried > 0 ? at(plan.offset, before) : 0;
  if (carried > 0) backwardRows(d, row, firstRow, beforeRow, 0, carried);
  if (carried < active) backwardRows(d, row, firstRow, -1, carried, active);

  const width = (<usize>d.hidden) << 2;
  const gates = d.gates + <usize>row * d.gatesRow;
  zeroRows(gates, d.gatesRow, active, rows, (<usize>d.gateColumns) << 2);
  zeroRows(d.previous + <usize>(row - firstRow) * d.previousRow, d.previousRow, active, rows, width);
  if (carried == 0) return;
  product(
    gates + ((<usize>(d.gateColumns - d.recurrentColumns)) << 2),
    d.gatesRow,
    4,
    d.hiddenWeightsTransposed,
    64,
    (<usize>d.recurrentColumns) << 6,
    d.carry,
    width,
    64,
    d.carry,
    width,
    64,
    (carried + 3) & ~3,
    d.recurrentColumns,
    d.hidden >> 4,
  );
}

/** The cell's backward part for rows from … to - 1 of a step; beforeRow: the first row of the step before, -1: there is none. */
function backwardRows(d: Direction, row: i32, firstRow: i32, beforeRow: i32, from: i32, to: i32): void {
  const width = (<usize>d.hidden) << 2;
  const r = <usize>(row + from);
  const gates = d.gates + r * d.gatesRow;
  const dout = d.dout + r * d.doutRow;
  const carry = d.carry + <usize>from * width;
  const kept = d.previous + <usize>(row - firstRow + from) * d.previousRow;
  const previous = beforeRow < 0 ? d.zeros : d.out + <usize>(beforeRow + from) * d.outRow;
  const previousRow: usize = beforeRow < 0 ? 0 : d.outRow;
  const rows = to - from;
  if (d.cell == GRU) {
    gruBackward(gates, d.gatesRow, dout, d.doutRow, carry, previous, previousRow, kept, d.previousRow, rows, width);
  } else if (d.cell == LSTM) {
    const previousCells = beforeRow < 0 ? d.zeros : d.cells + <usize>(beforeRow + from) * width;
    lstmBackward(
      gates,
      d.gatesRow,
      dout,
      d.doutRow,
      carry,
      d.cellCarry + <usize>from * width,
      d.cells + r * width,
      previousCells,
      beforeRow < 0 ? 0 : width,
      previous,
      previousRow,
      kept,
      d.previousRow,
      rows,
      width,
    );
  } else {
    rnnBackward(gates, d.gatesRow, dout, d.doutRow, carry, previous, previousRow, kept, d.previousRow, rows, width);
  }
}

/** What the gate gradients of rows firstRow … endRow - 1 add to the weights' gradients, and the gradient of x there. */
function groupGradients(d: Direction, firstRow: i32, endRow: i32): void {
  const recurrentAt = (<usize>(d.gateColumns - d.recurrentColumns)) << 2;
  const depth = depthOf(d);
  for (let row = firstRow; row < endRow; row += depth) {
    const rows = min(depth, endRow - row);
    const x = d.x + <usize>row * d.xRow;
    const gates = d.gates + <usize>row * d.gatesRow;
    addOuterProducts(x, d.xRow, d.inputs, gates, d.gatesRow, rows, d.inputColumns, d.inputWeightsGradient);
    addOuterProducts(
      d.previous + <usize>(row - firstRow) * d.previousRow,
      d.previousRow,
      d.hidden,
      gates + recurrentAt,
      d.gatesRow,
      rows,
      d.recurrentColumns,
      d.hiddenWeightsGradient,
    );
    addColumnSums(gates, d.gatesRow, rows, d.gateColumns, d.biasSums);
  }
  if (d.xPanels == 0) return;
  const dx = d.dx + <usize>firstRow * d.dxRow;
  product(
    d.gates + <usize>firstRow * d.gatesRow,
    d.gatesRow,
    4,
    d.inputWeightsTransposed,
    64,
    (<usize>d.inputColumns) << 6,
    d.addToDx ? dx : d.zeros,
    d.addToDx ? d.dxRow : 0,
    d.addToDx ? 64 : 0,
    dx,
    d.dxRow,
    64,
    endRow - firstRow,
    d.inputColumns,
    d.xPanels,
  );
}

/** target (panels [columns / 16][features][16]) += x' gates, summed over rows. */
function addOuterProducts(
  x: usize,
  xRow: usize,
  features: i32,
  gates: usize,
  gatesRow: usize,
  rows: i32,
  columns: i32,
  target: usize,
): void {
  const panel = (<usize>features) << 6;
  product(x, 4, xRow, gates, gatesRow, 64, target, 64, panel, target, 64, panel, features, rows, columns >> 4);
}
