/** HTML inside reports: every word that comes from files is escaped here. */

/** Text that HTML (and Markdown around it) shows as it is, on one line. */
export function escapeHtml(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[&<>"'`*_[\]\\(){}#!|~$]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A table; cells are HTML already. Without empty lines: they would end the block in Markdown. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', values: readonly string[]): string =>
    values.map((value) => (value.startsWith('<td') ? value : `<${tag}>${value}</${tag}>`)).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<table>\n<thead><tr>${cells('th', head)}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

/** A cell of figures, aligned right, with a wash of colour behind it where one is given. */
export function numberCell(html: string, wash?: { readonly rgb: string; readonly alpha: number }): string {
  const colour = wash && wash.alpha > 0 ? `background-color:rgba(${wash.rgb},${wash.alpha.toFixed(2)});` : '';
  return `<td style="text-align:right;white-space:nowrap;${colour}">${html}</td>`;
}
