/** Texts that are no categories, however few they are: numbers among which a few cells are none, decimal commas, dates. */
import { parseCell } from '../read/number.js';
import { counted } from '../words.js';
import type { ColumnFacts } from './facts.js';

/** From this share of its different texts on a column is what they are. */
const nearlyAll = 0.9;
/** So few different numbers may be the names of categories, of which another is no number. */
const fewNumbers = 10;
/** Odd texts that are named. */
const mostNamed = 3;

const decimalComma = /^[+-]?\d*,\d+([eE][+-]?\d+)?$/;
const clock = String.raw`\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?`;
const day = String.raw`(\d{4}-\d{1,2}-\d{1,2}|\d{4}\/\d{1,2}\/\d{1,2}|\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4})`;
const moment = new RegExp(`^(${day}([T ]+${clock} ?(Z|UTC|[+-]\\d{2}:?\\d{2})?)?|${clock})$`);

/** Whether a text is a date, a time of day or both. */
export function isDate(text: string): boolean {
  return moment.test(text);
}

/** Whether nearly all texts of a column are dates. */
export function holdsDates(column: ColumnFacts): boolean {
  if (column.kind !== 'text') return false;
  const known = knownTexts(column);
  return known.filter(isDate).length >= nearlyAll * known.length;
}

/** Why a column of texts is left out, and the cure where that is a loss; null where its texts are categories. */
export function notCategories(
  column: ColumnFacts,
  time: string | null,
): { readonly reason: string; readonly cure?: string } | null {
  if (holdsDates(column))
    return { reason: `dates; ${time === null ? 'the order of rows counts' : `${time} orders the rows`}` };
  const known = knownTexts(column);
  const isNumber = (text: string): boolean => parseCell(text).kind === 'number';
  const numbers = known.filter((text) => isNumber(text) || decimalComma.test(text));
  if (numbers.length <= fewNumbers || numbers.length < nearlyAll * known.length) return null;
  const comma = numbers.find((text) => decimalComma.test(text));
  if (comma !== undefined)
    return {
      reason: `numbers with decimal commas ("${comma}")`,
      cure: 'Save the file with decimal points in numbers, and run init again',
    };
  const odd = oddCells(
    column,
    known.filter((text) => !isNumber(text)),
  );
  return {
    reason: `numbers, but ${odd}`,
    cure: 'Leave cells empty where a value is missing, correct the others, and run init again',
  };
}

/** Distinct texts but those that stand for a missing value. */
function knownTexts({ texts }: ColumnFacts): string[] {
  return texts.filter((text) => parseCell(text).kind !== 'missing');
}

/** `"-" in 12 cells, "inf" in 1 cell`. */
function oddCells({ codes, texts }: ColumnFacts, odd: readonly string[]): string {
  const counts = new Int32Array(texts.length);
  for (const code of codes!) counts[code]++;
  const named = odd.slice(0, mostNamed).map((text) => `"${text}" in ${counted(counts[texts.indexOf(text)], 'cell')}`);
  return named.join(', ') + (odd.length > mostNamed ? ` and ${counted(odd.length - mostNamed, 'other text')}` : '');
}
