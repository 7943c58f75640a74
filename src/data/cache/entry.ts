/**
 * An entry of the cache: a dataset as one file. A mark, the header's length and checksum; the header in JSON; the arrays one after
 * the other, in the machine's byte order; a checksum over all of it. The header has one of its own because it is believed before
 * the arrays are read.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { LoadReport } from '../dataset.js';
import type { ColumnChoice, Layout } from '../read/choice.js';
import type { Dataset } from '../types.js';
import { createChecksum } from './checksum.js';
import { readApart } from './readApart.js';
import type { FileStamp } from './stamps.js';

/** What was read, and what it was read from. */
export interface EntrySource {
  readonly stamps: readonly FileStamp[];
  /** Whether a change of the files must show in the stamps; see `areTelling`. */
  readonly telling: boolean;
  /** Checksum of the files' contents; null where the stamps tell enough. */
  readonly content: string | null;
  /** Names of the columns in the file, and what was chosen of them. */
  readonly header: readonly string[];
  readonly layout: Layout;
  readonly choice: ColumnChoice;
  readonly report: Omit<LoadReport, 'file'>;
}

type Arrays = 'rowStart' | 'labels' | 'groups' | 'continuous' | 'categorical';

interface EntryHeader {
  readonly source: EntrySource;
  readonly dataset: Omit<Dataset, Arrays>;
  readonly rows: number;
  readonly grouped: boolean;
  readonly continuous: readonly string[];
  readonly categorical: readonly { readonly name: string; readonly levels: readonly string[] }[];
}

const mark = 'FBDATA1\n';
const checksumBytes = 16;
const lengthAt = mark.length;
const checksumAt = lengthAt + 4;
const prefixBytes = checksumAt + checksumBytes;
const alignment = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** Writes an entry to `file`, which must not exist. @throws the system's error */
export function writeEntry(file: string, source: EntrySource, dataset: Dataset): void {
  const { sampleIds, classes, hash, sampleHashes, rowStart, labels, groups, continuous, categorical } = dataset;
  const header: EntryHeader = {
    source,
    dataset: { sampleIds, classes, hash, sampleHashes },
    rows: rowStart[sampleIds.length],
    grouped: groups !== null,
    continuous: continuous.map(({ name }) => name),
    categorical: categorical.map(({ name, levels }) => ({ name, levels })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(aligned(prefixBytes + json.length));
  head.write(mark, 'latin1');
  head.writeUInt32LE(json.length, lengthAt);
  head.write(checksumOf(json), checksumAt, 'hex');
  json.copy(head, prefixBytes);

  const descriptor = openSync(file, 'wx');
  try {
    const checksum = createChecksum();
    const put = (bytes: Uint8Array): void => {
      checksum.update(bytes);
      writeAll(descriptor, bytes);
    };
    put(head);
    const arrays = [
      rowStart,
      labels,
      ...(groups ? [groups] : []),
      ...continuous.map(({ values }) => values),
      ...categorical.map(({ codes }) => codes),
    ];
    for (const { buffer, byteOffset, byteLength } of arrays) {
      put(new Uint8Array(buffer, byteOffset, byteLength));
      put(new Uint8Array(aligned(byteLength) - byteLength));
    }
    writeAll(descriptor, Buffer.from(checksum.digest(), 'hex'));
  } finally {
    closeSync(descriptor);
  }
}

/** What is asked of an entry's header. */
export interface EntryQuestions {
  /** Asked before the arrays are read. */
  readonly isCurrent: (source: EntrySource) => boolean;
  /** Asked while they are read: what takes its time but nearly always says yes. */
  readonly isWanted: (source: EntrySource) => boolean;
}

/**
 * The entry in `file`, null where there is none, it is damaged, or the answer to a question is no.
 * @throws what a question throws
 */
export async function readEntry(
  file: string,
  { isCurrent, isWanted }: EntryQuestions,
): Promise<{ readonly source: EntrySource; readonly dataset: Dataset } | null> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const head = unlessUnreadable(() => readHead(descriptor));
    if (head === null || !isCurrent(head.header.source)) return null;
    const bytes = fstatSync(descriptor).size - head.bytes.length - checksumBytes;
    if (bytes !== sizeOfArrays(head.header)) return null;
    const arrays = new SharedArrayBuffer(bytes);
    const checksum = createChecksum();
    checksum.update(head.bytes);
    const reading = readApart(descriptor, new Uint8Array(arrays), head.bytes.length, checksum.update);
    try {
      if (!isWanted(head.header.source)) return null;
    } finally {
      await Promise.allSettled([reading]);
    }
    const tail = Buffer.alloc(checksumBytes);
    const whole = await reading.catch(() => false);
    if (!whole || !unlessUnreadable(() => readAll(descriptor, tail, head.bytes.length + bytes))) return null;
    if (checksum.digest() !== tail.toString('hex')) return null;
    return { source: head.header.source, dataset: datasetOf(head.header, arrays) };
  } finally {
    closeSync(descriptor);
  }
}

/** Whatever the system says of an entry: then there is none. */
function unlessUnreadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readHead(descriptor: number): { readonly header: EntryHeader; readonly bytes: Uint8Array } | null {
  const prefix = Buffer.alloc(prefixBytes);
  if (!readAll(descriptor, prefix, 0) || prefix.toString('latin1', 0, mark.length) !== mark) return null;
  const length = prefix.readUInt32LE(lengthAt);
  if (prefixBytes + length > fstatSync(descriptor).size) return null;
  const bytes = Buffer.alloc(aligned(prefixBytes + length));
  const json = bytes.subarray(prefixBytes, prefixBytes + length);
  if (!readAll(descriptor, bytes, 0) || checksumOf(json) !== prefix.toString('hex', checksumAt)) return null;
  return { header: JSON.parse(json.toString()) as EntryHeader, bytes };
}

function checksumOf(bytes: Uint8Array): string {
  const checksum = createChecksum();
  checksum.update(bytes);
  return checksum.digest();
}

function sizeOfArrays({ dataset, rows, grouped, continuous, categorical }: EntryHeader): number {
  const samples = dataset.sampleIds.length;
  const perSample = aligned(4 * (samples + 1)) + (grouped ? 2 : 1) * aligned(4 * samples);
  return perSample + continuous.length * aligned(4 * rows) + categorical.length * aligned(2 * rows);
}

function datasetOf(
  { dataset, rows, grouped, continuous, categorical }: EntryHeader,
  arrays: SharedArrayBuffer,
): Dataset {
  const samples = dataset.sampleIds.length;
  let next = 0;
  const take = (bytes: number): number => {
    const at = next;
    next += aligned(bytes);
    return at;
  };
  return {
    ...dataset,
    rowStart: new Uint32Array(arrays, take(4 * (samples + 1)), samples + 1),
    labels: new Int32Array(arrays, take(4 * samples), samples),
    groups: grouped ? new Int32Array(arrays, take(4 * samples), samples) : null,
    continuous: continuous.map((name) => ({ name, values: new Float32Array(arrays, take(4 * rows), rows) })),
    categorical: categorical.map((column) => ({ ...column, codes: new Uint16Array(arrays, take(2 * rows), rows) })),
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at);
}

/** @returns false where the file ends before `bytes` is full */
function readAll(descriptor: number, bytes: Uint8Array, position: number): boolean {
  for (let at = 0; at < bytes.length;) {
    const read = readSync(descriptor, bytes, at, bytes.length - at, position + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
