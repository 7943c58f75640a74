/**
 * All runs of the open folders, kept up to date: a slow look at the directories finds runs that came, went or changed hands; a
 * fast one follows what is running or looked at. Watchers only make it look sooner, for on network drives they are silent.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTurns } from '../../base/inTurns.js';
import { runNames, runsDirectory } from '../../rundir/find.js';
import { readQueueNames } from '../../rundir/queueFiles.js';
import { readNotes } from '../../rundir/notes.js';
import { runPaths } from '../../rundir/paths.js';
import { readRecord, type RunRecord } from '../model/record.js';
import { trackRun, type RunNews, type RunTracker } from './tracker.js';

/** Somebody who looks at a run closely. */
export interface RunWatch {
  readonly tracker: RunTracker;
  dispose(): void;
}

export interface RunStore {
  /** Newest first. */
  runs(): readonly RunRecord[];
  get(directory: string): RunRecord | undefined;
  /** Follows a run and hands on news, until disposed; null where the run cannot be read. */
  watch(directory: string, onNews: (news: RunNews, tracker: RunTracker) => void): Promise<RunWatch | null>;
  /** Looks at all runs; afterwards it knows of each that was there, and of each that had finished, when it was called. */
  refresh(): Promise<void>;
  /** Looks at what is followed now: something was written. */
  hint(): void;
  dispose(): void;
}

export interface StoreOptions {
  /** The `.foldboard` folders to look into; they need not exist. */
  readonly foldboards: () => readonly string[];
  /**
   * Called after anything that trees show has changed: with the runs in which epochs came, or with null where runs came, went,
   * were scored or changed their state.
   */
  readonly onChange: (progressed: readonly string[] | null) => void;
  readonly onError: (error: unknown) => void;
  readonly fastMs?: number;
  readonly slowMs?: number;
}

interface Entry {
  record: RunRecord;
  /** Times of the files a record is read from: unchanged, it need not be read again. */
  stamp: string;
  tracker: RunTracker | null;
  /** When it was last followed (ms since the epoch). */
  followed: number;
  readonly listeners: Set<(news: RunNews, tracker: RunTracker) => void>;
}

/** Records are read a few at a time, so that a thousand runs do not hold up the extension host. */
const readAtOnce = 16;

/** A run that is looked at but does not train is followed this often: somebody may resume it. */
const restMs = 2000;

