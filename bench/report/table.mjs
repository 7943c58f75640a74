// The one table as text: for a terminal, and in Markdown.
import { missed } from './rows.mjs';

export const figure = (value) =>
  value >= 10_000 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

const head = ['', 'unit', 'Node 24', 'Node 20', 'compared with', 'its', 'ratio 24', 'ratio 20'];

/** Cells of a row: medians; a ratio that misses its goal says which goal that is. */
function cells(row) {
  const value = (stat) => (stat ? figure(stat.median) : '');
  const ratio = (node) => {
    if (row.ratio[node] === undefined) return '';
    const text = row.ratio[node].toFixed(row.ratio[node] < 100 ? 2 : 0);
    return missed(row).includes(node) ? `${text} (wanted: ${row.goal[node]})` : text;
  };
  return [
    row.what,
    row.unit,
    value(row.node24),
    value(row.node20),
    row.than,
    value(row.value),
    ratio('node24'),
    ratio('node20'),
  ];
}

/** @param parts `{ title, rows }` */
export function textTable(parts) {
  const all = parts.map(({ title, rows }) => ({ title, rows: rows.map(cells) }));
  const widths = head.map((word, i) =>
    Math.max(word.length, ...all.flatMap(({ rows }) => rows.map((row) => row[i].length))),
  );
  const left = new Set([0, 1, 4]);
  const line = (row) =>
    row
      .map((cell, i) => (left.has(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(head), ...all.flatMap(({ title, rows }) => ['', title, ...rows.map(line)])].join('\n');
}

export function markdownTable(parts) {
  const line = (row) => `| ${row.join(' | ')} |`;
  const rule = head.map((_, i) => ([0, 1, 4].includes(i) ? '---' : '---:'));
  const rows = parts.flatMap(({ title, rows }) => [
    [`**${title}**`, ...head.slice(1).map(() => '')],
    ...rows.map((row) => cells(row).map((cell) => cell.replace(/ \(wanted/, '&nbsp;(wanted'))),
  ]);
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
