/** Settings under "validation" and "ensemble": how a model is scored, and how test data is predicted. */
import { Type } from '@sinclair/typebox';
import { nullable, oneOf, strict } from './kinds.js';

export const ValidationSchema = Type.Object(
  {
    scheme: oneOf(
      {
        kFold: 'Each sample is scored once a repeat, by a model that never saw it.',
        holdout: 'One part is scored.',
        none: 'Nothing is scored: train the final model on everything.',
      },
      { default: 'kFold', description: 'How samples are divided.' },
    ),
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
        Type.Object(
          {
            fraction: Type.Number({
              exclusiveMinimum: 0,
              exclusiveMaximum: 1,
              default: 0.15,
              description: 'Share of the training part.',
            }),
          },
          strict,
        ),
        Type.Literal('none'),
        Type.Literal('scoredFold'),
      ],
      {
        default: { fraction: 0.15 },
        description:
          'What chooses the weights: a part of the training samples; "none": fixed epochs, last weights; "scoredFold": the scored samples themselves, as many do; such scores flatter and are marked optimistic. "none" by default where the scheme is none, "scoredFold" where leaky is true.',
      },
    ),
    leaky: Type.Boolean({
      default: false,
      description:
        'Wrong on purpose, to show how much it flatters: windows (data.window) are cut first and divided as if they were samples, groups or not, so that windows of one sample stand on both sides of every split. The run is marked everywhere.',
    }),
    innerFolds: nullable(Type.Integer({ minimum: 2, maximum: 20 }), {
      default: null,
      description:
        'Each fold trains this many models: its training part is dealt into as many inner folds, each of which selects one model’s weights; probabilities are averaged. Then selection has no say.',
    }),
    scored: oneOf(
      {
        samples: 'Each sample once; its windows, if any, vote.',
        windows:
          'Each window (data.window) by itself, as some publish it. Windows of one sample, or group, still never stand on both sides of a split.',
      },
      { default: 'samples', description: 'What a score counts. "windows" where leaky is true and there are windows.' },
    ),
  },
  { ...strict, default: {}, description: 'How the model is scored.' },
);

export const EnsembleSchema = Type.Object(
  {
    members: oneOf(
      { folds: 'The models of all folds.' },
      { default: 'folds', description: 'Whose models predict the test data together.' },
    ),
    vote: oneOf(
      { mean: 'Probabilities are averaged.', majority: 'Each model has one vote.' },
      { default: 'mean', description: 'How members are joined.' },
    ),
    seeds: Type.Integer({
      minimum: 1,
      maximum: 50,
      default: 1,
      description: 'Models a fold (or inner fold), which differ in their randomness; their predictions are joined.',
    }),
  },
  { ...strict, default: {}, description: 'How test data is predicted.' },
);
