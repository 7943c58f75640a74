/** Fields of a CSV record, the careful way: quotes, escaped quotes, either line end. The fast scanner falls back on it. */

export const comma = 44;
export const quote = 34;
export const lineFeed = 10;
export const carriageReturn = 13;
export const space = 32;

/** What `fieldEnd` answers where a quoted field does not end before `limit`. */
export const unclosed = -1;

/**
 * Where the field that starts at `start` ends: the index of the comma, line feed or carriage return behind it.
 * A field is quoted where its first byte but blanks is a quote; text behind the closing quote is part of the field.
 * `bytes[limit - 1]` must be a line feed.
 */
export function fieldEnd(bytes: Uint8Array, start: number, limit: number): number {
  let p = start;
  while (isBlank(bytes[p])) p++;
  if (bytes[p] === quote) {
    for (p++; ; p++) {
      if (p >= limit) return unclosed;
      if (bytes[p] !== quote) continue;
      if (bytes[p + 1] !== quote) break;
      p++;
    }
    p++;
    if (p >= limit) return unclosed;
  }
  for (;;) {
    const c = bytes[p];
    if (c === comma || c === lineFeed || c === carriageReturn) return p;
    p++;
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of a field: without the blanks around it, without its quotes. Malformed UTF-8 becomes U+FFFD. */
export function fieldText(bytes: Uint8Array, start: number, end: number): string {
  const content = fieldBytes(bytes, start, end);
  return decoder.decode(content);
}

/** Bytes of a field, as `fieldText`; a view where nothing has to be unescaped. */
export function fieldBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let [s, e] = trimmed(bytes, start, end);
  if (bytes[s] !== quote || e <= s) return bytes.subarray(s, e);
  const out = new Uint8Array(e - s);
  let length = 0;
  let p = s + 1;
  for (; p < e; p++) {
    if (bytes[p] === quote) {
      if (bytes[p + 1] !== quote || p + 1 >= e) break;
      p++;
    }
    out[length++] = bytes[p];
  }
  for (p++; p < e; p++) out[length++] = bytes[p];
  [s, e] = trimmed(out, 0, length);
  return out.subarray(s, e);
}

function trimmed(bytes: Uint8Array, start: number, end: number): [number, number] {
  let s = start;
  let e = end;
  while (s < e && isSpace(bytes[s])) s++;
  while (e > s && isSpace(bytes[e - 1])) e--;
  return [s, e];
}

function isBlank(byte: number): boolean {
  return byte === space || byte === 9;
}

function isSpace(byte: number): boolean {
  return byte === space || (byte >= 9 && byte <= 13);
}

/** All fields of the record at `start`, and where the next record starts; null where a quote is not closed before `limit`. */
export function readRecord(
  bytes: Uint8Array,
  start: number,
  limit: number,
): { readonly fields: string[]; readonly starts: number[]; readonly next: number } | null {
  const fields: string[] = [];
  const starts: number[] = [];
  let p = start;
  for (;;) {
    const end = fieldEnd(bytes, p, limit);
    if (end === unclosed) return null;
    fields.push(fieldText(bytes, p, end));
    starts.push(p);
    p = end;
    if (bytes[p] === comma) p++;
    else return { fields, starts, next: afterLine(bytes, p) };
  }
}

/** The first byte of the next line, where `p` stands on a line feed or carriage return. */
export function afterLine(bytes: Uint8Array, p: number): number {
  return bytes[p] === carriageReturn && bytes[p + 1] === lineFeed ? p + 2 : p + 1;
}

/** Line feeds in `bytes[start … end - 1]`. */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let p = start; p < end; p++) if (bytes[p] === lineFeed) lines++;
  return lines;
}
