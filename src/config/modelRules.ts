/** Contradictions about the network. */
import { isGlob, literalPrefix, matchColumns } from './glob.js';
import { isSet, type Report, type Settings } from './rule.js';
import { nearest } from './suggest.js';

/** A kernel has a middle step, on which its output stands. */
export function stem({ model }: Settings, report: Report): void {
  const kernel = model?.stem?.kernel;
  if (kernel !== undefined && kernel % 2 === 0)
    report(
      ['model', 'stem', 'kernel'],
      `model.stem.kernel is ${kernel}, but must be odd`,
      `Write ${kernel - 1} or ${kernel + 1}.`,
    );
}

/** Nothing else has a choice of classifiers; a network's own settings are left alone, for rows of a suite share their base. */
export function classifier(settings: Settings, report: Report): void {
  const { model } = settings;
  if (model?.kind === undefined || model.kind === 'rocket' || !isSet(settings, ['model', 'classifier'])) return;
  report(
    ['model', 'classifier'],
    `model.classifier belongs to "rocket", but model.kind is "${model.kind}"`,
    'Write "kind": "rocket", or leave it out.',
    'key',
  );
}

/** A time embedding needs columns to join, and equal sizes to be added. */
export function timeEmbedding({ data, model }: Settings, report: Report): void {
  const time = model?.timeEmbedding;
  const categorical = data?.categorical;
  if (!time) return;
  const { after, combine, size } = time;
  if (combine === 'add' && after === null)
    report(
      ['model', 'timeEmbedding', 'combine'],
      'model.timeEmbedding.combine "add" needs "after": the columns whose embeddings it is added to',
      'Name them (a glob of categorical columns), or write "concat".',
    );
  if (typeof after !== 'string' || !categorical) return;
  const patterns = Object.keys(categorical);
  if (!patterns.some((pattern) => mayOverlap(pattern, after))) {
    const near = nearest(after, patterns);
    const hint = patterns.length === 0 ? 'There are none.' : `Categorical are: ${patterns.join(', ')}.`;
    report(
      ['model', 'timeEmbedding', 'after'],
      `model.timeEmbedding.after "${after}" matches no categorical column${near === null ? '' : `: did you mean ${near}?`}`,
      hint,
    );
  }
  if (combine !== 'add' || size === undefined) return;
  for (const [pattern, column] of Object.entries(categorical)) {
    const embedding = column?.embedding;
    if (embedding === undefined || embedding === size || matchColumns(after, [pattern]).length === 0) continue;
    report(
      ['data', 'categorical', pattern, 'embedding'],
      `data.categorical.${pattern}.embedding is ${embedding}, but a time embedding of size ${size} is added to it`,
      'Give both the same size, or write "combine": "concat".',
    );
  }
}

/** False only where two globs cannot match one name: neither begins as the other does. */
function mayOverlap(a: string, b: string): boolean {
  if (!isGlob(a)) return matchColumns(b, [a]).length > 0;
  if (!isGlob(b)) return matchColumns(a, [b]).length > 0;
  const [first, second] = [literalPrefix(a), literalPrefix(b)];
  return first.startsWith(second) || second.startsWith(first);
}
