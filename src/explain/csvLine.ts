/** One line of a CSV file in an editor: its fields and where each stands. */

export interface LineField {
  /** Without the blanks around it and without its quotes. */
  readonly text: string;
  /** UTF-16 units from the start of the line: where the field begins, and the comma (or end) behind it. */
  readonly start: number;
  readonly end: number;
}

/** All fields of a line. Quotes that are not closed end with the line: an editor shows lines. */
export function splitCsvLine(line: string): LineField[] {
  const fields: LineField[] = [];
  for (let start = 0; ;) {
    const end = fieldEnd(line, start);
    fields.push({ text: fieldText(line, start, end), start, end });
    if (end >= line.length) return fields;
    start = end + 1;
  }
}

/** The field with this number, or null where the line has fewer. Does not look at what stands behind it. */
export function csvField(line: string, index: number): LineField | null {
  let start = 0;
  for (let i = 0; ; i++) {
    const end = fieldEnd(line, start);
    if (i === index) return { text: fieldText(line, start, end), start, end };
    if (end >= line.length) return null;
    start = end + 1;
  }
}

/** Number of the field a character stands in; a comma belongs to the field before it. */
export function fieldAt(line: string, character: number): number {
  let start = 0;
  for (let i = 0; ; i++) {
    const end = fieldEnd(line, start);
    if (character <= end || end >= line.length) return i;
    start = end + 1;
  }
}

function fieldEnd(line: string, start: number): number {
  let p = start;
  while (line[p] === ' ' || line[p] === '\t') p++;
  if (line[p] === '"') {
    for (p++; p < line.length; p++) {
      if (line[p] !== '"') continue;
      if (line[p + 1] !== '"') break;
      p++;
    }
  }
  const comma = line.indexOf(',', p);
  return comma < 0 ? line.length : comma;
}

function fieldText(line: string, start: number, end: number): string {
  const text = line
    .slice(start, end)
    .replace(/^\ufeff/, '')
    .trim();
  if (!text.startsWith('"')) return text;
  const closing = text.endsWith('"') && text.length > 1 ? -1 : undefined;
  return text.slice(1, closing).replaceAll('""', '"');
}
