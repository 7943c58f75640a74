// Readout without attention: the last state of each direction, that is the forward half of an item's last row and the
// reverse half of its first. Only these rows pass layer norm and dropout; y holds them: the last rows, then the first
// rows.
import { at, Plan } from './plan';
import { Readout, readRow, readRowBackward } from './readout';

/** Fills y (2 rows an item) and context. */
export function takeLast(r: Readout, plan: Plan): void {
  const width = (<usize>r.columns) << 2;
  const half = (<usize>r.units) << 2;
  // Rows that pad the batch to the tile included: the head multiplies them.
  memory.fill(r.context, 0, <usize>((plan.items + 3) & ~3) * width);
  for (let i = 0; i < plan.items; i++) {
    const context = r.context + <usize>i * width;
    readAt(r, plan, i, at(plan.length, i) - 1, i);
    memory.copy(context, r.y + <usize>i * r.yRow, half);
    if (width == half) continue;
    readAt(r, plan, i, 0, plan.items + i);
    memory.copy(context + half, r.y + <usize>(plan.items + i) * r.yRow + half, half);
  }
}

/** y's row `slot` from the item at place i, step t. */
function readAt(r: Readout, plan: Plan, i: i32, t: i32, slot: i32): void {
  const x = r.x + <usize>(at(plan.offset, t) + i) * r.xRow;
  const stats = r.stats + ((<usize>slot) << 3);
  readRow(r, at(plan.item, i), t, x, r.y + <usize>slot * r.yRow, stats);
}

/** Fills dx (zero but for the rows that were read) and adds to the gradients of the norm. `r.y` is overwritten. */
export function takeLastBackward(r: Readout, plan: Plan): void {
  const width = (<usize>r.columns) << 2;
  const half = (<usize>r.units) << 2;
  memory.fill(r.dx, 0, <usize>at(plan.offset, plan.steps) * r.dxRow);
  for (let i = 0; i < plan.items; i++) {
    const dc = r.contextGradient + <usize>i * width;
    const last = r.y + <usize>i * r.yRow;
    memory.fill(last, 0, width);
    memory.copy(last, dc, half);
    addAt(r, plan, i, at(plan.length, i) - 1, i);
    if (width == half) continue;
    const first = r.y + <usize>(plan.items + i) * r.yRow;
    memory.fill(first, 0, width);
    memory.copy(first + half, dc + half, half);
    addAt(r, plan, i, 0, plan.items + i);
  }
}

/** Added and not stored: the last row of an item of one step is its first. */
function addAt(r: Readout, plan: Plan, i: i32, t: i32, slot: i32): void {
  const row = <usize>(at(plan.offset, t) + i);
  const dy = r.y + <usize>slot * r.yRow;
  readRowBackward(r, at(plan.item, i), t, r.x + row * r.xRow, dy, r.stats + ((<usize>slot) << 3));
  const dx = r.dx + row * r.dxRow;
  for (let v: usize = 0; v < (<usize>r.columns) << 2; v += 16)
    v128.store(dx + v, f32x4.add(v128.load(dx + v), v128.load(dy + v)));
}
