/**
 * The experiment file: the one schema from which the TypeScript type, the validator and the JSON Schema for the editor come.
 * `Experiment` is the resolved form, every default filled in; in a file only `data` is required.
 */
import { Type, type Static } from '@sinclair/typebox';
import { DataSchema, PreprocessingSchema } from './dataSchema.js';
import { nullable, oneOf, strict } from './kinds.js';
import { ModelSchema } from './modelSchema.js';
import { DecisionSchema, StagesSchema } from './strategySchema.js';
import { FineTuneSchema, TrainingSchema } from './trainingSchema.js';
import { EnsembleSchema, ValidationSchema } from './validationSchema.js';

export { scalings, transforms } from './dataSchema.js';

export const ExperimentSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of the JSON Schema; for editors only.' })),
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
    engine: oneOf(
      {
        auto: 'Foldboard’s choice: fused; for very wide layers tensorflow, where tfjs-node is set up and faster.',
        fused: 'WebAssembly kernels that compute a whole training step.',
        tensorflow: 'The same network in TensorFlow.js; on tfjs-node where that is set up.',
      },
      { default: 'auto', description: 'What computes a training step.' },
    ),
    data: DataSchema,
    preprocessing: PreprocessingSchema,
    model: ModelSchema,
    training: TrainingSchema,
    validation: ValidationSchema,
    fineTune: FineTuneSchema,
    ensemble: EnsembleSchema,
    stages: StagesSchema,
    decision: DecisionSchema,
  },
  { ...strict, $id: 'foldboard-experiment', title: 'Foldboard experiment' },
);

/** An experiment with every default filled in. */
export type Experiment = Static<typeof ExperimentSchema>;
