/** Settings of strategies: augmentation, averaging, stages, decision. */
import { Type, type Static } from '@sinclair/typebox';
import { nullable, oneOf, record, strict, text } from './kinds.js';

export const augmentations = {
  jitter: 'Normal noise on every value; strength: its deviation, in units of the scaled channels.',
  scaling: 'Each channel times a factor around 1; strength: the factor’s deviation.',
  timeWarp: 'Time runs faster here and slower there; strength: how far the speed departs from 1 at most.',
  windowSlice: 'Steps cut off at both ends; strength: the share of them at most.',
  timeMask: 'A stretch of steps hidden; strength: its share of the steps at most.',
  channelDropout: 'Channels hidden; strength: the share of them, each by chance.',
  mixup: 'Mixed with another sample of the batch, labels too; strength: alpha of the Beta distribution of the shares.',
} as const;

const AugmentationSchema = Type.Object(
  {
    name: oneOf(augmentations, { description: 'What is done to a sample.' }),
    strength: nullable(Type.Number({ exclusiveMinimum: 0, maximum: 2 }), {
      default: null,
      description:
        'How strongly; null: jitter 0.05, scaling 0.1, timeWarp 0.2, windowSlice 0.1, timeMask 0.1, channelDropout 0.1, mixup 0.2.',
    }),
    probability: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.5,
      description: 'Share of the samples it is done to, drawn anew each epoch.',
    }),
  },
  strict,
);

export const AugmentationsSchema = Type.Array(AugmentationSchema, {
  default: [],
  maxItems: 20,
  description:
    'Changes of the samples that are trained on, one after the other; what selects or is scored stays as it is.',
});

export type Augmentation = Static<typeof AugmentationSchema>;

export const AveragingSchema = nullable(
  Type.Object(
    {
      decay: Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.99,
        description: 'What an update leaves of the average; less in the first updates.',
      }),
    },
    strict,
  ),
  {
    default: null,
    description:
      'Exponential moving average of the weights after each update: selected and stored instead of the weights.',
  },
);

export const StagesSchema = nullable(
  record(Type.Array(text(), { minItems: 1, uniqueItems: true }), {
    description: 'Classes of each group.',
  }),
  {
    default: null,
    description:
      'Two stages: groups of classes by name. One network tells the groups apart, one more for each group tells its classes apart; probabilities are multiplied. null: one network for all classes.',
  },
);

export const DecisionSchema = Type.Object(
  {
    temperature: Type.Boolean({
      default: false,
      description: 'Probabilities are made as sure as the select part shows them to be right.',
    }),
    thresholds: oneOf(
      {
        none: 'The most probable class.',
        weightedF1: 'F1 of the classes, weighted by their support.',
        macroF1: 'Plain mean of the classes’ F1.',
        accuracy: 'Share of samples predicted right.',
        balancedAccuracy: 'Plain mean of the classes’ recall.',
      },
      {
        default: 'none',
        description:
          'Weights of the classes that make this metric best on the select part; probabilities are weighted with them, so that the most probable class is the decision.',
      },
    ),
  },
  { ...strict, default: {}, description: 'What is made of the probabilities, fitted on each fold’s select part.' },
);
