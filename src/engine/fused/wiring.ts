/** Writes the records that tell the kernels where everything lies: once for a network, before its first batch. */
import { inputLayout } from '../../model/parameters.js';
import type { NetworkSpec } from '../../model/types.js';
import type { ParameterLayout } from './layout.js';
import type { Regions } from './memory.js';
import { recordBytes, writeRecord } from './records.js';
import { inputRowBytes, rowBytes, type Shape } from './shape.js';

const CELLS = { rnn: 0, gru: 1, lstm: 2 };

interface Wiring {
  readonly words: Int32Array;
  readonly spec: NetworkSpec;
  readonly shape: Shape;
  readonly layout: ParameterLayout;
  readonly regions: Regions;
}

/** Addresses of a tensor's values and of its gradient. */
function addresses({ layout, regions }: Wiring, name: string): { value: number; gradient: number } {
  const offset = layout.offset.get(name);
  if (offset === undefined) throw new Error(`No parameter ${name}.`);
  return { value: regions.parameters + offset * 4, gradient: regions.gradients + offset * 4 };
}

export function wire(wiring: Wiring): void {
  const { words, spec, regions } = wiring;
  const { lists } = regions;
  writeRecord(words, 'Plan', regions.records.plan, {
    active: lists.active,
    offset: lists.offset,
    group: lists.group,
    item: lists.item,
    length: lists.length,
  });
  wireInputs(wiring);
  for (let layer = 0; layer < spec.layers; layer++) wireLayer(wiring, layer);
  wireStem(wiring);
  wireReadout(wiring);
  wireHead(wiring);
}

function wireInputs(wiring: Wiring): void {
  const { words, spec, shape, regions } = wiring;
  writeRecord(words, 'Inputs', regions.records.inputs, {
    continuous: regions.raw.continuous,
    channels: spec.continuous,
    codes: regions.raw.codes,
    codesPerRow: spec.embeddings.length,
    rawRow: regions.lists.rawRow,
    firstStep: regions.lists.firstStep,
    tables: wireTables(wiring),
    table: regions.records.tables,
    embedded: shape.embedded,
    x: regions.x,
    xRow: rowBytes(shape.inputs[0]),
    dx: regions.dx,
    dxRow: rowBytes(shape.embedded),
    mixShare: 0,
    mixCodes: regions.raw.mixCodes,
    mixFirstStep: regions.lists.mixFirstStep,
  });
}

/** The embeddings, then the time vector: in its place, or added to each embedding it joins. Returns how many. */
function wireTables(wiring: Wiring): number {
  const { words, spec, regions } = wiring;
  const columns = inputLayout(spec);
  let count = 0;
  const table = (name: string, code: number, rows: number, size: number, column: number, add: number): void => {
    const { value, gradient } = addresses(wiring, name);
    writeRecord(words, 'Table', regions.records.tables + count++ * recordBytes('Table'), {
      code,
      size,
      column: column - spec.continuous,
      add,
      rows,
      weights: value,
      gradient,
    });
  };
  spec.embeddings.forEach(({ rows, size }, i) => {
    table(`embeddings.${i}.weight`, i, rows, size, columns.embeddings[i], 0);
  });
  if (spec.time) {
    const { rows, size, combine, after } = spec.time;
    const places = combine === 'add' ? after.map((i) => columns.embeddings[i]) : [columns.time ?? 0];
    for (const place of places) table('time_embedding.weight', -1, rows, size, place, combine === 'add' ? 1 : 0);
  }
  return count;
}

function wireLayer(wiring: Wiring, layer: number): void {
  const { words, spec, shape, regions } = wiring;
  const { inputs, directions, out, dout } = regions.layers[layer];
  const outRow = rowBytes(shape.columns);
  directions.forEach((region, reverse) => {
    const scratch = regions.scratch[reverse];
    const suffix = `l${layer}${reverse ? '_reverse' : ''}`;
    const inputWeights = addresses(wiring, `rnn.weight_ih_${suffix}`);
    const hiddenWeights = addresses(wiring, `rnn.weight_hh_${suffix}`);
    const inputBias = addresses(wiring, `rnn.bias_ih_${suffix}`);
    const hiddenBias = addresses(wiring, `rnn.bias_hh_${suffix}`);
    writeRecord(words, 'Direction', region.record, {
      cell: CELLS[spec.cell],
      reverse,
      hidden: shape.hidden,
      gateColumns: shape.gateColumns,
      inputColumns: shape.inputColumns,
      recurrentColumns: shape.recurrentColumns,
      inputs,
      x: regions.x,
      xRow: layer === 0 ? inputRowBytes(shape, inputs) : outRow,
      gates: region.gates,
      gatesRow: rowBytes(shape.gateColumns),
      cells: region.cells,
      state: scratch.state,
      cellState: scratch.cellState,
      out: out + reverse * shape.hidden * 4,
      outRow,
      inputWeights: inputWeights.value,
      hiddenWeights: hiddenWeights.value,
      inputBias: inputBias.value,
      hiddenBias: hiddenBias.value,
      biasRow: scratch.biasRow,
      inputWeightsGradient: inputWeights.gradient,
      hiddenWeightsGradient: hiddenWeights.gradient,
      inputBiasGradient: inputBias.gradient,
      hiddenBiasGradient: hiddenBias.gradient,
      inputWeightsTransposed: region.inputWeightsTransposed,
      hiddenWeightsTransposed: region.hiddenWeightsTransposed,
      dout: dout + reverse * shape.hidden * 4,
      doutRow: outRow,
      carry: scratch.carry,
      cellCarry: scratch.cellCarry,
      previous: scratch.previous,
      previousRow: rowBytes(shape.hidden),
      biasSums: scratch.biasSums,
      dx: layer === 0 ? regions.dx : regions.layers[layer - 1].dout,
      dxRow: layer === 0 ? inputRowBytes(shape, shape.embedded) : outRow,
      xPanels: region.xPanels,
      addToDx: reverse,
      zeros: regions.zeros,
    });
  });
}

