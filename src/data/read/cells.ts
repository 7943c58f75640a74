/** Cells that are not a plain number: quoted, blank, missing, or a mistake with its words. */
import type { Findings } from '../findings.js';
import { fieldText } from './fields.js';
import { largestFloat32, parseCell } from './number.js';

/** What to do with a missing number; "keep" stores NaN for `fillMissing`. */
export type MissingPolicy = 'error' | 'keep';

export interface CellPlace {
  readonly file: string;
  readonly line: number;
  readonly field?: number;
  readonly column?: number;
  readonly name: string;
}

/** The number in `bytes[start … end - 1]`; NaN where it is missing, or a finding has been made. */
export function readCell(
  bytes: Uint8Array,
  start: number,
  end: number,
  place: CellPlace,
  policy: MissingPolicy,
  findings: Findings,
): number {
  const text = fieldText(bytes, start, end);
  const cell = parseCell(text);
  const { name, ...at } = place;
  switch (cell.kind) {
    case 'number':
      if (Math.abs(Math.fround(cell.value)) <= largestFloat32) return Math.fround(cell.value);
      findings.add({
        ...at,
        message: `${shown(text)} in column "${name}" is too large for a 32-bit float`,
        cure: infiniteCure,
      });
      return NaN;
    case 'missing':
      if (policy === 'error') findings.add({ ...at, message: missingMessage(name), cure: missingCure });
      return NaN;
    case 'infinite':
      findings.add({ ...at, message: `${shown(text)} in column "${name}" is not finite`, cure: infiniteCure });
      return NaN;
    case 'text':
      findings.add({ ...at, message: `${shown(text)} in column "${name}" is not a number`, cure: textCure(text) });
      return NaN;
  }
}

/** The time in `bytes[start … end - 1]` as a double. */
export function readTime(bytes: Uint8Array, start: number, end: number, place: CellPlace, findings: Findings): number {
  const text = fieldText(bytes, start, end);
  const cell = parseCell(text);
  if (cell.kind === 'number') return cell.value;
  const { name, ...at } = place;
  findings.add({
    ...at,
    message:
      cell.kind === 'missing'
        ? `no time in column "${name}"`
        : `${shown(text)} in column "${name}" is not a time: a number is needed`,
    cure: 'Write times as numbers (steps or seconds), or set data.time to null to keep the order of the file.',
  });
  return NaN;
}

export const missingCure = 'Fill the cell, or set preprocessing.missing to "interpolate" or "zero".';
const infiniteCure = 'Replace it by a finite number, or leave the cell empty and set preprocessing.missing.';

function missingMessage(name: string): string {
  return `no value in column "${name}"`;
}

function textCure(text: string): string {
  if (/^[+-]?\d+,\d+$/.test(text)) return 'Write numbers with a decimal point, not a comma.';
  if (text.includes('\uFFFD'))
    return 'The file is not UTF-8: save it as UTF-8, and correct the cell if it stays wrong.';
  return 'Correct the cell, or name the column under data.categorical or data.ignore.';
}

/** A cell's text in quotes, shortened where it is long. */
export function shown(text: string): string {
  return text.length <= 40 ? `"${text}"` : `"${text.slice(0, 37)}…"`;
}
