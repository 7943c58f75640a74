/** What the trainer and its worker threads tell each other. Types, and errors as plain values. */
import { UserError, type ErrorKind, type Place } from '../base/errors.js';
import type { SpareThreads } from '../engine/fused/helpers.js';
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
  /** Threads that have no fold to train and may help with another's. */
  readonly spare: SpareThreads;
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
  /** The system's code for it, or for what caused it (ENOSPC). */
  readonly code?: string;
  /** Null for a bug. */
  readonly user: { readonly kind: ErrorKind; readonly place?: Place; readonly cure?: string } | null;
}

export function toPlain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, user: null };
  const { message, stack } = error;
  const found = codeOf(error) ?? codeOf(error.cause);
  const code = found === undefined ? {} : { code: found };
  if (!(error instanceof UserError)) return { message, stack, ...code, user: null };
  const { kind, place, cure } = error;
  return {
    message,
    stack,
    ...code,
    user: { kind, ...(place ? { place } : {}), ...(cure !== undefined ? { cure } : {}) },
  };
}

function codeOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

export function fromPlain(plain: PlainError): Error {
  const { code, message, user } = plain;
  const cause = code === undefined ? undefined : Object.assign(new Error(code), { code });
  const error = user ? new UserError(message, { ...user, cause }) : new Error(message, { cause });
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}
