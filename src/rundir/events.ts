/** `events.jsonl`: one event a line, append-only, one writer. Readers ignore a torn last line; a resume cuts it off. */
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { isMissing } from './atomic.js';
import type { FoldEvent } from './types.js';

/** What whole lines of a log hold. */
export interface EventLog {
  readonly events: readonly FoldEvent[];
  /** Length in bytes up to the end of the last whole line. */
  readonly offset: number;
}

/** Events of a log file; none where there is no file. Lines that are no events (damage) are left out. */
export function readEvents(file: string): EventLog {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if (isMissing(error)) return { events: [], offset: 0 };
    throw error;
  }
  return parseEvents(bytes);
}

/** Events in some bytes of a log that begin at the start of a line; what follows the last newline is ignored. */
export function parseEvents(bytes: Uint8Array): EventLog {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = buffer.lastIndexOf(10) + 1;
  const events: FoldEvent[] = [];
  for (const line of buffer.toString('utf8', 0, offset).split('\n')) {
    const event = parseEvent(line);
    if (event) events.push(event);
  }
  return { events, offset };
}

function parseEvent(line: string): FoldEvent | null {
  if (line.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    const isEvent =
      typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
    return isEvent ? (value as FoldEvent) : null;
  } catch {
    return null;
  }
}

/** An open log: the fold's task holds it while it runs. */
export interface EventWriter {
  append(event: FoldEvent): void;
  /** Bytes written so far: the log offset of a checkpoint. */
  offset(): number;
  /** Waits until the lines are on the disk. */
  sync(): void;
  close(): void;
}

/**
 * Opens a log for appending, cut to `offset` bytes first: that is how a resume takes back what came after the checkpoint.
 * @throws RangeError where the file is shorter than `offset`: then the log was lost, and the fold starts anew
 */
export function openEventWriter(file: string, offset: number): EventWriter {
  const descriptor = openSync(file, 'a');
  let length = fstatSync(descriptor).size;
  try {
    if (length < offset) throw new RangeError(`${file} holds ${length} bytes, ${offset} were written`);
    // By its name: Windows cuts no file that is open for appending.
    if (length > offset) truncateSync(file, offset);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  length = offset;
  return {
    append(event) {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      let written = 0;
      try {
        while (written < line.length) written += writeSync(descriptor, line, written);
      } catch (error) {
        // A full disk may leave half a line: take it back, so that the log stays whole lines.
        if (written > 0) truncateSync(file, length);
        throw error;
      }
      length += line.length;
    },
    offset: () => length,
    sync: () => {
      fsyncSync(descriptor);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** Appends one event after the last whole line (a torn one is cut off): for whoever speaks for a task that has died. */
export function appendEvent(file: string, event: FoldEvent): void {
  const writer = openEventWriter(file, readEvents(file).offset);
  try {
    writer.append(event);
  } finally {
    writer.close();
  }
}
