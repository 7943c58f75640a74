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
  const directories = [...new Set(await directoriesOf(suite, foldboard))];
  return directories.flatMap((directory) => store.get(directory) ?? []);
}

async function directoriesOf(suite: string, foldboard: string): Promise<string[]> {
  // What reads suites is loaded when the first is unfolded.
  const [{ loadSuite }, { allRuns }] = await Promise.all([
    import('../../config/suite.js'),
    import('../../study/runs.js'),
  ]);
  const loaded = await loadSuite(suite).catch(() => null);
  if (loaded) return allRuns(foldboard, loaded);
  // One that is being written, or is wrong: what it was trained on cannot be told from suites of its name elsewhere.
  return (await readPointers(suiteDirectory(foldboard, suite))).map(({ directory }) => directory);
}
