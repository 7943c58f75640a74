/** Fills in what a file leaves out. Ajv's own defaults stop at unions, so this is a walk over the schema. */
import { fileSchema, objectBranch, type Schema } from './fileSchema.js';
import { valueAt } from './path.js';

/**
 * A copy of `raw` with every default filled in, in the order of the schema. Values that do not fit the schema are kept
 * as they are, so that a file with mistakes can be checked further.
 */
export function withDefaults(raw: unknown): unknown {
  const depends = dependentDefaults(raw);
  const filled = fill(fileSchema, raw) as Record<string, unknown>;
  if (!isObject(filled)) return filled;
  delete filled['$schema'];
  for (const [section, values] of Object.entries(depends)) {
    const target = filled[section];
    if (isObject(target)) Object.assign(target, values);
  }
  return filled;
}

/** Defaults that follow from another setting: what nothing selects cannot stop early; who leaks on purpose leaks and scores as others do; .ts files have no time column. */
function dependentDefaults(raw: unknown): Record<string, Record<string, unknown>> {
  const selection = valueAt(raw, ['validation', 'selection']);
  const final = valueAt(raw, ['validation', 'scheme']) === 'none' && selection === undefined;
  const leaky = valueAt(raw, ['validation', 'leaky']) === true && selection === undefined && !final;
  const windowed = valueAt(raw, ['validation', 'leaky']) === true && isObject(valueAt(raw, ['data', 'window']));
  const scored = windowed && valueAt(raw, ['validation', 'scored']) === undefined;
  const unselected = final || selection === 'none';
  const stopping = valueAt(raw, ['training', 'earlyStopping']);
  const train = valueAt(raw, ['data', 'train']);
  const timeless = isTsFile(train) && valueAt(raw, ['data', 'time']) === undefined;
  return {
    ...(timeless ? { data: { time: null } } : {}),
    ...(unselected && stopping === undefined ? { training: { earlyStopping: null } } : {}),
    validation: {
      ...(final ? { selection: 'none' } : {}),
      ...(leaky ? { selection: 'scoredFold' } : {}),
      ...(scored ? { scored: 'windows' } : {}),
    },
  };
}

/** Whether a path names a file of the UEA/UCR archive. */
export function isTsFile(path: unknown): boolean {
  return typeof path === 'string' && /\.ts$/i.test(path);
}

/** A copy of `given` with the defaults of a schema, in its order. */
export function fillFrom(schema: Schema, given: unknown): unknown {
  return fill(schema, given);
}

function fill(schema: Schema, given: unknown): unknown {
  const value = given === undefined ? structuredClone(schema.default) : given;
  if (Array.isArray(value)) return value.map((item: unknown) => (schema.items ? fill(schema.items, item) : item));
  if (!isObject(value)) return value;
  const { properties, additionalProperties } = objectBranch(schema);
  if (properties) {
    const known = Object.entries(properties).map(([key, inner]): [string, unknown] => [
      key,
      fill(inner, Object.hasOwn(value, key) ? value[key] : undefined),
    ]);
    const unknown = Object.entries(value).filter(([key]) => !Object.hasOwn(properties, key));
    return Object.fromEntries([...known.filter(([, item]) => item !== undefined), ...unknown]);
  }
  if (typeof additionalProperties !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(additionalProperties, item)]));
}

/** A plain object, as JSON has them: no list, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
