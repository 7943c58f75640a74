/**
 * Which data the latest training of a suite read. Tables read no data: by this they know which of several runs of the same settings
 * belong together. Kept in `.foldboard/suites/<suite>/data/`, a file for each folder of experiments, for suites of one file name
 * share the rest.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Experiment } from '../config/schema.js';
import { baseFile, type LoadedSuite } from '../config/suite.js';
import { readTextIfAny, writeJson } from '../rundir/atomic.js';
import { sha256 } from '../rundir/safetensors.js';
import { canonical, suiteDirectory } from './pointers.js';

const formatVersion = 1;

/** What data hash to. */
export interface DataHashes {
  readonly trainHash: string;
  readonly testHash: string | null;
}

/** The hashes of data by how they are read (`readingOf`). */
export type DataRead = ReadonlyMap<string, DataHashes>;

/** Hash of all that reading looks at or checks: rows that agree in it read the same data, as long as the files stay as they are. */
export function readingOf({ data, preprocessing, model, training, validation }: Experiment): string {
  return sha256(
    canonical([
      data,
      preprocessing,
      model.timeEmbedding,
      training.loss.classWeights,
      validation.leaky,
      validation.scored,
    ]),
  );
}

/** The folder that paths in a suite's rows start from. */
export function dataFolder(suite: LoadedSuite): string {
  return dirname(resolve(baseFile(suite)));
}

/** What was remembered last; empty where nothing was, or it is damaged. */
export async function recallData(foldboardDirectory: string, suite: LoadedSuite): Promise<DataRead> {
  const text = await readTextIfAny(memoryFile(foldboardDirectory, suite));
  try {
    const value = JSON.parse(text ?? 'null') as {
      formatVersion?: number;
      data?: Record<string, DataHashes | null>;
    } | null;
    const kept = value?.formatVersion === formatVersion ? Object.entries(value.data ?? {}) : [];
    return new Map(kept.flatMap(([key, hashes]) => (typeof hashes?.trainHash === 'string' ? [[key, hashes]] : [])));
  } catch {
    return new Map();
  }
}

/** Remembers what a training has read. What it had no part in (the rows of --quick may read otherwise) stays as it was. */
export async function rememberData(foldboardDirectory: string, suite: LoadedSuite, data: DataRead): Promise<void> {
  const before = await recallData(foldboardDirectory, suite);
  const file = memoryFile(foldboardDirectory, suite);
  await mkdir(dirname(file), { recursive: true });
  await writeJson(file, {
    formatVersion,
    folder: portable(foldboardDirectory, suite),
    data: Object.fromEntries([...before, ...data]),
  });
}

function memoryFile(foldboardDirectory: string, suite: LoadedSuite): string {
  const name = sha256(portable(foldboardDirectory, suite)).slice(0, 16);
  return join(suiteDirectory(foldboardDirectory, suite.file), 'data', `${name}.json`);
}

/** Relative to the folder that holds `.foldboard`, so that both may be moved together. */
function portable(foldboardDirectory: string, suite: LoadedSuite): string {
  return relative(dirname(resolve(foldboardDirectory)), dataFolder(suite)).replaceAll('\\', '/');
}
