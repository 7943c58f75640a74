/** The JSON Schema of experiment files, for the editor: completion, hover and squiggles without the extension's help. */
import { fileSchema, type Schema } from './fileSchema.js';
import { suiteFileSchema } from './suiteFileSchema.js';

/**
 * A JSON document (draft 07): only settings without a default are required; descriptions and defaults for the hover, in
 * Markdown for editors that show it (`markdownDescription`, `enumDescriptions`), comments and trailing commas allowed.
 */
export function experimentJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(withHover(fileSchema) as object),
    description: 'A Foldboard experiment: data, preprocessing, model, training, validation. Only "data" is required.',
    allowComments: true,
    allowTrailingCommas: true,
  };
}

/** The same for suite files. */
export function suiteJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(withHover(suiteFileSchema) as object),
    description: 'A Foldboard suite: a base experiment and the rows of a table that vary it.',
    allowComments: true,
    allowTrailingCommas: true,
  };
}

function withHover(schema: Schema): unknown {
  const { properties, additionalProperties, items, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...(schema.description === undefined ? {} : { markdownDescription: hover(schema) }),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, withHover(inner)])) }
      : {}),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'object' ? withHover(additionalProperties) : additionalProperties,
        }),
    ...(items ? { items: withHover(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(withHover) } : {}),
  };
}

/** The description, what each word means, and the default unless it is an object that only repeats its own defaults. */
function hover(schema: Schema): string {
  const words = schema.enum?.map((word, i) => `- \`${word}\`: ${schema.enumDescriptions?.[i] ?? ''}`) ?? [];
  const preset = JSON.stringify(schema.default);
  return [
    escapeMarkdown(schema.description ?? ''),
    ...(words.length > 1 ? [words.join('\n')] : []),
    ...(preset === undefined || preset === '{}' ? [] : [`Default: \`${preset}\``]),
  ].join('\n\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[*_<>]/g, '\\$&');
}
