/** Random experiments that are right, and text around them: for properties of everything that reads experiment files. */
import fc from 'fast-check';

type Draw = fc.Arbitrary<unknown>;

/** An object with any part of these settings. */
const some = (settings: Record<string, Draw>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(settings, { requiredKeys: [] });

const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const positive = fc.double({ min: 1e-6, max: 10, noNaN: true });
const wholeOrAuto = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant('auto'));
/** Letters a column name may have, those that need escapes among them. */
const name = fc.stringMatching(/^[a-zäß_][a-z0-9_. "\\/#]{0,8}$/u);

const categories = fc.dictionary(
  name.map((word) => `c_${word}`),
  some({ embedding: fc.integer({ min: 1, max: 256 }) }),
  { maxKeys: 3 },
);

const data = fc
  .record({
    rest: some({
      labels: fc.constantFrom(null, 'labels.csv'),
      test: fc.constantFrom(null, 'test.csv', '../elsewhere/test.csv'),
      group: fc.constantFrom(null, 'subject'),
      time: fc.constantFrom(null, 'time', 't'),
      classes: fc.constantFrom(null, ['no', 'low', 'high']),
      continuous: fc.uniqueArray(
        name.map((word) => `x_${word}`),
        { minLength: 1, maxLength: 4 },
      ),
      ignore: fc.array(
        name.map((word) => `i_${word}`),
        { maxLength: 3 },
      ),
      categorical: categories,
      window: fc.oneof(
        fc.constant(null),
        fc
          .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 }), fc.constantFrom('mean', 'majority'))
          .map(([stride, more, vote]) => ({ length: stride + more, stride, vote })),
      ),
    }),
    train: fc.constantFrom('train.csv', 'data/train.csv', 'folder'),
  })
  .map(({ rest, train }) => ({ train, ...rest }));

const model = some({
  kind: fc.constantFrom('recurrent', 'rocket', 'majority', 'summaryLinear'),
  cell: fc.constantFrom('gru', 'lstm', 'rnn'),
  hiddenUnits: fc.integer({ min: 1, max: 1024 }),
  layers: fc.integer({ min: 1, max: 8 }),
  bidirectional: fc.boolean(),
  attention: fc.boolean(),
  layerNorm: fc.boolean(),
  dropout: fc.double({ min: 0, max: 0.99, noNaN: true }),
  headUnits: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 4096 })),
  stem: fc.oneof(
    fc.constant(null),
    some({ kernel: fc.constantFrom(1, 3, 7), stride: fc.integer({ min: 1, max: 64 }) }),
  ),
  timeEmbedding: fc.oneof(fc.constant(null), some({ size: fc.integer({ min: 1, max: 256 }) })),
  classifier: fc.constant('ridge'),
});

const loss = fc.oneof(
  some({
    name: fc.constant('crossEntropy'),
    classWeights: fc.oneof(
      fc.constantFrom('none', 'balanced'),
      fc.record({ no: positive, low: positive, high: positive }),
    ),
    labelSmoothing: fraction,
  }),
  fc.record({ name: fc.constant('focal'), gamma: fc.double({ min: 0, max: 5, noNaN: true }) }),
);

const training = some({
  epochs: wholeOrAuto,
  batchSize: wholeOrAuto,
  optimizer: fc.oneof(
    some({ name: fc.constantFrom('adamw', 'adam'), learningRate: positive, weightDecay: positive }),
    fc.record({ name: fc.constant('sgd'), momentum: fraction }),
  ),
  loss,
  sampler: fc.constantFrom('none', 'weighted'),
  augmentation: fc.array(
    fc.record({
      name: fc.constantFrom('jitter', 'mixup'),
      strength: fc.constantFrom(null, 0.2),
      probability: fc.constantFrom(0.5, 1),
    }),
    { maxLength: 3 },
  ),
  averaging: fc.option(some({ decay: fc.constantFrom(0.9, 0.99) })),
  gradientClip: fc.oneof(fc.constant(null), positive),
  schedule: fc.constantFrom('none', 'cosine', 'oneCycle'),
});

const stopping = fc.oneof(
  fc.constant(null),
  some({
    metric: fc.constantFrom('weightedF1', 'macroF1', 'accuracy', 'balancedAccuracy', 'loss'),
    patience: wholeOrAuto,
  }),
);
const selection = fc.oneof(fc.constant('scoredFold'), some({ fraction }));
const repeats = fc.integer({ min: 1, max: 100 });

/** Validation with the early stopping that goes with it. */
const validation = fc.oneof(
  fc.tuple(
    some({
      scheme: fc.constant('kFold'),
      folds: fc.integer({ min: 2, max: 100 }),
      stratified: fc.boolean(),
      repeats,
      selection,
    }),
    some({ earlyStopping: stopping }),
  ),
  fc.tuple(fc.record({ scheme: fc.constant('holdout'), fraction }), some({ earlyStopping: stopping })),
  fc.tuple(some({ selection: fc.constant('none'), repeats }), some({ earlyStopping: fc.constant(null) })),
  fc.tuple(fc.record({ scheme: fc.constant('none') }), some({ earlyStopping: fc.constant(null) })),
);

/** The value of an experiment file without mistakes. */
export const experimentValues: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    top: some({
      name: fc.oneof(fc.constant(null), fc.string({ minLength: 1, maxLength: 200 })),
      seed: fc.maxSafeNat(),
      engine: fc.constantFrom('auto', 'fused', 'tensorflow'),
      preprocessing: some({
        scaling: fc.constantFrom('standard', 'robust', 'minmax', 'none'),
        transform: fc.dictionary(
          name.map((word) => `x_${word}`),
          fc.constantFrom('none', 'asinh'),
          { maxKeys: 3 },
        ),
        missing: fc.constantFrom('error', 'interpolate', 'zero'),
      }),
      model,
      ensemble: some({ members: fc.constant('folds'), vote: fc.constantFrom('mean', 'majority') }),
    }),
    data,
    training,
    validation,
  })
  .map(({ top, data: where, training: how, validation: [split, stop] }) => ({
    ...top,
    data: where,
    training: { ...how, ...stop },
    validation: split,
  }));

/** The same value as text a person could have written: comments, line ends, trailing commas. */
export function textOf(value: unknown, style: { eol: string; comments: boolean; trailing: boolean }): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines
    .map((line) => {
      const closes = style.trailing && /[^[{,]$/.test(line) && line !== '}' ? `${line},` : line;
      return style.comments ? `${closes} // "a" } ,` : closes;
    })
    .join(style.eol);
}

/** Letters taken out at a place (a share of the text) and others put in. */
export interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}

const put = [
  '',
  '',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\n',
  '/*',
  '//',
  '1',
  'x',
  "'",
  '#',
  '\u0000',
  'é',
  '"a": 1',
];

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.constantFrom(0, 1, 1, 2, 20),
    put: fc.constantFrom(...put),
  }),
  { minLength: 1, maxLength: 4 },
);

export function edited(text: string, steps: readonly Edit[]): string {
  return steps.reduce((changed, step) => {
    const place = Math.floor(step.at * changed.length);
    return changed.slice(0, place) + step.put + changed.slice(place + step.cut);
  }, text);
}
