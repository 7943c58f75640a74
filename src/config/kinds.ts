/**
 * The few kinds of setting an experiment file has, as TypeBox schemas. Unions are avoided where a JSON Schema `type` list
 * says the same: defaults, completions and errors stay simple.
 */
import { Type, type Static, type TSchema } from '@sinclair/typebox';

/** Objects refuse keys they do not know. */
export const strict = { additionalProperties: false };

/** The same, or null. */
export const nullable = <T extends TSchema>(schema: T, options: { default: unknown; description: string }) =>
  Type.Unsafe<Static<T> | null>({ ...schema, ...options, type: [schema['type'] as string, 'null'] });

/** One of some words, each with a line on what it means. */
export const oneOf = <const T extends Readonly<Record<string, string>>>(
  words: T,
  options: { default?: keyof T & string; description: string },
) =>
  Type.Unsafe<keyof T & string>({
    type: 'string',
    enum: Object.keys(words),
    enumDescriptions: Object.values(words),
    ...options,
  });

/** Names chosen by the user (columns, globs, classes), each with a value. */
export const record = <T extends TSchema>(value: T, options: { default?: unknown; description?: string } = {}) =>
  Type.Unsafe<Record<string, Static<T>>>({ type: 'object', additionalProperties: value, ...options });

/** A whole number, or "auto": decided from the data when a run starts. */
export const wholeOrAuto = (options: { minimum: number; default: number | 'auto'; description: string }) =>
  Type.Union([Type.Integer({ minimum: options.minimum }), Type.Literal('auto')], {
    default: options.default,
    description: options.description,
  });

/** Text that is not empty. */
export const text = () => Type.String({ minLength: 1 });
