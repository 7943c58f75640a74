// Forward pass of a recurrent layer over time, one direction. Steps are taken in groups: the input product of a group
// is computed just before its steps, which find its rows in the cache.
import { Direction, GRU, LSTM } from './direction';
import { gruForward } from './gru';
import { lstmForward } from './lstm';
import { at, Plan, zeroRows } from './plan';
import { product } from './product';
import { rnnForward } from './rnn';

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
