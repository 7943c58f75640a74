// The shapes that steps are timed on: the reference step of the design, and what users have besides.

const reference = {
  about: 'two-layer BiGRU 64, batch 32, 160 steps, 52 inputs, layer norm, dropout, attention, head 64, AdamW',
  continuous: 52,
  tables: [],
  cell: 'gru',
  hidden: 64,
  layers: 2,
  bidirectional: true,
  layerNorm: true,
  attention: true,
  dropout: 0.3,
  headUnits: 64,
  classes: 3,
  batch: 32,
  steps: 160,
  /** Shortest item, as a part of `steps`; lengths are spread evenly between. */
  shortest: 1,
};

const variant = (short, changes) => ({ ...reference, short, about: `the reference step, but ${short}`, ...changes });
const pain = [
  ...Array.from({ length: 4 }, () => ({ rows: 4, size: 4 })),
  ...Array.from({ length: 3 }, () => ({ rows: 3, size: 2 })),
];

export const shapes = {
  reference,
  pain: variant('34 channels, seven embeddings', { continuous: 34, tables: pain }),
  hidden16: variant('16 hidden units', { hidden: 16 }),
  hidden32: variant('32 hidden units', { hidden: 32 }),
  hidden100: variant('100 hidden units (no multiple of anything)', { hidden: 100 }),
  hidden128: variant('128 hidden units', { hidden: 128 }),
  hidden256: variant('256 hidden units', { hidden: 256 }),
  lstm: variant('LSTM', { cell: 'lstm' }),
  rnn: variant('plain RNN', { cell: 'rnn' }),
  oneLayer: variant('one layer', { layers: 1 }),
  threeLayers: variant('three layers', { layers: 3 }),
  forward: variant('one direction', { bidirectional: false }),
  lastState: variant('no attention', { attention: false }),
  windows: variant('windows of 40 steps, batch 64', { steps: 40, batch: 64 }),
  unequal: variant('lengths from 40 to 160', { shortest: 0.25 }),
  remainder: variant('a batch of 13', { batch: 13 }),
  steps40: variant('40 steps', { steps: 40 }),
  steps320: variant('320 steps', { steps: 320 }),
  steps640: variant('640 steps', { steps: 640 }),
  vowels: variant('12 channels, batch 16, 7 to 29 steps, 9 classes', {
    continuous: 12,
    batch: 16,
    steps: 29,
    shortest: 0.25,
    classes: 9,
  }),
};

/** Length of each item of a batch. */
export function lengthsOf({ batch, steps, shortest }) {
  return Array.from({ length: batch }, (_, i) =>
    Math.round(steps * (batch === 1 ? 1 : shortest + ((1 - shortest) * i) / (batch - 1))),
  );
}
