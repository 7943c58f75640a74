// The head: Linear, or Linear, ReLU, dropout, Linear. All of it is small beside the recurrence.
import { dropRow, Mask } from './dropout';
import { at, Plan } from './plan';
import { product } from './product';
import { addColumnSums } from './reduce';
import { all } from './simd';
import { transposePanels } from './transpose';

/** One linear layer. Written by the host (`records.ts` there has the same fields in the same order). */
@unmanaged
export class Linear {
  /** Padded sizes: inputs to a multiple of 4, outputs of 16. */
  inputs: i32;
  outputs: i32;
  x: usize;
  y: usize;
  dx: usize;
  dy: usize;
  /** Panels [outputs / 16][inputs][16], and bias. */
  weights: usize;
  bias: usize;
  weightsGradient: usize;
  biasGradient: usize;
  transposed: usize;
  zeros: usize;
}

/** y = x W + bias; rows a multiple of 4. */
export function linearForward(l: Linear, rows: i32): void {
  const xRow = (<usize>l.inputs) << 2;
  const yRow = (<usize>l.outputs) << 2;
  const panel = (<usize>l.inputs) << 6;
  product(l.x, xRow, 4, l.weights, 64, panel, l.bias, 0, 64, l.y, yRow, 64, rows, l.inputs, l.outputs >> 4);
}

/** Gradients of the weights and of x from dy, whose padded rows and columns are zero. */
export function linearBackward(l: Linear, rows: i32): void {
  const xRow = (<usize>l.inputs) << 2;
  const yRow = (<usize>l.outputs) << 2;
  const panel = (<usize>l.inputs) << 6;
  const dw = l.weightsGradient;
  product(l.x, 4, xRow, l.dy, yRow, 64, dw, 64, panel, dw, 64, panel, l.inputs, rows, l.outputs >> 4);
  addColumnSums(l.dy, yRow, rows, l.outputs, l.biasGradient);
  transposePanels(l.weights, panel, l.inputs, l.outputs, l.transposed);
  const dxPanel = (<usize>l.outputs) << 6;
  product(l.dy, yRow, 4, l.transposed, 64, dxPanel, l.zeros, 0, 0, l.dx, xRow, 64, rows, l.outputs, l.inputs >> 4);
}

/** x = dropout(relu(x)) in place, rows in the order of places; `mask` null: no dropout. */
export function reluDrop(mask: Mask, plan: Plan, x: usize, columns: i32): void {
  const width = (<usize>columns) << 2;
  const zero = all(0);
  for (let i = 0; i < plan.items; i++) {
    for (let v: usize = 0; v < width; v += 16) v128.store(x + v, f32x4.max(v128.load(x + v), zero));
    if (changetype<usize>(mask) != 0) dropRow(mask, at(plan.item, i), 0, x, x);
    x += width;
  }
}

/** dx in place of dy: y is positive just where neither ReLU nor dropout took it, so no mask is drawn again. */
export function reluDropBackward(y: usize, dy: usize, rows: i32, columns: i32, scale: f32): void {
  const end = dy + ((<usize>(rows * columns)) << 2);
  const zero = all(0);
  for (; dy < end; dy += 16) {
    v128.store(dy, v128.and(f32x4.mul(v128.load(dy), all(scale)), f32x4.gt(v128.load(y), zero)));
    y += 16;
  }
}