export function createRunStore(options: StoreOptions): RunStore {
  const entries = new Map<string, Entry>();
  let listed: readonly RunRecord[] = [];
  let disposed = false;
  let following: Promise<void> | null = null;
  let hinted = false;
  let eager = false;

  async function look(): Promise<void> {
    const found = new Map<string, boolean>();
    for (const foldboard of options.foldboards()) {
      const queued = new Set((await readQueueNames(foldboard)).ids);
      for (const name of await runNames(foldboard)) found.set(join(runsDirectory(foldboard), name), queued.has(name));
    }
    let changed = false;
    for (const directory of entries.keys()) if (!found.has(directory)) changed = entries.delete(directory) || changed;
    const all = [...found];
    for (let start = 0; start < all.length && !disposed; start += readAtOnce) {
      const some = await Promise.all(all.slice(start, start + readAtOnce).map((one) => readOne(...one)));
      changed = some.some(Boolean) || changed;
    }
    if (changed) publish(null);
  }

  /** `queued`: there is a request for it in the queue. */
  async function readOne(directory: string, queued: boolean): Promise<boolean> {
    const entry = entries.get(directory);
    if (entry?.tracker) return readNotesOf(entry); // the fast look does the rest
    const stamp = `${await stampOf(directory)}${queued ? ' queued' : ''}`;
    if (entry?.stamp === stamp && entry.record.status !== 'running') return false;
    const record = await readRecord(directory);
    if (entry) {
      entry.record = record;
      entry.stamp = stamp;
    } else entries.set(directory, { record, stamp, tracker: null, followed: 0, listeners: new Set() });
    track(entries.get(directory)!);
    return true;
  }

  async function readNotesOf(entry: Entry): Promise<boolean> {
    const notes = await readNotes(entry.record.directory);
    if (JSON.stringify(notes) === JSON.stringify(entry.record.notes)) return false;
    entry.record = { ...entry.record, notes };
    const news = { patches: [], folds: [], statusChanged: false };
    for (const listener of [...entry.listeners]) listener(news, entry.tracker!);
    return true;
  }

  /** Running runs are followed whether or not anybody looks. */
  function track(entry: Entry): void {
    const plan = entry.record.plan;
    if (entry.tracker || !plan || (entry.record.status !== 'running' && entry.listeners.size === 0)) return;
    entry.tracker = trackRun({ ...entry.record, plan });
  }

  async function follow(): Promise<void> {
    const progressed: string[] = [];
    let other = false;
    for (const entry of [...entries.values()]) {
      if (!entry.tracker || disposed) continue;
      const tracker = entry.tracker;
      const resting = entry.record.status !== 'running' && !eager;
      if (resting && Date.now() - entry.followed < restMs) continue;
      entry.followed = Date.now();
      const news = await tracker.poll();
      if (!news) continue;
      const scored = scoredFolds(entry.record);
      entry.record = { ...tracker.record(), notes: entry.record.notes };
      progressed.push(entry.record.directory);
      other ||= news.statusChanged || scoredFolds(entry.record) !== scored;
      for (const listener of [...entry.listeners]) listener(news, tracker);
      if (entry.record.status !== 'running' && entry.listeners.size === 0) {
        entry.tracker = null;
        entry.stamp = await stampOf(entry.record.directory);
      }
    }
    if (progressed.length > 0) publish(other ? null : progressed);
  }

  function publish(progressed: readonly string[] | null): void {
    if (disposed) return;
    listed = [...entries.values()].map((entry) => entry.record).sort(newestFirst);
    options.onChange(progressed);
  }

  const lookAgain = inTurns(() => (disposed ? Promise.resolve() : look().catch(options.onError)));

  async function refresh(): Promise<void> {
    await lookAgain();
    // What is followed says by that alone that it has ended; one that began before this call may have missed it.
    await following;
    await followNow();
  }

  function followNow(): Promise<void> {
    if (disposed) return Promise.resolve();
    if (following) {
      hinted = true;
      return following;
    }
    following = follow()
      .catch(options.onError)
      .finally(() => {
        following = null;
        eager = false;
        if (hinted) {
          hinted = false;
          hintTimer ??= setTimeout(soon, 100);
        }
      });
    return following;
  }

  let hintTimer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    hintTimer = undefined;
    eager = true;
    void followNow();
  };
  const fast = setInterval(() => void followNow(), options.fastMs ?? 250);
  const slow = setInterval(() => void lookAgain(), options.slowMs ?? 3000);

  return {
    runs: () => listed,
    get: (directory) => entries.get(directory)?.record,
    async watch(directory, onNews) {
      if (!entries.has(directory)) {
        if (!existsSync(runPaths(directory).plan)) return null;
        await readOne(directory, false);
        publish(null);
      }
      const entry = entries.get(directory);
      if (!entry?.record.plan) return null;
      entry.listeners.add(onNews);
      entry.followed = 0;
      track(entry);
      await followNow();
      if (!entry.tracker) return null;
      return { tracker: entry.tracker, dispose: () => void entry.listeners.delete(onNews) };
    },
    refresh,
    hint: () => {
      hintTimer ??= setTimeout(soon, 100);
    },
    dispose() {
      disposed = true;
      clearInterval(fast);
      clearInterval(slow);
      clearTimeout(hintTimer);
      entries.clear();
    },
  };
}

function scoredFolds(record: RunRecord): number {
  return record.folds.filter((fold) => fold.metrics !== null).length;
}

async function stampOf(directory: string): Promise<string> {
  const paths = runPaths(directory);
  const files = [paths.plan, paths.result, paths.owner, paths.folds, paths.notes, paths.stopRequest];
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        (s) => s.mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(' ');
}

function newestFirst(a: RunRecord, b: RunRecord): number {
  const [left, right] = [a, b].map((record) => record.plan?.created ?? record.id);
  return left < right ? 1 : left > right ? -1 : a.id < b.id ? 1 : -1;
}
