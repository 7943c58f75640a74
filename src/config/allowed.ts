/** Sentences about values: what a setting allows, and what stands there instead. */
import { type Schema } from './fileSchema.js';

/** A value as it would stand in a file, cut where it is long. */
export function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What a setting allows, as the end of "Allowed: …". */
export function allowed(schema: Schema): string {
  if (schema.anyOf) return either(schema.anyOf.map(allowed));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return either(schema.enum.map((word) => JSON.stringify(word)));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return either(types.map((type) => describeType(type, schema)));
}

function describeType(type: string, schema: Schema): string {
  switch (type) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'string':
      return schema.maxLength === undefined ? 'text' : `text of at most ${schema.maxLength} letters`;
    case 'array':
      if (schema.maxItems === 0) return 'an empty list, []';
      return `a list of ${schema.minItems === undefined ? '' : `at least ${schema.minItems} `}texts`;
    default:
      return describeObject(schema);
  }
}

function describeObject(schema: Schema): string {
  if (!schema.properties)
    return typeof schema.additionalProperties === 'object'
      ? `an object that gives each name ${allowed(schema.additionalProperties)}`
      : 'an object';
  const names = Object.keys(schema.properties).map((name) => `"${name}"`);
  return `an object with ${names.join(', ')}`;
}

function range(schema: Schema): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const top =
    maximum !== undefined ? ` to ${maximum}` : exclusiveMaximum !== undefined ? ` to below ${exclusiveMaximum}` : '';
  if (top === '' || (maximum !== undefined && maximum >= Number.MAX_SAFE_INTEGER)) {
    if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
    return minimum === undefined ? '' : ` of at least ${minimum}`;
  }
  return exclusiveMinimum !== undefined ? ` from above ${exclusiveMinimum}${top}` : ` from ${minimum}${top}`;
}

function either(options: readonly string[]): string {
  if (options.length < 2) return options.join('');
  return `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}
