/** Rows and the runs that stand for them. */
import { existsSync } from 'node:fs';
import { runPaths } from '../rundir/paths.js';
import type { LoadedSuite } from '../config/suite.js';
import { experimentKeys, readPointers, suiteDirectory } from './pointers.js';
import type { StudyRow } from './rows.js';

/** A row for one seed. */
export type StudyEntry = StudyRow['entries'][number];

export interface EntryRun {
  readonly directory: string;
  readonly finished: boolean;
}

/** What the data of a run must hash to. */
export interface DataHashes {
  readonly trainHash: string;
  readonly testHash: string | null;
}

/**
 * The run of each entry, or null where there is none: of the same settings, and with `hashes` of the same data too; else the
 * latest of those settings.
 */
export async function findRuns(
  foldboardDirectory: string,
  suite: LoadedSuite,
  entries: readonly StudyEntry[],
  hashes?: (entry: StudyEntry) => DataHashes,
): Promise<(EntryRun | null)[]> {
  const pointers = await readPointers(suiteDirectory(foldboardDirectory, suite.file));
  return entries.map((entry) => {
    const keys = experimentKeys(entry.experiment.experiment);
    const wanted = hashes?.(entry);
    const found = pointers.findLast(
      (pointer) =>
        keys.includes(pointer.experiment) &&
        (!wanted || (pointer.trainHash === wanted.trainHash && pointer.testHash === wanted.testHash)),
    );
    return found ? { directory: found.directory, finished: existsSync(runPaths(found.directory).result) } : null;
  });
}
