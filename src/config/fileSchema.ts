/** The schema of an experiment as it stands in a file: settings with a default may be left out. And ways to look into it. */
import { ExperimentSchema } from './schema.js';
import { type SettingPath } from './path.js';

/** The part of JSON Schema that experiment files use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** As JSON (TypeBox's symbols gone), required only where there is no default. */
export const fileSchema: Schema = relaxed(JSON.parse(JSON.stringify(ExperimentSchema)) as Schema);

/** A schema as it stands for files: what has a default may be left out. */
export function relaxed(schema: Schema): Schema {
  const { properties, additionalProperties, items, anyOf, required, ...rest } = schema;
  const needed = required?.filter((key) => properties?.[key]?.default === undefined) ?? [];
  return {
    ...rest,
    ...(needed.length > 0 ? { required: needed } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, relaxed(inner)])) }
      : {}),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'object' ? relaxed(additionalProperties) : additionalProperties,
        }),
    ...(items ? { items: relaxed(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(relaxed) } : {}),
  };
}

/** The branch of a union that describes an object, or the schema itself. */
export function objectBranch(schema: Schema): Schema {
  return schema.anyOf?.find((branch) => branch.type === 'object') ?? schema;
}

/** The schema of the setting at a path, or undefined where there is none. */
export function schemaAt(path: SettingPath): Schema | undefined {
  let schema: Schema | undefined = fileSchema;
  for (const part of path) {
    if (!schema) return undefined;
    schema = child(objectBranch(schema), part);
  }
  return schema;
}

function child(schema: Schema, part: string | number): Schema | undefined {
  if (typeof part === 'number') return schema.items;
  if (schema.properties) return Object.hasOwn(schema.properties, part) ? schema.properties[part] : undefined;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** The names an object may have, for suggestions; empty where the user chooses them. */
export function namesIn(path: SettingPath): string[] {
  const schema = schemaAt(path);
  return schema ? Object.keys(objectBranch(schema).properties ?? {}).filter((name) => name !== '$schema') : [];
}

/** All paths of the schema that end in a name that is meant, shortest first: where a misplaced setting belongs. */
export function pathsEndingIn(isMeant: (name: string) => boolean): string[][] {
  const found: string[][] = [];
  const visit = (schema: Schema, path: string[]): void => {
    for (const [key, inner] of Object.entries(objectBranch(schema).properties ?? {})) {
      if (isMeant(key)) found.push([...path, key]);
      visit(inner, [...path, key]);
    }
  };
  visit(fileSchema, []);
  return found.sort((a, b) => a.length - b.length);
}
