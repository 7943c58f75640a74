/** Data files that are not there, with the name that was probably meant. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError, type Place } from '../base/errors.js';
import { nearest } from '../config/suggest.js';

/** `path`, if there is such a file or folder. @throws UserError at `place` (where the path was named) */
export function existingPath(path: string, place?: Place): string {
  if (existsSync(path)) return path;
  const folder = dirname(path);
  let guess: string | null = null;
  try {
    const name = nearest(basename(path), readdirSync(folder));
    guess = name === null ? null : join(folder, name);
  } catch {
    // There is no such folder, it is a file, or it may not be looked into.
  }
  throw new UserError(`there is no file or folder ${path}`, {
    ...(place && { place }),
    cure:
      guess === null
        ? `Check the path; it is relative to the ${place ? 'experiment file' : 'current folder'}.`
        : `Did you mean ${guess}?`,
  });
}
