/** Brings columns of numbers into the dataset's order, and fills missing ones by policy. */
import type { Findings } from '../findings.js';
import type { ContinuousColumn } from '../types.js';
import { shown } from './cells.js';
import { sourceRow, type RowOrder } from './rowOrder.js';
import { lineOf, type RawTable } from './table.js';

/** Columns in the order of `names` (number slot i is column i), in shared memory; missing cells are NaN. */
export function continuousColumns(names: readonly string[], table: RawTable, order: RowOrder): ContinuousColumn[] {
  return names.map((name, slot) => {
    const column = table.numbers[slot];
    const { rows } = order;
    if (rows === null) return { name, values: column.subarray(0, table.rows) };
    const values = new Float32Array(new SharedArrayBuffer(4 * table.rows));
    for (let place = 0; place < values.length; place++) values[place] = column[rows[place]];
    // What is copied is not needed any more: no more than one column is there twice.
    table.numbers[slot] = values;
    return { name, values };
  });
}

/**
 * Replaces NaN in the columns that have some: by 0, or by linear interpolation along time (along the index where there is
 * no time), the nearest value before the first and behind the last one. A sample with no value at all is a finding.
 * @returns missing cells of each column
 */
export function fillMissing(
  columns: readonly ContinuousColumn[],
  table: RawTable,
  order: RowOrder,
  policy: 'interpolate' | 'zero',
  hasTime: boolean,
  findings: Findings,
): number[] {
  return columns.map(({ name, values }, slot) => {
    if (table.hasMissing[slot] === 0) return 0;
    let missing = 0;
    for (const value of values) if (Number.isNaN(value)) missing++;
    if (policy === 'zero') {
      for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) values[row] = 0;
      return missing;
    }
    order.sampleIds.forEach((id, sample) => {
      const start = order.rowStart[sample];
      const end = order.rowStart[sample + 1];
      const x = (row: number): number => (hasTime ? table.times[sourceRow(order, row)] : row);
      if (interpolate(values, start, end, x)) return;
      findings.add({
        ...lineOf(table.lines, sourceRow(order, start)),
        message: `sample ${shown(id)} has no value at all in column "${name}", so there is nothing to interpolate`,
        cure: 'Leave the sample or the column out, or set preprocessing.missing to "zero".',
      });
    });
    return missing;
  });
}

/** @returns false where every value of the range is missing */
function interpolate(values: Float32Array, start: number, end: number, x: (row: number) => number): boolean {
  let before = -1;
  for (let row = start; row < end; row++) {
    if (Number.isNaN(values[row])) continue;
    for (let gap = before < 0 ? start : before + 1; gap < row; gap++) {
      values[gap] =
        before < 0
          ? values[row]
          : values[before] + ((values[row] - values[before]) * (x(gap) - x(before))) / (x(row) - x(before));
    }
    before = row;
  }
  if (before < 0) return false;
  values.fill(values[before], before + 1, end);
  return true;
}
