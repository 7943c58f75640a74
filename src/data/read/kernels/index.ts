/**
 * Reads plain CSV rows: unquoted fields, numbers in the common form, texts that have been seen before. It stops at the first
 * row with a text it does not know, which the host teaches it, or with anything else, which the host reads in ../rowLoop.ts.
 */
import { readNumber, readTime } from './number';

export { POWERS } from './number';
export { setUpColumns, translate, countInOrder } from './columns';

/** Kinds of fields, as in ../scanState.ts; the plan holds a word for each: kind, and from bit 8 on the slot. */
const NUMBER: u32 = 1;
const TEXT: u32 = 2;
const TIME: u32 = 3;

const LINE_FEED: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;
const COMMA: u32 = 44;

/** A text slot has 256 places of 64 bytes for texts seen: hash, length, code + 1 (0: free), up to 52 bytes of text. */
const PLACES: u32 = 255;
const PLACE_BITS: usize = 6;
const SLOT_BITS: usize = 14;
const PROBES: i32 = 8;

/** Rows read by the last call. */
export let rows: i32 = 0;
/** The text it stopped at: slot (-1: it did not stop at a text), start, end and hash. */
export let newSlot: i32 = -1;
export let newStart: usize = 0;
export let newEnd: usize = 0;
export let newHash: u32 = 0;

let lastField: usize = 0;
let columnBytes: usize = 0;
let seenTexts: usize = 0;
let missing: usize = 0;

/** Where memory is free. */
export function freeFrom(): usize {
  return __heap_base;
}

/**
 * @param plan - address of the fields' words
 * @param stride - bytes from a column of 4-byte cells to the next
 * @param seen - address of the texts seen
 * @param missingFlags - address of a byte a number slot, set to 1 where a cell is empty; 0: an empty cell ends the scan
 */
export function setUp(plan: usize, fields: i32, stride: i32, seen: usize, missingFlags: usize): void {
  lastField = plan + (usize(fields - 1) << 2);
  columnBytes = stride;
  seenTexts = seen;
  missing = missingFlags;
}

/**
 * Reads rows from `p` up to `limit`, at most `most`, into columns whose next cells stand at `numbers`, `texts` and `times`.
 * @returns where the first row starts that was not read; see `rows`
 */
export function scan(
  p: usize,
  limit: usize,
  plan: usize,
  numbers: usize,
  texts: usize,
  times: usize,
  most: i32,
): usize {
  let row = 0;
  newSlot = -1;
  while (p < limit && row < most) {
    const next = readRow(p, plan, numbers, texts, times);
    if (next == 0) break;
    p = next;
    numbers += 4;
    texts += 4;
    times += 8;
    row++;
  }
  rows = row;
  return p;
}

/** @returns the start of the next row, 0 where this one is not plain */
@inline
function readRow(p: usize, plan: usize, numbers: usize, texts: usize, times: usize): usize {
  // A blank line is no row with an empty first cell.
  const first: u32 = load<u8>(p);
  if (first == LINE_FEED || first == CARRIAGE_RETURN) return 0;
  for (let at = plan; ; at += 4) {
    const word = load<u32>(at);
    const kind = word & 255;
    const slot = usize(word >> 8);
    if (kind == NUMBER) {
      const out = numbers + slot * columnBytes;
      let end = readNumber(p, out);
      if (end == 0) {
        if (missing == 0 || !isEnd(load<u8>(p))) return 0;
        store<f32>(out, NaN);
        store<u8>(missing + slot, 1);
        end = p;
      }
      p = end;
    } else if (kind == TEXT) {
      let hash: u32 = 0x811c9dc5;
      const start = p;
      let c: u32 = load<u8>(p);
      while (c > COMMA || (c >= SPACE && c != QUOTE && c != COMMA)) {
        hash = (hash ^ c) * 16777619;
        c = load<u8>(++p);
      }
      if (p > start && (load<u8>(start) == SPACE || load<u8>(p - 1) == SPACE)) return 0;
      const code = codeOf(slot, start, u32(p - start), hash);
      if (code == 0) {
        if (!isEnd(load<u8>(p))) return 0;
        newSlot = i32(slot);
        newStart = start;
        newEnd = p;
        newHash = hash;
        return 0;
      }
      store<i32>(texts + slot * columnBytes, code - 1);
    } else if (kind == TIME) {
      p = readTime(p, times);
      if (p == 0) return 0;
    } else {
      let c: u32 = load<u8>(p);
      if (c <= QUOTE && c != LINE_FEED && c != CARRIAGE_RETURN) return 0;
      while (c != COMMA && c != LINE_FEED && c != CARRIAGE_RETURN) c = load<u8>(++p);
    }
    const c: u32 = load<u8>(p);
    if (at == lastField) {
      if (c == LINE_FEED) return p + 1;
      return c == CARRIAGE_RETURN && load<u8>(p, 1) == LINE_FEED ? p + 2 : 0;
    }
    if (c != COMMA) return 0;
    p++;
  }
  return 0; // never reached; the compiler does not see that
}

@inline
function isEnd(c: u32): bool {
  return c == COMMA || c == LINE_FEED || c == CARRIAGE_RETURN;
}

/** The code + 1 of a text seen before, else 0. */
@inline
function codeOf(slot: usize, start: usize, length: u32, hash: u32): i32 {
  const base = seenTexts + (slot << SLOT_BITS);
  let place = (hash ^ (hash >> 15)) & PLACES;
  for (let probe = 0; probe < PROBES; probe++) {
    const entry = base + (usize(place) << PLACE_BITS);
    const code = load<i32>(entry, 8);
    if (code == 0) return 0;
    if (load<u32>(entry) == hash && load<u32>(entry, 4) == length) {
      let i: u32 = 0;
      while (i < length && load<u8>(entry + i, 12) == load<u8>(start + i)) i++;
      if (i == length) return code;
    }
    place = (place + 1) & PLACES;
  }
  return 0;
}
