/** Rows and the runs that stand for them. */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { LoadedSuite } from '../config/suite.js';
import { runPaths } from '../rundir/paths.js';
import { tryReadPlan } from '../rundir/plan.js';
import { dataFolder, readingOf, recallData, type DataHashes, type DataRead } from './dataRead.js';
import { experimentKeys, readPointers, suiteDirectory, type FoundPointer } from './pointers.js';
import type { StudyRow } from './rows.js';

/** A row for one seed. */
export type StudyEntry = StudyRow['entries'][number];

export interface EntryRun {
  readonly directory: string;
  readonly finished: boolean;
  /** It was trained on other data than those that the table is of. */
  readonly otherData: boolean;
}

interface Candidates {
  readonly reading: string;
  /** Of the entry's settings, oldest first. */
  readonly pointers: readonly FoundPointer[];
}

/**
 * The run of each entry, or null where there is none: of the same settings and the data `read`. Who has read none leaves them out;
 * then they are those that the suite's latest training read. Where there is no run of these, the latest that was started from the
 * same folder stands in, and says so.
 */
export async function findRuns(
  foldboardDirectory: string,
  suite: LoadedSuite,
  entries: readonly StudyEntry[],
  read?: DataRead,
): Promise<(EntryRun | null)[]> {
  const pointers = await readPointers(suiteDirectory(foldboardDirectory, suite.file));
  const all = entries.map(({ experiment: { experiment } }): Candidates => {
    const keys = experimentKeys(experiment);
    return { reading: readingOf(experiment), pointers: pointers.filter((each) => keys.includes(each.experiment)) };
  });
  const wanted = read ?? (await recallData(foldboardDirectory, suite));
  const direct = all.map((each) => ofData(each, wanted));
  // Content finds a run wherever it was started; without it the place must tell, for equal words elsewhere mean other files.
  const here = await startedIn(
    dataFolder(suite),
    all.flatMap((each, i) => (direct[i] ? [] : each.pointers)),
  );
  const rest = all.map((each) => ({ ...each, pointers: each.pointers.filter((pointer) => here.has(pointer)) }));
  // What is remembered of data that no row has a run of (the runs were deleted, or were those of --quick) tells nothing.
  const known = read || direct.some((pointer) => pointer) ? wanted : [];
  const data = new Map([...latestData(rest), ...known]);
  return rest.map((each, i) => {
    const same = direct[i] ?? ofData(each, data);
    const found = same ?? each.pointers.at(-1);
    return found
      ? {
          directory: found.directory,
          finished: existsSync(runPaths(found.directory).result),
          otherData: same === undefined,
        }
      : null;
  });
}

/** Directories of all runs that rows of a suite have or had, as the suite may have changed since; oldest first. */
export async function allRuns(foldboardDirectory: string, suite: LoadedSuite): Promise<string[]> {
  const pointers = await readPointers(suiteDirectory(foldboardDirectory, suite.file));
  const here = await startedIn(dataFolder(suite), pointers);
  const known = [...(await recallData(foldboardDirectory, suite)).values()];
  return pointers
    .filter((each) => here.has(each) || known.some((hashes) => isOf(each, hashes)))
    .map(({ directory }) => directory);
}

function ofData({ reading, pointers }: Candidates, data: DataRead): FoundPointer | undefined {
  const hashes = data.get(reading);
  return hashes && pointers.findLast((each) => isOf(each, hashes));
}

function isOf(pointer: FoundPointer, { trainHash, testHash }: DataHashes): boolean {
  return pointer.trainHash === trainHash && pointer.testHash === testHash;
}

/** Of each reading the data of the run that was started last: one state of the files for all rows, not the newest of each. */
function latestData(all: readonly Candidates[]): DataRead {
  const latest = new Map<string, FoundPointer & DataHashes>();
  for (const { reading, pointers } of all) {
    const own = pointers.at(-1);
    const known = latest.get(reading);
    if (own && (!known || own.created > known.created)) latest.set(reading, own);
  }
  return latest;
}

/** Those whose runs read files of this folder. */
async function startedIn(folder: string, pointers: readonly FoundPointer[]): Promise<ReadonlySet<FoundPointer>> {
  const unique = [...new Set(pointers)];
  const there = await Promise.all(
    unique.map(async ({ directory }) => {
      const { plan } = await tryReadPlan(directory);
      return plan !== null && relative(folder, resolve(directory, plan.root, dirname(plan.experimentFile))) === '';
    }),
  );
  return new Set(unique.filter((_, i) => there[i]));
}
