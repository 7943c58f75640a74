/** From the word a user gives to the directory of a run. */
import { basename } from 'node:path';
import { findFoldboard, resolveRun } from '../rundir/find.js';

export interface NamedRun {
  readonly directory: string;
  readonly name: string;
}

/** The `.foldboard` that commands about runs look into: the nearest at or above the current folder. */
export function currentFoldboard(): string {
  return findFoldboard(process.cwd());
}

/** The run that is meant. @throws UserError (usage) where none fits, or several do */
export async function whichRun(word: string): Promise<NamedRun> {
  const directory = await resolveRun(currentFoldboard(), word);
  return { directory, name: basename(directory) };
}
