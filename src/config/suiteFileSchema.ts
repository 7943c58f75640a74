/** The schema of a suite as it stands in a file: settings with a default may be left out. */
import { relaxed, type Schema } from './fileSchema.js';
import { SuiteSchema } from './suiteSchema.js';

/** As JSON (TypeBox's symbols gone), required only where there is no default. */
export const suiteFileSchema: Schema = relaxed(JSON.parse(JSON.stringify(SuiteSchema)) as Schema);
