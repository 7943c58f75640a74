/**
 * The JSON Schema that VS Code gets: it completes and explains, and finds nothing wrong. Mistakes are found by our own
 * validator, which names the right setting; with a strict schema each mistake would be underlined twice.
 */
import type { Schema } from '../config/fileSchema.js';
import { experimentJsonSchema } from '../config/jsonSchema.js';

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
