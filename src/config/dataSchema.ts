/** Settings under "data" and "preprocessing": where the sequences are, what columns mean, how they are prepared. */
import { Type } from '@sinclair/typebox';
import { nullable, oneOf, record, strict, text } from './kinds.js';

export const scalings = ['standard', 'robust', 'minmax', 'none'] as const;
export const transforms = ['none', 'asinh'] as const;

export const DataSchema = Type.Object(
  {
    train: Type.String({
      minLength: 1,
      description:
        'Long CSV (one row a time step), a folder with one CSV a sample, or a .ts file of the UEA/UCR archive. Relative to this file, with forward slashes.',
    }),
    labels: nullable(text(), {
      default: null,
      description:
        'CSV with the sample id and the label. Leave out when "label" is a column of the train file, or for .ts files.',
    }),
    test: nullable(text(), {
      default: null,
      description: 'Data to predict at the end; with labels it is scored as well.',
    }),
    testLabels: nullable(text(), { default: null, description: 'CSV with the labels of the test samples.' }),
    sampleId: Type.String({
      minLength: 1,
      default: 'sample_index',
      description: 'Column that names the sample a row belongs to.',
    }),
    time: nullable(text(), {
      default: 'time',
      description: 'Column that orders the rows of a sample; null: the order in the file.',
    }),
    label: Type.String({ minLength: 1, default: 'label', description: 'Column with the class.' }),
    group: nullable(text(), {
      default: null,
      description: 'Column whose value (e.g. the subject) never stands on two sides of a split.',
    }),
    classes: nullable(Type.Array(text(), { minItems: 2, uniqueItems: true }), {
      default: null,
      description: 'Class names in the order of tables and matrices; null: as found in the labels, sorted.',
    }),
    continuous: Type.Array(text(), {
      default: ['*'],
      description: 'Columns (or globs) used as numbers. "*" takes every column not named elsewhere.',
    }),
    categorical: record(
      Type.Object(
        {
          embedding: Type.Integer({
            minimum: 1,
            maximum: 256,
            default: 4,
            description: 'Size of the embedding vector.',
          }),
        },
        { ...strict, description: 'A column (or glob) used as a category.' },
      ),
      { default: {}, description: 'Columns (or globs) used as categories, one embedding table a column.' },
    ),
    ignore: Type.Array(text(), {
      default: [],
      description: 'Columns (or globs) left out; wins over the globs above.',
    }),
    window: nullable(
      Type.Object(
        {
          length: Type.Integer({ minimum: 1, description: 'Time steps of a window.' }),
          stride: Type.Integer({
            minimum: 1,
            description: 'Steps from one window to the next; at most the length of a window.',
          }),
          vote: oneOf(
            { mean: 'Probabilities are averaged.', majority: 'Each window has one vote.' },
            { default: 'mean', description: 'How the windows of a sample are joined to one prediction.' },
          ),
        },
        strict,
      ),
      {
        default: null,
        description: 'Cut samples into windows; splits, metrics and votes stay by sample (but see validation.scored).',
      },
    ),
  },
  { ...strict, description: 'Where the sequences are and what their columns mean.' },
);

export const PreprocessingSchema = Type.Object(
  {
    scaling: oneOf(
      {
        standard: '(value - mean) / standard deviation',
        robust: '(value - median) / interquartile range',
        minmax: 'To 0 … 1 over the fit part.',
        none: 'Values as they are.',
      } satisfies Record<(typeof scalings)[number], string>,
      { default: 'standard', description: 'Fitted on the fit part of each fold, column by column.' },
    ),
    transform: record(
      oneOf(
        {
          none: 'Values as they are.',
          asinh: 'Nearly linear around zero, logarithmic far from it.',
        } satisfies Record<(typeof transforms)[number], string>,
        {
          description:
            'asinh: tames heavy tails; applied to value / interquartile range (or standard deviation where that is 0).',
        },
      ),
      { default: {}, description: 'Columns (or globs) to transform before scaling.' },
    ),
    missing: oneOf(
      {
        error: 'Refuse the file and say where.',
        interpolate: 'Linear along time; the nearest value at the ends.',
        zero: 'Zero, before scaling.',
      },
      { default: 'error', description: 'What to do with an empty cell.' },
    ),
  },
  { ...strict, default: {}, description: 'How columns are prepared.' },
);
