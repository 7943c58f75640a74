/** Where every parameter stands inside the fused engine, and the way between PyTorch's layout and this one. */
import { parameterInfos } from '../../model/parameters.js';
import type { NetworkSpec, ParameterInfo } from '../../model/types.js';
import { PANEL, roundUp, type Shape } from './shape.js';

export interface ParameterLayout {
  /** Values with padding; parameters, gradients and moments each take as many. */
  readonly count: number;
  /** First value of each tensor by its canonical name. */
  readonly offset: ReadonlyMap<string, number>;
  /** Internal index of each canonical value. What no index points to is padding and zero forever. */
  readonly internal: Int32Array;
}

/** A tensor inside: how much it takes, and where (row, column) of its canonical form goes. */
interface Placement {
  readonly size: number;
  place(row: number, column: number): number;
}

/** Weights are kept as the products read them: panels of 16 outputs, [outputs / 16][inputs][16]. */
export function parameterLayout(spec: NetworkSpec, shape: Shape): ParameterLayout {
  const infos = parameterInfos(spec);
  const offset = new Map<string, number>();
  const internal = new Int32Array(infos.reduce((sum, info) => sum + info.size, 0));
  let count = 0;
  for (const info of infos) {
    const { size, place } = placement(spec, shape, info);
    const columns = info.shape.length === 1 ? info.size : info.size / info.shape[0];
    offset.set(info.name, count);
    for (let i = 0; i < info.size; i++) {
      internal[info.offset + i] = count + place(Math.floor(i / columns), i % columns);
    }
    count += roundUp(size, PANEL);
  }
  return { count, offset, internal };
}

function placement(spec: NetworkSpec, shape: Shape, { name, shape: extents }: ParameterInfo): Placement {
  const columns = extents[extents.length - 1];
  const unit = (index: number): number => Math.floor(index / spec.hidden) * shape.hidden + (index % spec.hidden);
  if (name.startsWith('rnn.')) {
    const blocks = name.includes('_ih_') ? shape.inputBlock : shape.recurrentBlock;
    const gateColumn = (index: number): number =>
      blocks[Math.floor(index / spec.hidden)] * shape.hidden + (index % spec.hidden);
    if (name.startsWith('rnn.bias')) {
      return { size: blocks.length * shape.hidden, place: (_, column) => gateColumn(column) };
    }
    const layer = Number(/_l(\d+)/.exec(name)?.[1]);
    if (name.startsWith('rnn.weight_hh')) {
      return panels(shape.hidden, blocks.length * shape.hidden, gateColumn, (column) => column);
    }
    return panels(shape.inputs[layer], blocks.length * shape.hidden, gateColumn, (column) =>
      layer > 0
        ? unit(column)
        : shape.stem
          ? column
          : column < spec.continuous
            ? shape.embedded + column
            : column - spec.continuous,
    );
  }
  if (shape.stem && name === 'stem.bias') return { size: shape.stem.filters, place: (_, column) => column };
  if (shape.stem && name === 'stem.weight') {
    const [, inputs, kernel] = extents;
    // Inside, the inputs of a step stand together, as in the rows that the product reads.
    const depthOf = (column: number): number => (column % kernel) * inputs + Math.floor(column / kernel);
    return panels(shape.stem.depth, shape.stem.filters, (row) => row, depthOf);
  }
  if (name.startsWith('layer_norm.') || name.startsWith('attention.')) {
    return { size: shape.columns, place: (_, column) => unit(column) };
  }
  if (name.startsWith('head.')) {
    const last = name.startsWith('head.3') || spec.headUnits === null;
    const outputs = last ? shape.classes : shape.headUnits;
    if (name.endsWith('bias')) return { size: outputs, place: (_, column) => column };
    return name.startsWith('head.3')
      ? panels(
          shape.headUnits,
          outputs,
          (row) => row,
          (column) => column,
        )
      : panels(shape.columns, outputs, (row) => row, unit);
  }
  // Embedding tables stay as they are.
  return { size: extents[0] * columns, place: (row, column) => row * columns + column };
}

/** [outputs / 16][inputs][16] from a canonical [outputs][inputs]. */
function panels(
  inputs: number,
  outputs: number,
  outputOf: (row: number) => number,
  inputOf: (column: number) => number,
): Placement {
  return {
    size: inputs * outputs,
    place: (row, column) => {
      const output = outputOf(row);
      return (Math.floor(output / PANEL) * inputs + inputOf(column)) * PANEL + (output % PANEL);
    },
  };
}

/** Canonical values into their places; padding is left alone. */
export function toInternal(layout: ParameterLayout, canonical: ArrayLike<number>, target: Float32Array): void {
  const { internal } = layout;
  if (canonical.length !== internal.length) {
    throw new Error(`Expected ${internal.length} parameters, got ${canonical.length}.`);
  }
  for (let i = 0; i < internal.length; i++) target[internal[i]] = canonical[i];
}

/** A copy in canonical layout. */
export function toCanonical(layout: ParameterLayout, source: Float32Array): Float32Array {
  const { internal } = layout;
  const canonical = new Float32Array(internal.length);
  for (let i = 0; i < internal.length; i++) canonical[i] = source[internal[i]];
  return canonical;
}
