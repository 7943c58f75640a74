/** Settings under "training" and "fineTune": how the weights are found. */
import { Type } from '@sinclair/typebox';
import { nullable, oneOf, record, strict, wholeOrAuto } from './kinds.js';
import { AugmentationsSchema, AveragingSchema } from './strategySchema.js';

const OptimizerSchema = Type.Object(
  {
    name: oneOf(
      { adamw: 'Adam with decoupled weight decay.', adam: 'Adam.', sgd: 'Stochastic gradient descent with momentum.' },
      { default: 'adamw', description: 'PyTorch’s definitions.' },
    ),
    learningRate: Type.Number({ exclusiveMinimum: 0, default: 1e-3, description: 'Step size; the peak of one-cycle.' }),
    weightDecay: Type.Number({
      minimum: 0,
      default: 1e-4,
      description: 'Decoupled (adamw) or added to the gradient (adam, sgd).',
    }),
    momentum: Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0.9, description: 'sgd only.' }),
  },
  { ...strict, default: {}, description: 'Optimiser.' },
);

const LossSchema = Type.Object(
  {
    name: oneOf(
      { crossEntropy: 'Cross entropy.', focal: 'Cross entropy in which easy samples count less.' },
      { default: 'crossEntropy', description: 'Loss.' },
    ),
    gamma: Type.Number({
      minimum: 0,
      default: 2,
      description: 'focal only: how strongly easy samples are discounted.',
    }),
    classWeights: Type.Union(
      [Type.Literal('none'), Type.Literal('balanced'), record(Type.Number({ exclusiveMinimum: 0 }))],
      {
        default: 'none',
        description: '"balanced": inversely to the class counts of the fit part; or a weight for each class.',
      },
    ),
    labelSmoothing: Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0, description: 'crossEntropy only.' }),
  },
  { ...strict, default: {}, description: 'Loss.' },
);

const EarlyStoppingSchema = Type.Object(
  {
    metric: oneOf(
      {
        weightedF1: 'F1 of the classes, weighted by their support.',
        macroF1: 'Plain mean of the classes’ F1.',
        accuracy: 'Share of samples predicted right.',
        balancedAccuracy: 'Plain mean of the classes’ recall.',
        loss: 'Lowest loss.',
      },
      { default: 'weightedF1', description: 'Measured on the select part; also picks the best weights.' },
    ),
    patience: wholeOrAuto({
      minimum: 1,
      default: 'auto',
      description: 'Epochs without a better value before training ends.',
    }),
  },
  strict,
);

export const TrainingSchema = Type.Object(
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
    optimizer: OptimizerSchema,
    loss: LossSchema,
    sampler: oneOf(
      { none: 'Every sample once an epoch.', weighted: 'Drawn with replacement, classes equally often.' },
      { default: 'none', description: 'How the samples of an epoch are drawn.' },
    ),
    augmentation: AugmentationsSchema,
    gradientClip: nullable(Type.Number({ exclusiveMinimum: 0 }), {
      default: 1,
      description: 'Largest global gradient norm, or null.',
    }),
    schedule: oneOf(
      {
        none: 'Constant.',
        cosine: 'Falls to zero along half a cosine.',
        oneCycle: 'Rises to the peak, then falls far below the start.',
        plateau: 'Falls when the select part stops getting better.',
      },
      { default: 'none', description: 'How the learning rate moves.' },
    ),
    earlyStopping: nullable(EarlyStoppingSchema, {
      default: { metric: 'weightedF1', patience: 'auto' },
      description:
        'Null: always all epochs; the best weights by weighted F1 are still kept. Null by default where validation.selection is "none".',
    }),
    averaging: AveragingSchema,
  },
  { ...strict, default: {}, description: 'How the weights are found.' },
);

export const FineTuneSchema = nullable(
  Type.Object(
    {
      epochs: Type.Integer({ minimum: 1, default: 10, description: 'Epochs on fit + select.' }),
      learningRate: Type.Number({ exclusiveMinimum: 0, default: 1e-4, description: 'Constant.' }),
    },
    strict,
  ),
  { default: null, description: 'After the best weights are found, continue on fit + select.' },
);
