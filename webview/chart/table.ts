/** The numbers behind a chart, by column: shown as a table, saved as CSV. Pure. */

export interface ChartTable {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number | null>[];
  /** Of each column, as it is shown; CSV has all digits. */
  readonly decimals: readonly number[];
}

export function rowCount(table: ChartTable): number {
  return table.columns.reduce((most, column) => Math.max(most, column.length), 0);
}

/** A cell as it is shown: nothing where there is no value. */
export function cellText(table: ChartTable, row: number, column: number): string {
  const value = table.columns[column][row];
  return value === null || value === undefined || Number.isNaN(value) ? '' : numberText(value, table.decimals[column]);
}

function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return value.toFixed(decimals);
}

/** RFC 4180, a header first; empty where there is no value. */
export function csvOf(table: ChartTable): string {
  const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [table.names.map(quoted).join(',')];
  const rows = rowCount(table);
  for (let row = 0; row < rows; row++) lines.push(table.columns.map((column) => csvNumber(column[row])).join(','));
  return `${lines.join('\n')}\n`;
}

function csvNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
