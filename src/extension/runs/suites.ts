/** The runs that stand for the rows of a suite, as the terminal remembers them. */
import { dirname } from 'node:path';
import { findFoldboard } from '../../rundir/find.js';
import { readPointers, suiteDirectory } from '../../study/pointers.js';
import type { RunRecord } from '../model/record.js';
import type { Workspace } from '../workspace.js';
import type { RunStore } from './store.js';

/** In the order in which they were trained; those of the open folders only. */
export async function rowsOf(suite: string, workspace: Workspace, store: RunStore): Promise<RunRecord[]> {
  const foldboard = findFoldboard(dirname(suite), workspace.rootOf(suite));
  const pointers = await readPointers(suiteDirectory(foldboard, suite));
  const directories = [...new Set(pointers.map(({ directory }) => directory))];
  return directories.flatMap((directory) => store.get(directory) ?? []);
}
