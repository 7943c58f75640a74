/** From interned texts to the sorted levels of a categorical column. */
import { canonicalOrder } from '../order.js';
import type { CategoricalColumn } from '../types.js';
import { refuse, type Findings } from '../findings.js';
import { shown } from './cells.js';
import { translate } from './columnKernel.js';
import { sourceRow, type RowOrder } from './rowOrder.js';
import { placeOfText, type RawTable } from './table.js';

/** Codes must fit 16 bits, and one more row of the embedding table stands for what was never seen. */
export const mostLevels = 65535;

/**
 * A whole number written as a decimal is the same category ("2.0" is "2"): tools write a column of whole numbers so as soon
 * as one cell of it is empty.
 */
function canonicalLevel(text: string): string {
  return /^[+-]?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

/** Stands for an empty cell while the others of its sample are looked at; no level has this code. */
const unknownCode = mostLevels;

/**
 * The column of text slot `slot`, in shared memory. An empty cell takes the value before it in its sample, at the start
 * that behind it (policy "interpolate"), or is a category of its own, "" (policy "zero"; under "error" there is none).
 */
export function categoricalColumn(
  name: string,
  table: RawTable,
  slot: number,
  order: RowOrder,
  policy: 'error' | 'interpolate' | 'zero',
  findings: Findings,
): CategoricalColumn {
  const texts = table.dictionaries[slot].texts.map(canonicalLevel);
  const fill = policy === 'interpolate' && texts.includes('');
  const distinct = [...new Set(texts)].filter((text) => text !== '' || !fill);
  const levels = Array.from(canonicalOrder(distinct), (i) => distinct[i]);
  const position = new Map(levels.map((level, i) => [level, i]));
  const codeOf = Int32Array.from(texts, (text) => position.get(text) ?? unknownCode);
  const codes = new Uint16Array(new SharedArrayBuffer(2 * table.rows));
  const column = table.texts[slot].subarray(0, table.rows);
  const { rows } = order;
  if (rows === null) translate(column, codeOf, codes, 0);
  else for (let place = 0; place < codes.length; place++) codes[place] = codeOf[column[rows[place]]];
  if (fill) fillCodes(name, codes, table, slot, order, findings);
  return { name, codes, levels };
}

function fillCodes(
  name: string,
  codes: Uint16Array,
  table: RawTable,
  slot: number,
  order: RowOrder,
  findings: Findings,
): void {
  order.sampleIds.forEach((id, sample) => {
    const own = codes.subarray(order.rowStart[sample], order.rowStart[sample + 1]);
    let known = own.find((code) => code !== unknownCode);
    if (known === undefined) {
      findings.add({
        ...placeOfText(table.lines, sourceRow(order, order.rowStart[sample]), slot),
        message: `sample ${shown(id)} has no value at all in column "${name}", so there is none to carry on`,
        cure: 'Leave the sample or the column out, or set preprocessing.missing to "zero".',
      });
      return;
    }
    for (let t = 0; t < own.length; t++) {
      if (own[t] === unknownCode) own[t] = known;
      else known = own[t];
    }
  });
}

/** @throws UserError where a categorical column has more than 65,535 levels; `firstSlot` is the first categorical slot. */
export function checkLevels(table: RawTable, names: readonly string[], firstSlot: number): void {
  for (let slot = firstSlot; slot < table.dictionaries.length; slot++) {
    if (table.dictionaries[slot].texts.length <= mostLevels) continue;
    let row = 0;
    while (table.texts[slot][row] < mostLevels) row++;
    refuse({
      ...placeOfText(table.lines, row, slot),
      message: `column "${names[slot]}" has more than ${mostLevels.toLocaleString('en-US')} categories`,
      cure: 'If it holds numbers, name it under data.continuous; else leave it out with data.ignore.',
    });
  }
}
