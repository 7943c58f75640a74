/** Records that are broken: too few or too many fields, a stray carriage return, a quote that is never closed. */
import { carriageReturn, comma, fieldEnd, lineFeed, unclosed } from './fields.js';
import type { Scan } from './scanState.js';

/** A record with too few or too many fields, or a stray carriage return at `p`; returns the end of the record. */
export function reportRagged(scan: Scan, p: number, field: number, limit: number): number {
  const { bytes } = scan.blocks;
  const at = { file: scan.blocks.file, line: scan.line };
  const expected = scan.plan.names.length;
  let fields = field + 1;
  let end = p;
  while (bytes[end] === comma) {
    end = fieldEnd(bytes, end + 1, limit);
    if (end === unclosed) return unclosed;
    fields++;
  }
  if (bytes[end] === carriageReturn && bytes[end + 1] !== lineFeed) {
    scan.findings.add({
      ...at,
      field: fields,
      message: 'a carriage return stands here without a line feed',
      cure: 'Save the file with line ends LF or CRLF, and quote texts that hold a line end.',
    });
    while (bytes[end] !== lineFeed) end++;
    return end;
  }
  scan.findings.add({
    ...at,
    field: Math.min(fields, expected),
    message: `the row has ${fields} field${fields === 1 ? '' : 's'}, the header has ${expected}`,
    cure:
      fields > expected
        ? 'Remove what is too much, or quote texts that hold a comma.'
        : 'Add the missing fields, or remove the row where the file was cut off.',
  });
  return end;
}

/** The file ended inside quotes. */
export function reportUnclosed(scan: Scan): void {
  const { bytes, position, end } = scan.blocks;
  let field = 0;
  for (let p = position; ; field++) {
    const after = fieldEnd(bytes, p, end);
    if (after === unclosed || bytes[after] !== comma) break;
    p = after + 1;
  }
  scan.findings.add({
    file: scan.blocks.file,
    line: scan.line,
    field,
    message: 'a quote is opened here and never closed',
    cure: 'Close it, or double a quote that belongs to the text ("").',
  });
}
