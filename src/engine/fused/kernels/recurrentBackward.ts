// Backward pass of a recurrent layer over time, one direction: back through the steps of a group, then the group's part
// of the gradients of weights and inputs, while the gates' gradients are in the cache. The host goes from group to
// group (directions.ts there), since another thread may be at work on the other direction.
import { Direction, GRU, LSTM } from './direction';
import { gruBackward } from './gru';
import { lstmBackward } from './lstm';
import { at, Plan, zeroRows } from './plan';
import { product } from './product';
import { addColumnSums } from './reduce';
import { rnnBackward } from './rnn';
import { transposePanels } from './transpose';

/**
 * Rows that a weight gradient sums in one go. A row of wide layers lies in a page of its own: beyond 64 rows the
 * processor would look up more pages than it remembers (measured: 256 units, 64 rows 91 to 94 GFLOP/s, 128 rows 80 to
 * 88; up to 128 units 128 rows are best).
 */
@inline
function depthOf(d: Direction): i32 {
  return d.hidden > 128 ? 64 : 128;
}

/** Before the first group. */
export function backwardStart(d: Direction, plan: Plan): void {
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
}

/** The steps of a group, and its part of the weights' gradients; turns its `gates` into gradients. */
export function backwardGroup(d: Direction, plan: Plan, group: i32): void {
  const first = at(plan.group, group);
  const end = at(plan.group, group + 1);
  const firstRow = at(plan.offset, first);
  for (let s = first; s < end; s++) backwardStep(d, plan, d.reverse ? s : first + end - 1 - s, firstRow);
  weightGradients(d, firstRow, at(plan.offset, end));
}

/** After the last group. */
export function backwardEnd(d: Direction): void {
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

/**
 * The cell's backward part for rows from … to - 1 of a step; beforeRow: the first row of the step before, -1: there is
 * none.
 */
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

/** What the gate gradients of rows firstRow … endRow - 1 add to the weights' gradients. */
function weightGradients(d: Direction, firstRow: i32, endRow: i32): void {
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
}

/** The gradient of x in the rows of a group, whose gates are gradients already; added to what is there where d.addToDx. */
export function backwardInputs(d: Direction, plan: Plan, group: i32): void {
  if (d.xPanels == 0) return;
  const firstRow = at(plan.offset, at(plan.group, group));
  const endRow = at(plan.offset, at(plan.group, group + 1));
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
