/**
 * The experiment file: the one schema from which the TypeScript type, the validator and the JSON Schema for the editor come.
 * `Experiment` is the resolved form, every default filled in; in a file only `data` is required.
 */
import { Type, type Static, type TSchema } from '@sinclair/typebox';

const strict = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T, options: object) => Type.Union([schema, Type.Null()], options);
const oneOf = <const T extends readonly string[]>(words: T, options: { default?: T[number]; description: string }) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], ...options });
const wholeOrAuto = (options: { minimum: number; default: number | 'auto'; description: string }) =>
  Type.Union([Type.Integer({ minimum: options.minimum }), Type.Literal('auto')], {
    default: options.default,
    description: options.description,
  });

export const scalings = ['standard', 'robust', 'minmax', 'none'] as const;
export const transforms = ['none', 'asinh'] as const;

const DataSchema = Type.Object(
  {
    train: Type.String({
      minLength: 1,
      description:
        'Long CSV (one row a time step), a folder with one CSV a sample, or a .ts file of the UEA/UCR archive. Relative to this file.',
    }),
    labels: nullable(Type.String({ minLength: 1 }), {
      default: null,
      description:
        'CSV with the sample id and the label. Leave out when "label" is a column of the train file, or for .ts files.',
    }),
    test: nullable(Type.String({ minLength: 1 }), {
      default: null,
      description: 'Data to predict at the end; with labels it is scored as well.',
    }),
    testLabels: nullable(Type.String({ minLength: 1 }), {
      default: null,
      description: 'CSV with the labels of the test samples.',
    }),
    sampleId: Type.String({
      minLength: 1,
      default: 'sample_index',
      description: 'Column that names the sample a row belongs to.',
    }),
    time: nullable(Type.String({ minLength: 1 }), {
      default: 'time',
      description: 'Column that orders the rows of a sample; null: the order in the file.',
    }),
    label: Type.String({ minLength: 1, default: 'label', description: 'Column with the class.' }),
    group: nullable(Type.String({ minLength: 1 }), {
      default: null,
      description: 'Column whose value (e.g. the subject) never stands on two sides of a split.',
    }),
    classes: nullable(Type.Array(Type.String({ minLength: 1 }), { minItems: 2, uniqueItems: true }), {
      default: null,
      description: 'Class names in the order of tables and matrices; null: as found in the labels, sorted.',
    }),
    continuous: Type.Array(Type.String({ minLength: 1 }), {
      default: ['*'],
      description: 'Columns (or globs) used as numbers. "*" takes every column not named elsewhere.',
    }),
    categorical: Type.Record(
      Type.String(),
      Type.Object(
        {
          embedding: Type.Integer({
            minimum: 1,
            maximum: 256,
            default: 4,
            description: 'Size of the embedding vector.',
          }),
        },
        strict,
      ),
      { default: {}, description: 'Columns (or globs) used as categories, one embedding table a column.' },
    ),
    ignore: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: 'Columns (or globs) left out; wins over the globs above.',
    }),
    window: nullable(
      Type.Object(
        {
          length: Type.Integer({ minimum: 1, description: 'Time steps of a window.' }),
          stride: Type.Integer({ minimum: 1, description: 'Steps from one window to the next.' }),
          vote: oneOf(['mean', 'majority'], {
            default: 'mean',
            description: 'How the windows of a sample are joined to one prediction.',
          }),
        },
        strict,
      ),
      { default: null, description: 'Cut samples into windows; splits, metrics and votes stay by sample.' },
    ),
  },
  { ...strict, description: 'Where the sequences are and what their columns mean.' },
);

const PreprocessingSchema = Type.Object(
  {
    scaling: oneOf(scalings, {
      default: 'standard',
      description: 'Fitted on the fit part of each fold, column by column.',
    }),
    transform: Type.Record(
      Type.String(),
      oneOf(transforms, {
        description:
          'asinh: tames heavy tails; applied to value / interquartile range (or standard deviation where that is 0).',
      }),
      {
        default: {},
        description: 'Columns (or globs) to transform before scaling.',
      },
    ),
    missing: oneOf(['error', 'interpolate', 'zero'], {
      default: 'error',
      description: 'What to do with an empty cell: refuse, interpolate along time, or zero.',
    }),
  },
  { ...strict, default: {}, description: 'How columns are prepared.' },
);

