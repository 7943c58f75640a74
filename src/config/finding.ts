/** What a check of an experiment found: which setting, what is wrong, what to do. Positions are added later. */
import { UserError, type ErrorKind, type Place } from '../base/errors.js';
import { type SettingPath } from './path.js';

export interface Finding {
  readonly path: SettingPath;
  /** Whether the name of the setting is wrong or its value. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly cure?: string | undefined;
}

/** Where settings stand in a file (or on a command line). */
export interface Locator {
  /** Place of the value; of the nearest setting around it where the file does not have it. */
  locate(path: SettingPath): Place;
  /** Place of the name before the value. */
  locateKey(path: SettingPath): Place;
}

/** A finding as an error with its place. */
export function located(finding: Finding, locator: Locator, kind: ErrorKind = 'input'): UserError {
  const place = finding.at === 'key' ? locator.locateKey(finding.path) : locator.locate(finding.path);
  return new UserError(finding.message, { kind, place, ...(finding.cure === undefined ? {} : { cure: finding.cure }) });
}

/** One error for all of them: the first, with the others in `.others`. */
export function joined(errors: readonly UserError[]): UserError {
  const [first, ...others] = errors;
  if (others.length === 0) return first;
  return new UserError(first.message, {
    kind: first.kind,
    ...(first.place ? { place: first.place } : {}),
    ...(first.cure === undefined ? {} : { cure: first.cure }),
    others,
  });
}

/** Errors in the order of their places. */
export function inTextOrder(errors: readonly UserError[]): UserError[] {
  return errors.toSorted(
    (a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
