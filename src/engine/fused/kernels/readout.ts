// From the last layer's rows to the context vectors that the head sees. This file: what both kinds of readout share,
// the way of one row through layer norm and dropout; attention.ts and lastState.ts gather the rows.
import { dropRow, Mask } from './dropout';
import { Norm, normRow, normRowBackward } from './norm';

/** Written by the host (`records.ts` there has the same fields in the same order). */
@unmanaged
export class Readout {
  /** Columns of a row: padded units of all directions; padded units of one direction. */
  columns: i32;
  units: i32;
  /** 0: none. */
  norm: Norm;
  /** 0: no dropout in this call. */
  mask: Mask;
  /** The last layer's output, and its gradient. */
  x: usize;
  xRow: usize;
  dx: usize;
  dxRow: usize;
  /** Rows after layer norm and dropout; x itself where there is neither. */
  y: usize;
  yRow: usize;
  /** Mean and 1 / deviation of each row. */
  stats: usize;
  /** Attention: weights of the score, their gradient, and the scores, later the attention, of each row. */
  attention: usize;
  attentionGradient: usize;
  scores: usize;
  /** [items][columns] and its gradient. */
  context: usize;
  contextGradient: usize;
}

/** y = dropout(norm(x)) for one row. */
export function readRow(r: Readout, item: i32, step: i32, x: usize, y: usize, stats: usize): void {
  let from = x;
  if (changetype<usize>(r.norm) != 0) {
    normRow(r.norm, x, y, stats);
    from = y;
  }
  if (changetype<usize>(r.mask) != 0) dropRow(r.mask, item, step, from, y);
  else if (from != y) memory.copy(y, x, (<usize>r.columns) << 2);
}

/** The gradient of x in place of that of y. */
export function readRowBackward(r: Readout, item: i32, step: i32, x: usize, dy: usize, stats: usize): void {
  if (changetype<usize>(r.mask) != 0) dropRow(r.mask, item, step, dy, dy);
  if (changetype<usize>(r.norm) != 0) normRowBackward(r.norm, x, dy, stats);
}
