/** What the trainer and its worker threads tell each other. Types, and errors as plain values. */
import { UserError, type ErrorKind, type Place } from '../base/errors.js';
import type { FoldEvent, RunPlan } from '../rundir/types.js';
import type { RunData } from '../training/foldTask.js';

/** Given to a worker when it is created; typed arrays in `data` view shared memory and are not copied. */
export interface WorkerSetup {
  readonly runDirectory: string;
  readonly plan: RunPlan;
  readonly data: RunData;
  readonly force: boolean;
  /** One Int32: 1 as soon as the run shall stop. */
  readonly stopFlag: Int32Array;
}

export interface ToWorker {
  readonly task: number;
}

export type FromWorker =
  /** The engine stands and computes the plan's bits. */
  | { readonly type: 'ready' }
  /** The worker cannot compute this run at all. */
  | { readonly type: 'refused'; readonly error: PlainError }
  | { readonly type: 'event'; readonly event: FoldEvent }
  | { readonly type: 'done'; readonly task: number; readonly outcome: 'finished' | 'stopped' }
  | { readonly type: 'failed'; readonly task: number; readonly error: PlainError };

export interface PlainError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Null for a bug. */
  readonly user: { readonly kind: ErrorKind; readonly place?: Place; readonly cure?: string } | null;
}

export function toPlain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, user: null };
  const { message, stack } = error;
  if (!(error instanceof UserError)) return { message, stack, user: null };
  const { kind, place, cure } = error;
  return { message, stack, user: { kind, ...(place ? { place } : {}), ...(cure !== undefined ? { cure } : {}) } };
}

export function fromPlain(plain: PlainError): Error {
  const error = plain.user ? new UserError(plain.message, plain.user) : new Error(plain.message);
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}
