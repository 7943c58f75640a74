/**
 * Datasets as they were read, kept as files in `.foldboard/cache`: reading one of them takes a tenth of parsing. An entry is used
 * only where its files are surely those it was made from, and anything wrong with it means no more than reading them again.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { endianness } from 'node:os';
import { join, resolve } from 'node:path';
import { datasetFrom, type DatasetRequest, type LoadReport } from '../dataset.js';
import type { Choose } from '../read/choice.js';
import { csvFilesOf } from '../read/sources.js';
import type { Dataset } from '../types.js';
import { checksumOfFiles } from './checksum.js';
import { readEntry, writeEntry, type EntrySource } from './entry.js';
import { evict } from './evict.js';
import { areTelling, nowNs, stampsOf, totalSize, type FileStamp } from './stamps.js';

export interface CachedRequest extends DatasetRequest {
  /** What `choose` depends on besides the header it is given; plain values. */
  readonly chosenBy: unknown;
}

export interface Loaded {
  readonly dataset: Dataset;
  readonly report: LoadReport;
}

export interface DataCache {
  /** As `datasetFrom`, from the cache where that is as good. @throws UserError as `datasetFrom` does */
  load(request: CachedRequest): Promise<Loaded>;
  /** Keeps what had to be read from files. The folder above the cache's must exist, else nothing is kept. Never throws. */
  store(): void;
  /** Whether it has no entry at all. */
  isEmpty(): boolean;
}

export interface CacheOptions {
  /** Data of fewer bytes are read from their files: that takes a few milliseconds. */
  readonly smallest?: number;
  /** All entries together, in bytes; the longest unused ones go. */
  readonly limit?: number;
  /** Another way to look at files: tests have clocks that are coarser than this machine's. */
  readonly stampsOf?: typeof stampsOf;
}

/** Another form of the entries, or another way of reading, is another cache. */
const formatVersion = 2;

interface Pending extends Loaded {
  readonly name: string;
  readonly source: EntrySource;
}

/** The cache in `directory` (a `.foldboard/cache`); it is made when something is stored. */
export function openDataCache(directory: string, options: CacheOptions = {}): DataCache {
  const { smallest = 1 << 20, limit = 2 ** 31, stampsOf: look = stampsOf } = options;
  const pending: Pending[] = [];

  async function load(request: CachedRequest): Promise<Loaded> {
    const now = nowNs();
    const stamps = stampsIfAny(request, look);
    if (stamps === null || totalSize(stamps) < smallest) return datasetFrom(request);
    const name = nameOf(request);
    const found = await readEntry(join(directory, name), {
      isCurrent: (source) => isUnchanged(source, stamps),
      isWanted: (source) => choiceOf(request, source) === JSON.stringify(source.choice),
    });
    const telling = areTelling(stamps, now);
    if (found) {
      const { source, dataset } = found;
      const hit = { dataset, report: { file: request.file, ...source.report } };
      if (telling && !isTold(source, stamps)) pending.push({ ...hit, name, source: { ...source, stamps, telling } });
      else markUsed(join(directory, name));
      return hit;
    }
    const content = telling ? null : checksumOfFiles(pathsOf(stamps));
    const chosen: Pick<EntrySource, 'header' | 'layout' | 'choice'>[] = [];
    const choose: Choose = (header, file, layout) => {
      const choice = request.choose(header, file, layout);
      chosen.push({ header, layout, choice });
      return choice;
    };
    const read = datasetFrom({ ...request, choose });
    const { missing, reordered } = read.report;
    pending.push({ ...read, name, source: { stamps, telling, content, ...chosen[0], report: { missing, reordered } } });
    return read;
  }

  function store(): void {
    for (const { name, source, dataset } of pending.splice(0)) {
      try {
        if (isStill(source, look)) write(name, source, dataset);
      } catch {
        // A full or write-protected disk, data that have just been removed: then there is no entry.
      }
    }
  }

  function write(name: string, source: EntrySource, dataset: Dataset): void {
    try {
      mkdirSync(directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return;
    }
    const aside = join(directory, `${name}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      writeEntry(aside, source, dataset);
      renameSync(aside, join(directory, name));
    } finally {
      rmSync(aside, { force: true });
    }
    evict(directory, limit);
  }

  function isEmpty(): boolean {
    try {
      return !readdirSync(directory).some((name) => name.endsWith('.dataset'));
    } catch {
      return true;
    }
  }

  return { load, store, isEmpty };
}

/** Null where a file cannot be looked at; reading it says why, better than this could. */
function stampsIfAny({ file, labelsFile }: CachedRequest, look: typeof stampsOf): FileStamp[] | null {
  try {
    return [...look(file), ...(labelsFile === null ? [] : look(labelsFile))];
  } catch {
    return null;
  }
}

/** One entry for each way to read some files: a changed file replaces its entry. */
function nameOf({ file, labelsFile, experiment, classes, labelsNeeded, chosenBy }: CachedRequest): string {
  const { sampleId, time, label, group } = experiment.data;
  const key = [
    formatVersion,
    process.env['FOLDBOARD_VERSION'] ?? 'development',
    endianness(),
    resolve(file),
    labelsFile && resolve(labelsFile),
    { sampleId, time, label, group, missing: experiment.preprocessing.missing, classes, labelsNeeded },
    chosenBy,
  ];
  return `${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)}.dataset`;
}

/** The choice that the experiment makes today from the columns of an entry. @throws UserError where it is wrong */
function choiceOf(request: CachedRequest, { header, layout }: EntrySource): string {
  const file = layout === 'folder' ? csvFilesOf(request.file)[0] : request.file;
  return JSON.stringify(request.choose(header, file, layout));
}

function isUnchanged(source: EntrySource, stamps: readonly FileStamp[]): boolean {
  if (isTold(source, stamps)) return true;
  const sizes = (all: readonly FileStamp[]): string => JSON.stringify(all.map(({ path, size }) => [path, size]));
  if (source.content === null || sizes(source.stamps) !== sizes(stamps)) return false;
  return checksumOfFiles(pathsOf(stamps)) === source.content;
}

/** Whether the stamps alone tell that nothing has changed. */
function isTold(source: EntrySource, stamps: readonly FileStamp[]): boolean {
  return source.telling && JSON.stringify(source.stamps) === JSON.stringify(stamps);
}

/** Whether the files are those that were read, all the time from before the reading. */
function isStill({ stamps, telling, content }: EntrySource, look: typeof stampsOf): boolean {
  const now = stamps.flatMap(({ path }) => look(path));
  return JSON.stringify(now) === JSON.stringify(stamps) && (telling || checksumOfFiles(pathsOf(stamps)) === content);
}

function pathsOf(stamps: readonly FileStamp[]): string[] {
  return stamps.map(({ path }) => path);
}

function markUsed(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody else's cache, or gone: it is only about which entry goes first.
  }
}
