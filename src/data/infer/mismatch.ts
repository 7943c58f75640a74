/** Why the ids of a labels file are not those of the data: which is missing, which comes twice, which is written otherwise. */
import { basename } from 'node:path';
import { UserError } from '../../base/errors.js';
import { some } from '../words.js';
import type { LabelFile } from './labels.js';

/** @param ids - of the samples of `data`; @param idName - the column that holds them there, null: the names of files */
export function noMatch(file: LabelFile, data: string, ids: readonly string[], idName: string | null): UserError {
  const found = nearestColumn(file, ids, idName);
  const cause = found && causeOf(found, ids, basename(data));
  if (cause) return new UserError(cause.message, { place: { file: file.path }, cure: cause.cure });
  return new UserError(`no column holds the ids of ${basename(data)}, once each (${ids.slice(0, 3).join(', ')} …)`, {
    place: { file: file.path },
    cure: 'The labels file needs a line for each sample, with its id written as in the data.',
  });
}

interface IdColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** The column with the most ids; of equals the one with their name. Null where none has any, however written. */
function nearestColumn({ header, records }: LabelFile, ids: readonly string[], idName: string | null): IdColumn | null {
  const wanted = new Set(ids.map(plain));
  const columns = header.map((name, field) => {
    const values = records.map((record) => record[field] ?? '');
    const known = new Set(values.map(plain).filter((value) => wanted.has(value)));
    return { name, values, score: known.size + (name === idName ? 0.5 : 0), known: known.size };
  });
  const [best] = columns.sort((a, b) => b.score - a.score);
  // Small numbers are in many columns; half of the ids are not there by chance.
  return best && 2 * best.known >= wanted.size ? best : null;
}

function causeOf(
  { name, values }: IdColumn,
  ids: readonly string[],
  data: string,
): { message: string; cure: string } | null {
  const own = new Set(values);
  const missing = ids.filter((id) => !own.has(id));
  const other = new Map(values.map((value) => [plain(value), value]));
  const otherwise = missing.find((id) => other.has(plain(id)));
  if (otherwise !== undefined)
    return {
      message: `column "${name}" writes "${other.get(plain(otherwise))}" for the id "${otherwise}" of ${data}`,
      cure: 'Ids are compared as text ("7" is not "007"): write them alike in both files.',
    };
  if (missing.length > 0)
    return {
      message: `column "${name}" lacks ${missing.length === 1 ? 'an id' : 'ids'} of ${data}: ${some(missing, 3)}`,
      cure: 'Add a line with a label for each, or remove their rows from the data.',
    };
  const twice = [...new Set(values.filter((value, i) => values.indexOf(value) < i))];
  if (twice.length === 0) return null;
  return {
    message: `column "${name}" has ${twice.length === 1 ? 'an id' : 'ids'} more than once: ${some(twice, 3)}`,
    cure: 'Keep one line for each sample.',
  };
}

/** An id without what tools change: leading zeros, a decimal ".0", case and spaces. */
function plain(id: string): string {
  const text = id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=\d)/, '');
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text.replace(/(\D)0+(?=\d)/g, '$1');
}
