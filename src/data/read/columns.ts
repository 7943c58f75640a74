/** Fills the columns of a dataset from row-major chunks, and missing numbers by policy. */
import type { Findings } from '../findings.js';
import type { ContinuousColumn } from '../types.js';
import { shown } from './cells.js';
import { sourceRow, type RowOrder } from './rowOrder.js';
import { chunkRows, lineOf, timeOf, type RawTable } from './table.js';

/** Rows transposed at a time: their chunk stays in the processor's cache while columns are written one by one. */
const rowBlock = 512;

/** Columns in the order of `names` (number slot i is column i), in shared memory; missing cells are NaN. */
export function continuousColumns(names: readonly string[], table: RawTable, order: RowOrder): ContinuousColumn[] {
  const columns = names.map((name) => ({ name, values: new Float32Array(new SharedArrayBuffer(4 * table.rows)) }));
  const width = table.numberCount;
  const base = new Uint32Array(rowBlock);
  const chunk = new Uint32Array(rowBlock);
  for (let start = 0; start < table.rows; start += rowBlock) {
    const count = Math.min(rowBlock, table.rows - start);
    for (let i = 0; i < count; i++) {
      const row = sourceRow(order, start + i);
      chunk[i] = Math.floor(row / chunkRows);
      base[i] = (row % chunkRows) * width;
    }
    const oneChunk = chunk[0] === chunk[count - 1] && order.rows === null;
    for (let slot = 0; slot < width; slot++) {
      const { values } = columns[slot];
      if (oneChunk) {
        const numbers = table.numbers[chunk[0]];
        for (let i = 0; i < count; i++) values[start + i] = numbers[base[i] + slot];
      } else {
        for (let i = 0; i < count; i++) values[start + i] = table.numbers[chunk[i]][base[i] + slot];
      }
    }
  }
  return columns;
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
      const x = (row: number): number => (hasTime ? timeOf(table, sourceRow(order, row)) : row);
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
