/** The padded sizes inside the fused engine: every width a multiple of what the kernels' tile and vectors want. */
import { directionCount, gateCount, inputLayout } from '../../model/parameters.js';
import type { NetworkSpec } from '../../model/types.js';

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** Columns of a panel of B, and so what the width of every product's result is padded to. */
export const PANEL = 16;
/** Rows of the largest tile: what steps, batches and depths of weight gradients are padded to. */
export const TILE_ROWS = 4;

/**
 * Bytes from row to row of a matrix over time: an odd number of cache lines. With a power of two, the rows of a column
 * would fall on few sets of the cache, and weight gradients read columns.
 */
export function rowBytes(columns: number): number {
  const lines = roundUp(columns, PANEL) / PANEL;
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}

/** The same of the first layer's input and its gradient; what the stem makes has no gaps between rows. */
export function inputRowBytes(shape: Shape, columns: number): number {
  return shape.stem ? shape.stem.filters * 4 : rowBytes(columns);
}

export interface Shape {
  readonly directions: number;
  /** Hidden units of a direction, padded; columns of a layer's output. */
  readonly hidden: number;
  readonly columns: number;
  /** Columns of a row of gates; the input product owns the first, the recurrent product the last of them. */
  readonly gateColumns: number;
  readonly inputColumns: number;
  readonly recurrentColumns: number;
  /** Where gate g of PyTorch's order stands, in blocks: of the input columns, of the recurrent columns. */
  readonly inputBlock: readonly number[];
  readonly recurrentBlock: readonly number[];
  /** Columns that embeddings and time take; they come first. */
  readonly embedded: number;
  /** The first columns of the first layer's input whose gradient is needed: those, or all that the stem makes. */
  readonly differentiated: number;
  /** Sizes of the stem's product: what a filter reads, and filters; both padded. Null where there is none. */
  readonly stem: { readonly depth: number; readonly filters: number } | null;
  /** Input columns of each layer, padded to a multiple of 4. */
  readonly inputs: readonly number[];
  readonly headUnits: number;
  readonly classes: number;
}

/** GRU: columns n | r | z | q (see kernels/gru.ts); PyTorch's gates are r, z, n. */
const GATES = {
  rnn: { columns: 1, inputBlock: [0], recurrentBlock: [0] },
  gru: { columns: 4, inputBlock: [1, 2, 0], recurrentBlock: [0, 1, 2] },
  lstm: { columns: 4, inputBlock: [0, 1, 2, 3], recurrentBlock: [0, 1, 2, 3] },
};

export function paddedShape(spec: NetworkSpec): Shape {
  const directions = directionCount(spec);
  const hidden = roundUp(spec.hidden, PANEL);
  const gates = GATES[spec.cell];
  const { size } = inputLayout(spec);
  const stem = spec.stem
    ? { depth: roundUp(spec.stem.kernel * size, PANEL), filters: roundUp(spec.stem.filters, PANEL) }
    : null;
  return {
    directions,
    hidden,
    columns: hidden * directions,
    gateColumns: gates.columns * hidden,
    inputColumns: gateCount(spec.cell) * hidden,
    recurrentColumns: gateCount(spec.cell) * hidden,
    inputBlock: gates.inputBlock,
    recurrentBlock: gates.recurrentBlock,
    embedded: size - spec.continuous,
    differentiated: stem ? stem.filters : size - spec.continuous,
    stem,
    inputs: Array.from({ length: spec.layers }, (_, layer) =>
      layer > 0 ? hidden * directions : stem ? stem.filters : roundUp(size, TILE_ROWS),
    ),
    headUnits: spec.headUnits === null ? 0 : roundUp(spec.headUnits, PANEL),
    classes: roundUp(spec.classes, PANEL),
  };
}
