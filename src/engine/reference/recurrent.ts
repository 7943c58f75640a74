/** One direction of one recurrent layer over one item; the reverse direction starts at the item's last step. */
import type { Cell } from '../../model/types.js';
import type { CellState, RecurrentCell } from './cell.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { rnn } from './rnn.js';
import { addOuterProduct, addTo, addTransposedProduct, affine, rowOf, type Tensors } from './tensors.js';

const cells: Readonly<Record<Cell, RecurrentCell>> = { gru, lstm, rnn };

export interface Direction {
  readonly cell: Cell;
  readonly hidden: number;
  /** What the tensors' names end in: `_l0`, `_l0_reverse`, … */
  readonly suffix: string;
  readonly reverse: boolean;
}

/** What the way back needs: of each step, in the order of time, its pre-activations and the state before it. */
export interface DirectionTape {
  readonly input: Float64Array;
  readonly fromInput: readonly Float64Array[];
  readonly fromHidden: readonly Float64Array[];
  readonly previous: readonly CellState[];
}

/** Steps in the order the direction reads them. */
function readingOrder(steps: number, reverse: boolean): number[] {
  return Array.from({ length: steps }, (_, i) => (reverse ? steps - 1 - i : i));
}

function zeroState(hidden: number): CellState {
  return { hidden: new Float64Array(hidden), memory: new Float64Array(hidden) };
}

/**
 * @param input steps x width
 * @param output steps x outputWidth; the direction's hidden states go to columns `column` … `column + hidden - 1`
 */
export function directionForward(
  direction: Direction,
  parameters: Tensors,
  input: Float64Array,
  steps: number,
  output: Float64Array,
  column: number,
): DirectionTape {
  const { hidden, suffix } = direction;
  const cell = cells[direction.cell];
  const width = input.length / steps;
  const fromInput: Float64Array[] = [];
  const fromHidden: Float64Array[] = [];
  const previous: CellState[] = [];
  let state = zeroState(hidden);
  for (const t of readingOrder(steps, direction.reverse)) {
    const x = rowOf(input, t, width);
    previous[t] = state;
    fromInput[t] = affine(parameters[`rnn.weight_ih${suffix}`], x, parameters[`rnn.bias_ih${suffix}`]);
    fromHidden[t] = affine(parameters[`rnn.weight_hh${suffix}`], state.hidden, parameters[`rnn.bias_hh${suffix}`]);
    state = cell.forward(fromInput[t], fromHidden[t], state);
    rowOf(output, t, output.length / steps).set(state.hidden, column);
  }
  return { input, fromInput, fromHidden, previous };
}

/** Adds the gradients of the direction's tensors, and its share of `dinput` (steps x width). Shapes as in the way forward. */
export function directionBackward(
  direction: Direction,
  parameters: Tensors,
  gradients: Tensors,
  tape: DirectionTape,
  steps: number,
  doutput: Float64Array,
  column: number,
  dinput: Float64Array,
): void {
  const { hidden, suffix } = direction;
  const cell = cells[direction.cell];
  const width = tape.input.length / steps;
  let carried = zeroState(hidden);
  for (const t of readingOrder(steps, !direction.reverse)) {
    addTo(carried.hidden, rowOf(doutput, t, doutput.length / steps).subarray(column, column + hidden));
    const step = cell.backward(tape.fromInput[t], tape.fromHidden[t], tape.previous[t], carried);
    addOuterProduct(step.fromInput, rowOf(tape.input, t, width), gradients[`rnn.weight_ih${suffix}`]);
    addOuterProduct(step.fromHidden, tape.previous[t].hidden, gradients[`rnn.weight_hh${suffix}`]);
    addTo(gradients[`rnn.bias_ih${suffix}`], step.fromInput);
    addTo(gradients[`rnn.bias_hh${suffix}`], step.fromHidden);
    addTransposedProduct(parameters[`rnn.weight_ih${suffix}`], step.fromInput, rowOf(dinput, t, width));
    addTransposedProduct(parameters[`rnn.weight_hh${suffix}`], step.fromHidden, step.previous.hidden);
    carried = step.previous;
  }
}
