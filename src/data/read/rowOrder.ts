/** Brings rows into canonical order: samples by id, time steps by time, whatever the order in the file. */
import type { Findings } from '../findings.js';
import { canonicalOrder } from '../order.js';
import { missingCure, shown } from './cells.js';
import { countInOrder } from './columnKernel.js';
import { lineOf, placeOfText, placeOfTime, type RawTable } from './table.js';

export interface RowOrder {
  readonly sampleIds: readonly string[];
  /** As in Dataset, in shared memory. */
  readonly rowStart: Uint32Array;
  /** Row of the table that stands at each place; null where rows already stand in order. */
  readonly rows: Uint32Array | null;
}

/** Row of the table at `place`. */
export function sourceRow(order: RowOrder, place: number): number {
  return order.rows === null ? place : order.rows[place];
}

/** Orders the rows of `table`; times that occur twice in a sample become findings. */
export function orderRows(table: RawTable, hasTime: boolean, timeName: string, findings: Findings): RowOrder {
  const ids = table.dictionaries[0].texts;
  const order = canonicalOrder(ids);
  const rank = new Int32Array(ids.length);
  order.forEach((code, i) => (rank[code] = i));
  const codes = table.texts[0].subarray(0, table.rows);
  const { counts, ordered } = countInOrder(codes, rank, hasTime ? table.times : null);
  const rowStart = new Uint32Array(new SharedArrayBuffer(4 * (ids.length + 1)));
  for (let i = 0; i < ids.length; i++) rowStart[i + 1] = rowStart[i] + counts[i];
  const sampleIds = Array.from(order, (code) => ids[code]);
  // Most files are.
  if (ordered) return { sampleIds, rowStart, rows: null };
  const rows = placeRows(codes, rank, rowStart);
  if (hasTime) sortByTime(table, rowStart, rows, sampleIds, timeName, findings);
  return { sampleIds, rowStart, rows: rows.every((row, place) => row === place) ? null : rows };
}

/** Rows sample by sample, those of a sample in the order of the file. */
function placeRows(codes: Int32Array, rank: Int32Array, rowStart: Uint32Array): Uint32Array {
  const next = rowStart.slice();
  const rows = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) rows[next[rank[codes[row]]]++] = row;
  return rows;
}

function sortByTime(
  table: RawTable,
  rowStart: Uint32Array,
  rows: Uint32Array,
  sampleIds: readonly string[],
  timeName: string,
  findings: Findings,
): void {
  const { times } = table;
  for (let sample = 0; sample < sampleIds.length; sample++) {
    const own = rows.subarray(rowStart[sample], rowStart[sample + 1]);
    let ascending = true;
    for (let i = 1; i < own.length && ascending; i++) ascending = times[own[i - 1]] < times[own[i]];
    if (ascending) continue;
    // Equal times keep the order of the file, so that the second one is reported.
    own.sort((a, b) => times[a] - times[b] || a - b);
    for (let i = 1; i < own.length; i++) {
      const time = times[own[i]];
      if (time !== times[own[i - 1]]) continue;
      findings.add({
        ...placeOfTime(table.lines, own[i]),
        message: `sample ${shown(sampleIds[sample])} has a row with ${timeName} ${time} already (line ${lineOf(table.lines, own[i - 1]).line})`,
        cure: 'Remove one of the two rows, or correct its time or its sample id.',
      });
    }
  }
}

/**
 * Empty text cells and texts that are not UTF-8 become findings. The first `required` slots (sample id, label, group) must
 * never be empty, the others (categories) must not where `missing` is "error"; those of slot `spare` may in any case.
 */
export function checkTexts(
  table: RawTable,
  names: readonly string[],
  required: number,
  missing: 'error' | 'interpolate' | 'zero',
  findings: Findings,
  spare = -1,
): void {
  table.dictionaries.forEach((dictionary, slot) => {
    const bad = new Set(dictionary.malformed);
    const needed = slot !== spare && (slot < required || missing === 'error');
    const empty = needed ? dictionary.texts.indexOf('') : -1;
    if (empty >= 0) bad.add(empty);
    if (bad.size === 0) return;
    for (let row = 0; row < table.rows; row++) {
      const code = table.texts[slot][row];
      if (!bad.has(code)) continue;
      findings.add({
        ...placeOfText(table.lines, row, slot),
        ...(code === empty
          ? { message: `no value in column "${names[slot]}"`, cure: slot < required ? 'Fill the cell.' : missingCure }
          : {
              message: `${shown(dictionary.texts[code])} in column "${names[slot]}" is not UTF-8`,
              cure: 'Save the file as UTF-8.',
            }),
      });
    }
  });
}