const ModelSchema = Type.Object(
  {
    kind: oneOf(['recurrent', 'majority', 'summaryLinear'], {
      default: 'recurrent',
      description: 'majority and summaryLinear are what a network must beat.',
    }),
    cell: oneOf(['gru', 'lstm', 'rnn'], { default: 'gru', description: 'Recurrent cell, with PyTorch’s equations.' }),
    hiddenUnits: Type.Integer({
      minimum: 1,
      maximum: 1024,
      default: 64,
      description: 'Units of each direction of each layer.',
    }),
    layers: Type.Integer({ minimum: 1, maximum: 8, default: 2, description: 'Recurrent layers.' }),
    bidirectional: Type.Boolean({ default: true, description: 'Read the sequence in both directions.' }),
    attention: Type.Boolean({
      default: true,
      description: 'Weighted sum over time; without it the last state of each direction.',
    }),
    layerNorm: Type.Boolean({ default: true, description: 'Layer norm after the last recurrent layer.' }),
    dropout: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.3,
      description: 'Between layers, after the layer norm and in the head.',
    }),
    headUnits: nullable(Type.Integer({ minimum: 1, maximum: 4096 }), {
      default: 64,
      description: 'Units of the head’s hidden layer; null: one linear layer.',
    }),
    timeEmbedding: nullable(
      Type.Object(
        {
          size: Type.Integer({ minimum: 1, maximum: 256, default: 4, description: 'Size of the time vector.' }),
          combine: oneOf(['concat', 'add'], {
            default: 'concat',
            description: 'concat: one vector after the columns of "after"; add: added to each of their embeddings.',
          }),
          after: nullable(Type.String({ minLength: 1 }), {
            default: null,
            description: 'Categorical columns (glob) the time vector joins; null: it stands at the end of the input.',
          }),
        },
        strict,
      ),
      { default: null, description: 'A learned vector for each position in time.' },
    ),
  },
  { ...strict, default: {}, description: 'The network.' },
);

const TrainingSchema = Type.Object(
  {
    epochs: wholeOrAuto({
      minimum: 1,
      default: 'auto',
      description: 'At most this many passes over the fit part; "auto": enough for at least about 1,000 updates.',
    }),
    batchSize: wholeOrAuto({
      minimum: 1,
      default: 'auto',
      description: 'Samples (or windows) an update; "auto": from the number of samples.',
    }),
    optimizer: Type.Object(
      {
        name: oneOf(['adamw', 'adam', 'sgd'], { default: 'adamw', description: 'PyTorch’s definitions.' }),
        learningRate: Type.Number({
          exclusiveMinimum: 0,
          default: 1e-3,
          description: 'Step size; the peak of one-cycle.',
        }),
        weightDecay: Type.Number({
          minimum: 0,
          default: 1e-4,
          description: 'Decoupled (adamw) or added to the gradient (adam, sgd).',
        }),
        momentum: Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0.9, description: 'sgd only.' }),
      },
      { ...strict, default: {}, description: 'Optimiser.' },
    ),
    loss: Type.Object(
      {
        name: oneOf(['crossEntropy', 'focal'], { default: 'crossEntropy', description: 'Loss.' }),
        gamma: Type.Number({
          minimum: 0,
          default: 2,
          description: 'focal only: how strongly easy samples are discounted.',
        }),
        classWeights: Type.Union(
          [
            Type.Literal('none'),
            Type.Literal('balanced'),
            Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0 })),
          ],
          {
            default: 'none',
            description: '"balanced": inversely to the class counts of the fit part; or a weight for each class.',
          },
        ),
        labelSmoothing: Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0, description: 'crossEntropy only.' }),
      },
      { ...strict, default: {}, description: 'Loss.' },
    ),
    sampler: oneOf(['none', 'weighted'], {
      default: 'none',
      description: 'weighted: draw with replacement so that classes come up equally often.',
    }),
    augmentation: Type.Array(Type.Never(), { maxItems: 0, default: [], description: 'None yet.' }),
    gradientClip: nullable(Type.Number({ exclusiveMinimum: 0 }), {
      default: 1,
      description: 'Largest global gradient norm, or null.',
    }),
    schedule: oneOf(['none', 'cosine', 'oneCycle', 'plateau'], {
      default: 'none',
      description: 'How the learning rate moves.',
    }),
    earlyStopping: nullable(
      Type.Object(
        {
          metric: oneOf(['weightedF1', 'macroF1', 'accuracy', 'balancedAccuracy', 'loss'], {
            default: 'weightedF1',
            description: 'Measured on the select part; also picks the best weights.',
          }),
          patience: wholeOrAuto({
            minimum: 1,
            default: 'auto',
            description: 'Epochs without a better value before training ends.',
          }),
        },
        strict,
      ),
      {
        default: { metric: 'weightedF1', patience: 'auto' },
        description: 'Null: always all epochs; the best weights by weighted F1 are still kept.',
      },
    ),
  },
  { ...strict, default: {}, description: 'How the weights are found.' },
);

