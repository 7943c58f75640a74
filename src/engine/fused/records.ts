/** The records that kernels read, field by field as in kernels/*.ts: every field is one 32-bit word. */

const fields = {
  Plan: ['steps', 'groups', 'items', 'active', 'offset', 'group', 'item', 'length'],
  Table: ['code', 'size', 'column', 'add', 'rows', 'weights', 'gradient'],
  Inputs: [
    ...['continuous', 'channels', 'codes', 'codesPerRow', 'rawRow', 'firstStep', 'tables', 'table', 'embedded'],
    ...['x', 'xRow', 'dx', 'dxRow', 'mixShare', 'mixCodes', 'mixFirstStep'],
  ],
  Direction: [
    ...['cell', 'reverse', 'hidden', 'gateColumns', 'inputColumns', 'recurrentColumns', 'inputs', 'keepRows'],
    ...['x', 'xRow', 'gates', 'gatesRow', 'cells', 'state', 'cellState', 'out', 'outRow'],
    ...['inputWeights', 'hiddenWeights', 'inputBias', 'hiddenBias', 'biasRow'],
    ...['inputWeightsGradient', 'hiddenWeightsGradient', 'inputBiasGradient', 'hiddenBiasGradient'],
    ...[
      'inputWeightsTransposed',
      'hiddenWeightsTransposed',
      'dout',
      'doutRow',
      'carry',
      'cellCarry',
      'previous',
      'previousRow',
    ],
    ...['biasSums', 'dx', 'dxRow', 'xPanels', 'addToDx', 'zeros'],
  ],
  Mask: ['k0', 'k1', 'threshold', 'scale', 'units', 'directions', 'paddedUnits', 'steps'],
  Norm: ['units', 'columns', 'real', 'gamma', 'beta', 'gammaGradient', 'betaGradient'],
  Readout: [
    ...['columns', 'units', 'norm', 'mask', 'x', 'xRow', 'dx', 'dxRow', 'y', 'yRow', 'stats'],
    ...['attention', 'attentionGradient', 'scores', 'context', 'contextGradient'],
  ],
  Linear: [
    ...['inputs', 'outputs', 'x', 'y', 'dx', 'dy', 'weights', 'bias', 'weightsGradient', 'biasGradient'],
    ...['transposed', 'zeros'],
  ],
} as const satisfies Record<string, readonly string[]>;

export type RecordName = keyof typeof fields;
export type Field<R extends RecordName> = (typeof fields)[R][number];
export type Values<R extends RecordName> = Readonly<Record<Field<R>, number>>;

/** For the test that holds these lists against the kernels' sources. */
export const recordFields: Readonly<Record<RecordName, readonly string[]>> = fields;

export function recordBytes(record: RecordName): number {
  return fields[record].length * 4;
}

/** Writes some fields of a record at byte address `at`. */
export function writeRecord<R extends RecordName>(
  words: Int32Array,
  record: R,
  at: number,
  values: Partial<Values<R>>,
): void {
  const names: readonly string[] = fields[record];
  for (const [name, value] of Object.entries(values)) words[at / 4 + names.indexOf(name)] = value as number;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The word that holds a float32. */
export function floatBits(value: number): number {
  float[0] = value;
  return bits[0];
}
