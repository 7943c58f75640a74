// Tables and numbers of docs/study.md.

/** A table of GitHub's Markdown; all columns but the first and those of words are set to the right. */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replace(/[|\\]/g, '\\$&')).join(' | ')} |`;
  const words = head.map((name, i) => i === 0 || rows.every((row) => !/\d/.test(row[i])));
  return [line(head), line(words.map((left) => (left ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export const three = (value) => value.toFixed(3);

/** `+0.011`, `−0.004`, `0.000`. */
export function signed(value) {
  const text = three(Math.abs(value));
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

export const minutes = (seconds) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`);
