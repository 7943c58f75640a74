/** Begins what reading large data needs before it is sure that they will be read: while the experiment that names them is checked. */
import { statSync } from 'node:fs';
import { resolveDataPath } from '../config/load.js';
import type { DataCache } from './cache/cache.js';
import { helpFor } from './read/divided.js';

/**
 * For `loadExperiment`: starts the second reading thread where the training data are a large file. Checking takes about as long as
 * the thread needs to start. Not where the cache has entries, for these are most likely of the same data.
 */
export function foreseeReading(experimentFile: string, cache: DataCache | null): (value: unknown) => void {
  return (value) => {
    const train = (value as { data?: { train?: unknown } | null } | null)?.data?.train;
    if (typeof train !== 'string' || cache?.isEmpty() === false) return;
    try {
      const stats = statSync(resolveDataPath({ file: experimentFile }, train));
      if (stats.isFile()) helpFor(stats.size);
    } catch {
      // Whatever is wrong with the path, reading the file says it better.
    }
  };
}
