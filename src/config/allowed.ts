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
      return schema.maxLength === undefined ? 'text (not empty)' : `text of 1 to ${schema.maxLength} letters`;
    case 'array':
      if (schema.maxItems === 0) return 'an empty list, []';
      if (schema.items?.properties)
        return `a list of { ${Object.keys(schema.items.properties)
          .map((name) => `"${name}": …`)
          .join(', ')} }`;
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
  const names = Object.keys(schema.properties);
  if (names.length === 1) return `{ "${names[0]}": … }`;
  return `an object with ${names.map((name) => `"${name}"`).join(', ')}`;
}

function range({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const low =
    minimum !== undefined
      ? `of at least ${minimum}`
      : exclusiveMinimum !== undefined
        ? `above ${exclusiveMinimum}`
        : '';
  const high =
    maximum !== undefined ? `of at most ${maximum}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '';
  return [low, high]
    .filter(Boolean)
    .map((part, i) => (i === 0 ? ` ${part}` : ` and ${part}`))
    .join('');
}

function either(options: readonly string[]): string {
  if (options.length < 2) return options.join('');
  return `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}
