// The network's input, row by row over time: embeddings and time vector first, so that the gradient of x is needed for
// a prefix of the columns only, then the continuous channels, then zeros up to a multiple of 4.
import { at, Plan } from './plan';

/** One part of the embedded columns. For a table of codes, or the time table. */
@unmanaged
export class Table {
  /** Which code of a row chooses the vector; -1: its time. */
  code: i32;
  /** Length of a vector, and the first column it takes. */
  size: i32;
  column: i32;
  /** 1: added to what another table put there. */
  add: i32;
  rows: i32;
  weights: usize;
  gradient: usize;
}

/** Written by the host (`records.ts` there has the same fields in the same order). */
@unmanaged
export class Inputs {
  /** Raw rows of each item, one after the other, places in order: f32 channels and u16 codes. */
  continuous: usize;
  channels: i32;
  codes: usize;
  codesPerRow: i32;
  /** Per place: first raw row, and position of the first step in its sample. */
  rawRow: usize;
  firstStep: usize;
  tables: i32;
  /** Array of Table. */
  table: usize;
  /** Columns that embeddings take. */
  embedded: i32;
  x: usize;
  xRow: usize;
  /** Gradient of the embedded columns. */
  dx: usize;
  dxRow: usize;
  /** Per place: how much of it is a second item (f32; its channels are mixed already); 0: no item is mixed. */
  mixShare: usize;
  /** As codes and firstStep, of the second items. */
  mixCodes: usize;
  mixFirstStep: usize;
}

const TABLE_BYTES: usize = 28;

@inline
function tableOf(inputs: Inputs, index: i32): Table {
  return changetype<Table>(inputs.table + <usize>index * TABLE_BYTES);
}

/** The row of a table that place i shows at step t. */
@inline
function rowOf(inputs: Inputs, table: Table, rawRow: i32, i: i32, t: i32): i32 {
  if (table.code < 0) return min(at(inputs.firstStep, i) + t, table.rows - 1);
  return <i32>load<u16>(inputs.codes + ((<usize>(rawRow * inputs.codesPerRow + table.code)) << 1));
}

/** The row of a table that the second item of place i shows at step t. */
@inline
function secondRowOf(inputs: Inputs, table: Table, rawRow: i32, i: i32, t: i32): i32 {
  if (table.code < 0) return min(at(inputs.mixFirstStep, i) + t, table.rows - 1);
  return <i32>load<u16>(inputs.mixCodes + ((<usize>(rawRow * inputs.codesPerRow + table.code)) << 1));
}

/** How much of place i is a second item. */
@inline
function shareOf(inputs: Inputs, i: i32): f32 {
  return inputs.mixShare == 0 ? <f32>0 : load<f32>(inputs.mixShare + ((<usize>i) << 2));
}

/** Fills x. */
export function gatherInputs(inputs: Inputs, plan: Plan): void {
  const channelBytes = (<usize>inputs.channels) << 2;
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    const firstRow = at(plan.offset, t);
    const endRow = at(plan.offset, t + 1);
    let x = inputs.x + <usize>firstRow * inputs.xRow;
    for (let i = 0; i < active; i++) {
      const rawRow = at(inputs.rawRow, i) + t;
      const share = shareOf(inputs, i);
      for (let k = 0; k < inputs.tables; k++) {
        const table = tableOf(inputs, k);
        const row = rowOf(inputs, table, rawRow, i, t);
        let from = table.weights + ((<usize>(row * table.size)) << 2);
        let to = x + ((<usize>table.column) << 2);
        if (share > 0) {
          let second =
            table.weights + ((<usize>(secondRowOf(inputs, table, rawRow, i, t) * table.size)) << 2);
          for (let j = 0; j < table.size; j++) {
            const value = (<f32>1 - share) * load<f32>(from) + share * load<f32>(second);
            store<f32>(to, table.add ? load<f32>(to) + value : value);
            from += 4;
            second += 4;
            to += 4;
          }
          continue;
        }
        for (let j = 0; j < table.size; j++) {
          const value = load<f32>(from);
          store<f32>(to, table.add ? load<f32>(to) + value : value);
          from += 4;
          to += 4;
        }
      }
      copyFloats(inputs.continuous + <usize>rawRow * channelBytes, x + ((<usize>inputs.embedded) << 2), channelBytes);
      x += inputs.xRow;
    }
    memory.fill(x, 0, <usize>(endRow - firstRow - active) * inputs.xRow);
  }
}

/** memory.copy leaves WebAssembly for C, which costs more than a row of this length. */
@inline
function copyFloats(from: usize, to: usize, bytes: usize): void {
  const whole = bytes & ~15;
  let v: usize = 0;
  for (; v < whole; v += 16) v128.store(to + v, v128.load(from + v));
  for (; v < bytes; v += 4) store<f32>(to + v, load<f32>(from + v));
}

/** Adds the gradient of the embedded columns to the tables' gradients, row after row (so always in one order). */
export function scatterInputGradients(inputs: Inputs, plan: Plan): void {
  for (let t = 0; t < plan.steps; t++) {
    const active = at(plan.active, t);
    let dx = inputs.dx + <usize>at(plan.offset, t) * inputs.dxRow;
    for (let i = 0; i < active; i++) {
      const rawRow = at(inputs.rawRow, i) + t;
      const share = shareOf(inputs, i);
      for (let k = 0; k < inputs.tables; k++) {
        const table = tableOf(inputs, k);
        const row = rowOf(inputs, table, rawRow, i, t);
        let from = dx + ((<usize>table.column) << 2);
        let to = table.gradient + ((<usize>(row * table.size)) << 2);
        if (share > 0) {
          let second =
            table.gradient + ((<usize>(secondRowOf(inputs, table, rawRow, i, t) * table.size)) << 2);
          for (let j = 0; j < table.size; j++) {
            const value = load<f32>(from);
            store<f32>(to, load<f32>(to) + (<f32>1 - share) * value);
            store<f32>(second, load<f32>(second) + share * value);
            from += 4;
            to += 4;
            second += 4;
          }
          continue;
        }
        for (let j = 0; j < table.size; j++) {
          store<f32>(to, load<f32>(to) + load<f32>(from));
          from += 4;
          to += 4;
        }
      }
      dx += inputs.dxRow;
    }
  }
}
