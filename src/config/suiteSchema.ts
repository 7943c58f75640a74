/** The suite file: a base experiment and named variations of it, as one schema for type, validator and editor. */
import { Type, type Static } from '@sinclair/typebox';
import { nullable, record, strict, text } from './kinds.js';

const patch = (options: { default?: unknown; description: string }) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', ...options });

const RowSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Name of the row. One that starts with "+" builds on the row above it; others build on the base.',
    }),
    heading: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'A line above this row; it and the rows below stand under it, up to the next heading.',
      }),
    ),
    from: Type.Optional(Type.String({ minLength: 1, description: 'Name of an earlier row that this one builds on.' })),
    change: patch({
      default: {},
      description: 'JSON merge patch of the experiment; null takes a setting away, so that its default holds.',
    }),
    set: patch({
      default: {},
      description: 'Settings by path, as in "model.headUnits": null. Here null is a value.',
    }),
  },
  strict,
);

const RangeSchema = Type.Object(
  {
    low: Type.Optional(Type.Number({ description: 'Smallest value.' })),
    high: Type.Optional(Type.Number({ description: 'Largest value.' })),
    log: Type.Optional(Type.Boolean({ description: 'Uniform on a logarithmic scale.' })),
    step: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Values are low plus multiples of it.' })),
    choices: Type.Optional(
      Type.Array(Type.Unknown(), { minItems: 1, description: 'Instead of low and high: one of these.' }),
    ),
  },
  strict,
);

const SearchSchema = Type.Object(
  {
    budget: Type.Integer({ minimum: 1, maximum: 10000, description: 'Rows that are drawn.' }),
    seed: Type.Integer({ minimum: 0, maximum: 4294967295, default: 1, description: 'What is drawn follows from it.' }),
    ranges: record(RangeSchema, { description: 'Settings by path, each with a range or choices.' }),
  },
  strict,
);

export const SuiteSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of the JSON Schema; for editors only.' })),
    name: nullable(Type.String({ minLength: 1, maxLength: 200 }), {
      default: null,
      description: 'Shown above the table; null: the file’s name.',
    }),
    base: { ...text(), description: 'The experiment file that all rows vary, relative to the suite.' },
    change: patch({ default: {}, description: 'JSON merge patch of the base, for all rows.' }),
    baseline: nullable(Type.String({ minLength: 1 }), {
      default: null,
      description: 'Name of the row that the others are compared with; null: the first.',
    }),
    rows: Type.Array(RowSchema, { default: [], description: 'Named variations.' }),
    grid: record(Type.Array(Type.Unknown(), { minItems: 1 }), {
      default: {},
      description: 'Settings by path, each with a list of values: a row for every combination.',
    }),
    search: nullable(SearchSchema, { default: null, description: 'Random search: rows drawn from ranges.' }),
    seeds: nullable(
      Type.Array(Type.Integer({ minimum: 0, maximum: 9007199254740991 }), { minItems: 1, uniqueItems: true }),
      {
        default: null,
        description: 'Every row is trained with each of them, on the folds of that seed; null: the base’s.',
      },
    ),
    quick: nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), {
      default: null,
      description: 'JSON merge patch of all rows under --quick, where only the first seed is trained.',
    }),
  },
  { ...strict, $id: 'foldboard-suite', title: 'Foldboard suite' },
);

/** A suite with every default filled in. */
export type Suite = Static<typeof SuiteSchema>;
export type SuiteRow = Suite['rows'][number];
export type SearchRange = Static<typeof RangeSchema>;
