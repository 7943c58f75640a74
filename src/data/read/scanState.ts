/** What the parts of the scanner share: which field goes where, and how far they have come. */
import type { Findings } from '../findings.js';
import type { Blocks } from './blocks.js';
import type { MissingPolicy } from './cells.js';
import type { Help } from './divided.js';
import type { RawTable } from './table.js';

/** What is read from each field of a record. */
export interface FieldPlan {
  readonly names: readonly string[];
  /** One of `skipField`, `numberField`, `textField`, `timeField`. */
  readonly kinds: Uint8Array;
  /** Number or text slot of the table. */
  readonly slots: Int32Array;
}

export const skipField = 0;
export const numberField = 1;
export const textField = 2;
export const timeField = 3;

export interface ScanOptions {
  readonly policy: MissingPolicy;
  readonly findings: Findings;
  /** Code to put into text slot 0 of every row, where no field gives the sample id; else -1. */
  readonly sampleCode: number;
  /** Called after each block of the file; may throw to end the scan early. */
  readonly checkBlock: () => void;
  /** Whether the compiled row kernel reads plain rows: in files that are worth it, always, or never (for tests). */
  readonly kernel?: 'auto' | 'always' | 'never';
  /** The compiled row kernel, where another thread has it already. */
  readonly module?: WebAssembly.Module | null;
  /** Another thread that reads the end of the file. */
  readonly help?: Help | null;
}

/** Where the scan of a file stands. */
export interface Scan extends ScanOptions {
  readonly blocks: Blocks;
  readonly plan: FieldPlan;
  readonly table: RawTable;
  readonly fileIndex: number;
  /** Line of the next record. */
  line: number;
  /** Line of the last row stored, -1 before the first. */
  lastLine: number;
}
