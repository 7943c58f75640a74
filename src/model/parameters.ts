/** Where every tensor of a network lies in the flat parameter buffer, with PyTorch's names, order and layouts. */
import type { Cell, NetworkSpec, ParameterInfo } from './types.js';

/** Blocks of `hidden` rows in a recurrent weight: r, z, n of a GRU; i, f, g, o of an LSTM. */
export function gateCount(cell: Cell): number {
  return cell === 'lstm' ? 4 : cell === 'gru' ? 3 : 1;
}

export function directionCount(spec: NetworkSpec): number {
  return spec.bidirectional ? 2 : 1;
}

/** Width of the recurrent output: hidden units of all directions. */
export function contextSize(spec: NetworkSpec): number {
  return spec.hidden * directionCount(spec);
}

/** Where the parts of an input vector stand: columns 0 … continuous - 1 are the continuous channels. */
export interface InputLayout {
  /** First column of each embedding, in the order of `spec.embeddings`. */
  readonly embeddings: readonly number[];
  /** First column of the time vector; null where there is none or it is added. */
  readonly time: number | null;
  /** Width of the whole input vector. */
  readonly size: number;
}

/** The input vector of a step: continuous channels, then embeddings, the time vector after the last of `time.after` or at the end. */
export function inputLayout(spec: NetworkSpec): InputLayout {
  const concat = spec.time?.combine === 'concat' ? spec.time : null;
  const lastAfter = concat && concat.after.length > 0 ? Math.max(...concat.after) : spec.embeddings.length - 1;
  const embeddings: number[] = [];
  let time: number | null = null;
  let column = spec.continuous;
  const placeTime = (): void => {
    if (!concat) return;
    time = column;
    column += concat.size;
  };
  if (spec.embeddings.length === 0) placeTime();
  spec.embeddings.forEach((table, i) => {
    embeddings.push(column);
    column += table.size;
    if (i === lastAfter) placeTime();
  });
  return { embeddings, time, size: column };
}

/** Width of the vector the first recurrent layer reads: the stem's filters where there is one. */
export function inputSize(spec: NetworkSpec): number {
  return spec.stem ? spec.stem.filters : inputLayout(spec).size;
}

/**
 * Every tensor in canonical order: `embeddings.<i>.weight`, `time_embedding.weight`, `stem`, the recurrent layers (each forward, then
 * reverse), `layer_norm`, `attention`, `head`. Offsets follow without gaps.
 */
export function parameterInfos(spec: NetworkSpec): ParameterInfo[] {
  const infos: ParameterInfo[] = [];
  let offset = 0;
  const add = (name: string, ...shape: number[]): void => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    infos.push({ name, shape, offset, size });
    offset += size;
  };
  spec.embeddings.forEach((table, i) => {
    add(`embeddings.${i}.weight`, table.rows, table.size);
  });
  if (spec.time) add('time_embedding.weight', spec.time.rows, spec.time.size);

  if (spec.stem) {
    add('stem.weight', spec.stem.filters, inputLayout(spec).size, spec.stem.kernel);
    add('stem.bias', spec.stem.filters);
  }

  const width = contextSize(spec);
  const rows = gateCount(spec.cell) * spec.hidden;
  for (let layer = 0; layer < spec.layers; layer++) {
    const columns = layer === 0 ? inputSize(spec) : width;
    for (const suffix of spec.bidirectional ? ['', '_reverse'] : ['']) {
      add(`rnn.weight_ih_l${layer}${suffix}`, rows, columns);
      add(`rnn.weight_hh_l${layer}${suffix}`, rows, spec.hidden);
      add(`rnn.bias_ih_l${layer}${suffix}`, rows);
      add(`rnn.bias_hh_l${layer}${suffix}`, rows);
    }
  }
  if (spec.layerNorm) {
    add('layer_norm.weight', width);
    add('layer_norm.bias', width);
  }
  if (spec.attention) add('attention.weight', 1, width);
  if (spec.headUnits === null) {
    add('head.0.weight', spec.classes, width);
    add('head.0.bias', spec.classes);
  } else {
    add('head.0.weight', spec.headUnits, width);
    add('head.0.bias', spec.headUnits);
    add('head.3.weight', spec.classes, spec.headUnits);
    add('head.3.bias', spec.classes);
  }
  return infos;
}

/** Length of the flat parameter buffer. */
export function parameterCount(spec: NetworkSpec): number {
  return parameterInfos(spec).reduce((sum, info) => sum + info.size, 0);
}
