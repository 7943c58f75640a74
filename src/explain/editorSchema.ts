/**
 * The JSON Schema that VS Code gets: it completes and explains, and finds nothing wrong. Mistakes are found by our own
 * validator, which names the right setting; with a strict schema each mistake would be underlined twice.
 */
import type { Schema } from '../config/fileSchema.js';
import { experimentJsonSchema, suiteJsonSchema } from '../config/jsonSchema.js';

/** Draft 07, with VS Code's `defaultSnippets` where a strict schema would have `enum` and `type`. */
export function editorJsonSchema(): object {
  const strict = experimentJsonSchema() as Hovered;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'foldboard-experiment-editor',
    title: 'Foldboard experiment',
    ...lenient(strict),
    allowComments: true,
    allowTrailingCommas: true,
  };
}

/** The same for suites: what a row changes is completed as in an experiment, settings by path as paths. */
export function suiteEditorJsonSchema(): object {
  const experiment = experimentJsonSchema() as Hovered;
  const suite = lenient(suiteJsonSchema() as Hovered) as { properties: Record<string, Record<string, unknown>> };
  const { properties } = suite;
  const change = lenient({ properties: experiment.properties ?? {} });
  const byPath = pathsOf(experiment);
  const paths = (of: (schema: Hovered) => object): object => ({
    properties: Object.fromEntries([...byPath].map(([path, schema]) => [path, of(schema)])),
  });
  const withChange = (schema: Record<string, unknown> | undefined): object => ({ ...schema, ...change });
  const row = properties['rows']?.['items'] as { properties: Record<string, Record<string, unknown>> };
  const search = properties['search'] as { properties: Record<string, { additionalProperties?: object }> };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'foldboard-suite-editor',
    title: 'Foldboard suite',
    ...suite,
    properties: {
      ...properties,
      change: withChange(properties['change']),
      quick: withChange(properties['quick']),
      rows: {
        ...properties['rows'],
        items: {
          ...row,
          properties: {
            ...row.properties,
            change: withChange(row.properties['change']),
            set: { ...row.properties['set'], ...paths(lenient) },
          },
        },
      },
      grid: { ...properties['grid'], ...paths((schema) => ({ ...lenient(schema), items: lenient(schema) })) },
      search: {
        ...search,
        properties: {
          ...search.properties,
          ranges: {
            ...search.properties['ranges'],
            ...paths((schema) => ({
              ...search.properties['ranges']?.additionalProperties,
              ...(schema.markdownDescription === undefined ? {} : { markdownDescription: schema.markdownDescription }),
            })),
          },
        },
      },
    },
    allowComments: true,
    allowTrailingCommas: true,
  };
}

/** Every setting with a fixed name, by its path. */
function pathsOf(schema: Hovered, before = ''): Map<string, Hovered> {
  const found = new Map<string, Hovered>();
  const inside = schema.properties ?? (schema.anyOf?.find((one) => one.properties) as Hovered | undefined)?.properties;
  for (const [key, one] of Object.entries(inside ?? {})) {
    if (key.startsWith('$')) continue;
    found.set(`${before}${key}`, one);
    for (const [path, inner] of pathsOf(one, `${before}${key}.`)) found.set(path, inner);
  }
  return found;
}

interface Hovered extends Schema {
  readonly markdownDescription?: string;
}

interface Snippet {
  readonly label: string;
  readonly description?: string;
  readonly body: unknown;
}

function lenient(schema: Hovered): Record<string, unknown> {
  const { properties, additionalProperties, items, anyOf, description, markdownDescription, default: preset } = schema;
  const snippets = [schema, ...(anyOf ?? [])].flatMap(snippetsOf);
  // Alternatives cannot be told apart without types; the one with an inside is what there is to complete.
  const inner = anyOf?.find((one) => one.properties ?? one.additionalProperties ?? one.items) as Hovered | undefined;
  const own = properties ?? additionalProperties ?? items;
  return {
    ...(inner && own === undefined ? lenient(inner) : {}),
    ...(description === undefined ? {} : { description }),
    ...(markdownDescription === undefined ? {} : { markdownDescription }),
    ...(preset === undefined ? {} : { default: preset }),
    ...(snippets.length === 0 ? {} : { defaultSnippets: snippets }),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, lenient(one)])) }
      : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: lenient(additionalProperties) } : {}),
    ...(items ? { items: lenient(items) } : {}),
  };
}

function snippetsOf(schema: Hovered): Snippet[] {
  if (schema.enum)
    return schema.enum.map((word, i) => {
      const description = schema.enumDescriptions?.[i];
      return { label: word, ...(description === undefined ? {} : { description }), body: word };
    });
  if (schema.const !== undefined) return [{ label: schema.const, body: schema.const }];
  const types = [schema.type ?? []].flat();
  return [
    ...(types.includes('boolean') ? [true, false] : []).map((body) => ({ label: String(body), body })),
    ...(types.includes('null') ? [{ label: 'null', body: null }] : []),
  ];
}
