/** Which runs of a `.foldboard` this machine computes now. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runNames, runsDirectory } from './find.js';
import { isAlive, readOwner } from './owner.js';
import type { Owner } from './types.js';

export interface BusyRun {
  readonly name: string;
  readonly directory: string;
  readonly owner: Owner;
}

/** Runs below `.foldboard/runs` that a living process of this machine computes. */
export async function busyRuns(foldboardDirectory: string): Promise<BusyRun[]> {
  const busy: BusyRun[] = [];
  for (const name of await runNames(foldboardDirectory)) {
    const directory = join(runsDirectory(foldboardDirectory), name);
    const owner = await readOwner(directory);
    if (owner?.host === hostname() && (await isAlive(owner))) busy.push({ name, directory, owner });
  }
  return busy;
}
