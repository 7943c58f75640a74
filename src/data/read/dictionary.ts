/** Interns short byte strings: equal bytes get equal codes, in order of first appearance, without making a string for each cell. */

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface Dictionary {
  /** Text of each code. */
  readonly texts: string[];
  /** Codes whose bytes are not UTF-8. */
  readonly malformed: number[];
  /** Open addressing: code + 1, or 0 for a free place; its length is a power of two. */
  table: Int32Array;
  hashes: Int32Array;
  /** `keys[offsets[code] … offsets[code + 1] - 1]` are the bytes of a code. */
  keys: Uint8Array;
  offsets: Int32Array;
}

export function createDictionary(): Dictionary {
  return {
    texts: [],
    malformed: [],
    table: new Int32Array(64),
    hashes: new Int32Array(32),
    keys: new Uint8Array(256),
    offsets: new Int32Array(33),
  };
}

/** Start of an FNV-1a hash; see `hashStep`. */
export const hashSeed = 0x811c9dc5 | 0;

/** One step of FNV-1a over 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 16777619);
}

/** The code of `bytes[start … end - 1]`, whose FNV-1a hash is `hash`. */
export function internHashed(
  dictionary: Dictionary,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const { table, hashes, keys, offsets } = dictionary;
  const mask = table.length - 1;
  const length = end - start;
  let place = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const code = table[place] - 1;
    if (code < 0) return addKey(dictionary, place, bytes, start, end, hash);
    if (hashes[code] === hash && offsets[code + 1] - offsets[code] === length) {
      const offset = offsets[code];
      let i = 0;
      while (i < length && keys[offset + i] === bytes[start + i]) i++;
      if (i === length) return code;
    }
    place = (place + 1) & mask;
  }
}

/** The code of a byte string. */
export function intern(dictionary: Dictionary, bytes: Uint8Array, start: number, end: number): number {
  let hash = hashSeed;
  for (let i = start; i < end; i++) hash = hashStep(hash, bytes[i]);
  return internHashed(dictionary, bytes, start, end, hash);
}

/** The code of a text. */
export function internText(dictionary: Dictionary, text: string): number {
  const bytes = new TextEncoder().encode(text);
  return intern(dictionary, bytes, 0, bytes.length);
}

function addKey(
  dictionary: Dictionary,
  place: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const code = dictionary.texts.length;
  const key = bytes.subarray(start, end);
  try {
    dictionary.texts.push(strictDecoder.decode(key));
  } catch {
    dictionary.texts.push(lenientDecoder.decode(key));
    dictionary.malformed.push(code);
  }
  if (code === dictionary.hashes.length) grow(dictionary);
  const offset = dictionary.offsets[code];
  if (offset + key.length > dictionary.keys.length) {
    const keys = new Uint8Array(2 * (offset + key.length));
    keys.set(dictionary.keys);
    dictionary.keys = keys;
  }
  dictionary.keys.set(key, offset);
  dictionary.offsets[code + 1] = offset + key.length;
  dictionary.hashes[code] = hash;
  dictionary.table[place] = code + 1;
  if (2 * (code + 1) > dictionary.table.length) rehash(dictionary);
  return code;
}

function grow(dictionary: Dictionary): void {
  const hashes = new Int32Array(2 * dictionary.hashes.length);
  hashes.set(dictionary.hashes);
  dictionary.hashes = hashes;
  const offsets = new Int32Array(hashes.length + 1);
  offsets.set(dictionary.offsets);
  dictionary.offsets = offsets;
}

function rehash(dictionary: Dictionary): void {
  const table = new Int32Array(4 * dictionary.table.length);
  const mask = table.length - 1;
  for (let code = 0; code < dictionary.texts.length; code++) {
    const hash = dictionary.hashes[code];
    let place = (hash ^ (hash >>> 15)) & mask;
    while (table[place] !== 0) place = (place + 1) & mask;
    table[place] = code + 1;
  }
  dictionary.table = table;
}
