/** The data of a suite's rows, each read once. */
import { dataCache, loadRunData } from '../execution/data.js';
import type { RunData } from '../training/foldTask.js';
import { readingOf, type DataHashes } from './dataRead.js';
import type { StudyEntry } from './runs.js';

/** Data by what the experiment says of them: rows with the same words share one load. */
export function dataOnce(foldboardDirectory: string) {
  const cache = dataCache(foldboardDirectory);
  const known = new Map<string, Promise<RunData>>();
  return {
    get({ experiment }: StudyEntry): Promise<RunData> {
      // Rows told apart needlessly cost a look into the cache.
      const key = readingOf(experiment.experiment);
      const found = known.get(key) ?? loadRunData(experiment, cache);
      known.set(key, found);
      return found;
    },
    store: () => {
      cache.store();
    },
  };
}

export function hashesOf({ train, test }: RunData): DataHashes {
  return { trainHash: train.hash, testHash: test?.hash ?? null };
}