/** To the product the stem is a linear layer over rows that hold all a filter reads. */
function wireStem(wiring: Wiring): void {
  const { words, shape, regions } = wiring;
  if (!shape.stem || !regions.stem) return;
  const weights = addresses(wiring, 'stem.weight');
  const bias = addresses(wiring, 'stem.bias');
  writeRecord(words, 'Linear', regions.stem.record, {
    inputs: shape.stem.depth,
    outputs: shape.stem.filters,
    x: regions.stem.columns,
    y: regions.x,
    dx: regions.stem.columnsGradient,
    dy: regions.dx,
    weights: weights.value,
    bias: bias.value,
    weightsGradient: weights.gradient,
    biasGradient: bias.gradient,
    transposed: regions.stem.transposed,
    zeros: regions.zeros,
  });
}

function wireReadout(wiring: Wiring): void {
  const { words, spec, shape, regions } = wiring;
  const { records, readout } = regions;
  const real = new Float32Array(words.buffer, regions.real, shape.columns);
  for (let c = 0; c < shape.columns; c++) real[c] = c % shape.hidden < spec.hidden ? 1 : 0;
  if (spec.layerNorm) {
    const gamma = addresses(wiring, 'layer_norm.weight');
    const beta = addresses(wiring, 'layer_norm.bias');
    writeRecord(words, 'Norm', records.norm, {
      units: spec.hidden * shape.directions,
      columns: shape.columns,
      real: regions.real,
      gamma: gamma.value,
      beta: beta.value,
      gammaGradient: gamma.gradient,
      betaGradient: beta.gradient,
    });
  }
  const attention = spec.attention ? addresses(wiring, 'attention.weight') : { value: 0, gradient: 0 };
  const last = regions.layers[spec.layers - 1];
  const row = rowBytes(shape.columns);
  writeRecord(words, 'Readout', records.readout, {
    columns: shape.columns,
    units: shape.hidden,
    norm: spec.layerNorm ? records.norm : 0,
    mask: 0,
    x: last.out,
    xRow: row,
    dx: last.dout,
    dxRow: row,
    yRow: row,
    stats: readout.stats,
    attention: attention.value,
    attentionGradient: attention.gradient,
    scores: readout.scores,
    context: readout.context,
    contextGradient: readout.contextGradient,
  });
}

function wireHead(wiring: Wiring): void {
  const { spec, shape, regions } = wiring;
  const { head, readout } = regions;
  const context = { at: readout.context, gradient: readout.contextGradient, columns: shape.columns };
  const hidden = { at: head.hidden, gradient: head.hiddenGradient, columns: shape.headUnits };
  const logits = { at: head.logits, gradient: head.logitsGradient, columns: shape.classes };
  wireLinear(wiring, 0, 'head.0', context, spec.headUnits === null ? logits : hidden);
  if (spec.headUnits !== null) wireLinear(wiring, 1, 'head.3', hidden, logits);
}

interface Activation {
  readonly at: number;
  readonly gradient: number;
  readonly columns: number;
}

function wireLinear(wiring: Wiring, index: number, name: string, from: Activation, to: Activation): void {
  const { words, regions } = wiring;
  const weights = addresses(wiring, `${name}.weight`);
  const bias = addresses(wiring, `${name}.bias`);
  writeRecord(words, 'Linear', regions.records.linear[index], {
    inputs: from.columns,
    outputs: to.columns,
    x: from.at,
    y: to.at,
    dx: from.gradient,
    dy: to.gradient,
    weights: weights.value,
    bias: bias.value,
    weightsGradient: weights.gradient,
    biasGradient: bias.gradient,
    transposed: regions.head.transposed,
    zeros: regions.zeros,
  });
}