const ValidationSchema = Type.Object(
  {
    scheme: oneOf(['kFold', 'holdout', 'none'], {
      default: 'kFold',
      description: 'none: train the final model on everything.',
    }),
    folds: Type.Integer({ minimum: 2, maximum: 100, default: 5, description: 'kFold only.' }),
    fraction: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.2,
      description: 'holdout only: share of samples scored.',
    }),
    stratified: Type.Boolean({ default: true, description: 'Each fold gets its share of every class.' }),
    repeats: Type.Integer({ minimum: 1, maximum: 100, default: 1, description: 'Repeat with other splits and seeds.' }),
    selection: Type.Union(
      [
        Type.Object({ fraction: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.15 }) }, strict),
        Type.Literal('none'),
        Type.Literal('scoredFold'),
      ],
      {
        default: { fraction: 0.15 },
        description:
          'What chooses the weights: a part of the training samples; "none": fixed epochs, last weights; "scoredFold": the scored samples themselves, as many do; such scores flatter and are marked optimistic.',
      },
    ),
  },
  { ...strict, default: {}, description: 'How the model is scored.' },
);

export const ExperimentSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    name: nullable(Type.String({ minLength: 1, maxLength: 200 }), {
      default: null,
      description: 'Shown in lists; null: the file’s name.',
    }),
    seed: Type.Integer({
      minimum: 0,
      maximum: 9007199254740991,
      default: 42,
      description: 'All randomness follows from it.',
    }),
    engine: oneOf(['auto', 'fused', 'tensorflow'], { default: 'auto', description: 'What computes; auto: fused.' }),
    data: DataSchema,
    preprocessing: PreprocessingSchema,
    model: ModelSchema,
    training: TrainingSchema,
    validation: ValidationSchema,
    fineTune: nullable(
      Type.Object(
        {
          epochs: Type.Integer({ minimum: 1, default: 10, description: 'Epochs on fit + select.' }),
          learningRate: Type.Number({ exclusiveMinimum: 0, default: 1e-4, description: 'Constant.' }),
        },
        strict,
      ),
      { default: null, description: 'After the best weights are found, continue on fit + select.' },
    ),
    ensemble: Type.Object(
      {
        members: oneOf(['folds'], { default: 'folds', description: 'Whose models predict the test data together.' }),
        vote: oneOf(['mean', 'majority'], { default: 'mean', description: 'How members are joined.' }),
      },
      { ...strict, default: {}, description: 'How test data is predicted.' },
    ),
  },
  { ...strict, $id: 'foldboard-experiment', title: 'Foldboard experiment' },
);

/** An experiment with every default filled in. */
export type Experiment = Static<typeof ExperimentSchema>;
