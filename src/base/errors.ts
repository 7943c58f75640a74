/** Errors a user can act on: each says where, what is wrong, and what to do. Everything else that is thrown is a bug. */

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What kind of mistake it is; decides the exit code of the terminal (`input` and `usage`: 2, the others: 1). */
export type ErrorKind = 'input' | 'usage' | 'state' | 'system';

/**
 * An error for the user. `message` says what is wrong in one sentence; `cure` what to do about it.
 * Printed as `file:line:column: message` and the cure on a line of its own.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly kind: ErrorKind;
  readonly place: Place | undefined;
  readonly cure: string | undefined;
  /** Further findings of the same check, so that one run of a validator reports all of them. */
  readonly others: readonly UserError[];

  constructor(
    message: string,
    options: { kind?: ErrorKind; place?: Place; cure?: string; others?: readonly UserError[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind ?? 'input';
    this.place = options.place;
    this.cure = options.cure;
    this.others = options.others ?? [];
  }
}

/** `file:line:column`, leaving out what is not known. */
export function formatPlace(place: Place): string {
  if (place.line === undefined) return place.file;
  if (place.column === undefined) return `${place.file}:${place.line}`;
  return `${place.file}:${place.line}:${place.column}`;
}

/** The error as the terminal prints it: place, message, cure; further findings below. A cure of several in a row stands under the last. */
export function formatUserError(error: UserError): string {
  const all = withOthers(error);
  return all
    .map(({ place, message, cure }, i) => {
      const head = place ? `${formatPlace(place)}: ${message}` : message;
      const told = cure === undefined || all[i + 1]?.cure === cure;
      return told ? head : `${head}\n  ${cure}`;
    })
    .join('\n');
}

function withOthers(error: UserError): UserError[] {
  return [error, ...error.others.flatMap(withOthers)];
}
