/** Curves as one block of numbers: VS Code sends typed arrays to a webview as bytes, anything else as JSON. */
import type { FoldColumns, PackedColumns } from '../../protocol/run.js';
import { curveNames } from '../model/columns.js';

/** Rows from `from` on; NaN where there is no value. */
export function packColumns(columns: FoldColumns, from = 0): PackedColumns {
  const rows = columns.epoch.length - from;
  const values = new Float64Array(rows * (2 + curveNames.length));
  values.set(columns.epoch.slice(from));
  values.set(columns.network.slice(from), rows);
  curveNames.forEach((name, c) => {
    const own = columns[name];
    const start = (c + 2) * rows;
    for (let i = 0; i < rows; i++) values[start + i] = own[from + i] ?? NaN;
  });
  return { rows, values };
}
