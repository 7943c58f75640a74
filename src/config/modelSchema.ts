/** Settings under "model": the network, or one of the baselines it must beat. */
import { Type } from '@sinclair/typebox';
import { nullable, oneOf, strict, text } from './kinds.js';

export const ModelSchema = Type.Object(
  {
    kind: oneOf(
      {
        recurrent: 'A recurrent network.',
        majority: 'Always the most frequent class of the fit part.',
        rocket: 'MiniRocket: a linear classifier on about 10,000 features of fixed convolutions.',
        summaryLinear: 'Logistic regression on each channel’s mean, deviation, extremes and slope.',
      },
      { default: 'recurrent', description: 'A network, a rival of it, or one of the baselines it must beat.' },
    ),
    cell: oneOf(
      { gru: 'Gated recurrent unit.', lstm: 'Long short-term memory.', rnn: 'Plain recurrence with tanh.' },
      { default: 'gru', description: 'Recurrent cell, with PyTorch’s equations.' },
    ),
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
          combine: oneOf(
            {
              concat: 'One time vector after the columns of "after".',
              add: 'Added to the embedding of each column of "after"; sizes must be equal.',
            },
            {
              default: 'concat',
              description: 'How the time vector joins the input.',
            },
          ),
          after: nullable(text(), {
            default: null,
            description: 'Categorical columns (glob) the time vector joins; null: it stands at the end of the input.',
          }),
        },
        strict,
      ),
      { default: null, description: 'A learned vector for each position in time.' },
    ),
    stem: nullable(
      Type.Object(
        {
          filters: Type.Integer({ minimum: 1, maximum: 1024, default: 64, description: 'Outputs of the convolution.' }),
          kernel: Type.Integer({
            minimum: 1,
            maximum: 63,
            default: 5,
            description: 'Steps that a filter spans; an odd number.',
          }),
          stride: Type.Integer({
            minimum: 1,
            maximum: 64,
            default: 2,
            description: 'Steps from one output to the next: the recurrence has so many times fewer.',
          }),
        },
        strict,
      ),
      { default: null, description: 'A strided convolution (with ReLU) before the recurrence; for long sequences.' },
    ),
    classifier: oneOf(
      {
        ridge: 'Least squares onto the classes; the penalty is chosen by leaving out one sample at a time.',
        logistic:
          'Multinomial logistic regression; the penalty is chosen by leaving out a fifth of the samples at a time.',
      },
      { default: 'ridge', description: 'What "rocket" learns on its features.' },
    ),
  },
  { ...strict, default: {}, description: 'The network.' },
);
