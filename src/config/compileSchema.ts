/** Ajv as experiment and suite files need it: every mistake of a value at once. */
import { Ajv, type ValidateFunction } from 'ajv';

export function compileSchema(schema: object): ValidateFunction {
  return new Ajv({
    allErrors: true,
    // Compiling is most of what reading the first file costs; unit tests check the schemas themselves.
    validateSchema: false,
    meta: false,
    code: { optimize: false },
    allowUnionTypes: true,
    keywords: ['enumDescriptions'],
  }).compile(schema);
}
