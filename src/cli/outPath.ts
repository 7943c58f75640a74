/** Where a command is to write, looked at before it works for minutes. */
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../base/errors.js';

/**
 * @param inputs - files the command reads: writing over one would lose it
 * @throws UserError (usage) where `path`, given as --`option`, is a folder, stands in none, or is an input
 */
export function checkOutFile(option: string, path: string, inputs: readonly string[] = []): void {
  const own = realPathIfAny(path);
  const input = own === null ? undefined : inputs.find((file) => realPathIfAny(file) === own);
  if (input !== undefined)
    throw wrong(option, path, `that is ${input}, which is read here`, 'Name another file: it would be lost.');
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw wrong(option, path, 'that is a folder', 'Name a file in it.');
  const folder = dirname(path);
  if (!statIfAny(folder)?.isDirectory())
    throw wrong(option, path, `there is no folder ${folder}`, 'Create it, or choose another place.');
}

/** @throws UserError (usage) where `path`, given as --`option`, is or stands below a file */
export function checkOutFolder(option: string, path: string): void {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statIfAny(folder);
    if (found?.isDirectory()) return;
    if (found) throw wrong(option, path, `${folder === path ? 'that' : folder} is a file`, 'Name a folder.');
    if (dirname(folder) === folder) return;
  }
}

/** Null also where a part of the path is a file. */
function statIfAny(path: string): ReturnType<typeof statSync> | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function realPathIfAny(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function wrong(option: string, path: string, what: string, cure: string): UserError {
  return new UserError(`--${option} ${path}: ${what}.`, { kind: 'usage', cure });
}
