/**
 * Following logs that another process writes: by offset, without events of the file system (which are a hint at best).
 * A log that was cut and rewritten (resume) or replaced is noticed and read anew from its start.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isMissing } from './atomic.js';
import { parseEvents } from './events.js';
import { runPaths } from './paths.js';
import type { FoldEvent } from './types.js';

export interface FollowStep {
  /** True: forget earlier events; `events` begin at the start of the log. */
  readonly reset: boolean;
  readonly events: readonly FoldEvent[];
}

export interface EventFollower {
  /** What came since the last call. Never throws for a missing file: then nothing came. */
  poll(): Promise<FollowStep>;
}

/** Bytes kept from before the offset to see whether they still stand there; a few lines, with times in them. */
const tailLength = 1024;

/** Follows one `events.jsonl`. */
export function followEvents(file: string): EventFollower {
  let offset = 0;
  let inode = 0;
  let tail = Buffer.alloc(0);

  async function step(handle: FileHandle): Promise<FollowStep> {
    const { size, ino } = await handle.stat();
    let reset = false;
    if (offset > 0) {
      const replaced = ino !== inode || size < offset || !(await stillThere(handle, offset, tail));
      if (replaced) {
        reset = true;
        offset = 0;
        tail = Buffer.alloc(0);
      }
    }
    inode = ino;
    if (size <= offset) return { reset, events: [] };
    const fresh = Buffer.alloc(size - offset);
    const { bytesRead } = await handle.read(fresh, 0, fresh.length, offset);
    const parsed = parseEvents(fresh.subarray(0, bytesRead));
    const taken = fresh.subarray(0, parsed.offset);
    tail = Buffer.concat([tail, taken]).subarray(-tailLength);
    offset += parsed.offset;
    return { reset, events: parsed.events };
  }

  return {
    async poll() {
      let handle: FileHandle;
      try {
        handle = await open(file, 'r');
      } catch (error) {
        if (!isMissing(error)) throw error;
        const reset = offset > 0;
        offset = 0;
        tail = Buffer.alloc(0);
        return { reset, events: [] };
      }
      try {
        return await step(handle);
      } finally {
        await handle.close();
      }
    },
  };
}

async function stillThere(handle: FileHandle, offset: number, tail: Buffer): Promise<boolean> {
  const found = Buffer.alloc(tail.length);
  const { bytesRead } = await handle.read(found, 0, found.length, offset - tail.length);
  return bytesRead === tail.length && found.equals(tail);
}

export interface RunFollower {
  /** What came since the last call, fold by fold (ascending k); folds without news are left out. */
  poll(): Promise<readonly (FollowStep & { readonly fold: number })[]>;
}

/** Follows all folds of a run, those that appear later included. */
export function followRun(runDirectory: string): RunFollower {
  const paths = runPaths(runDirectory);
  const followers = new Map<number, EventFollower>();
  return {
    async poll() {
      const names = await readdir(paths.folds).catch(() => [] as string[]);
      for (const name of names) {
        if (!/^\d+$/.test(name)) continue;
        const k = Number(name);
        if (!followers.has(k)) followers.set(k, followEvents(paths.fold(k).events));
      }
      const steps = await Promise.all(
        [...followers].sort(([a], [b]) => a - b).map(async ([fold, f]) => ({ fold, ...(await f.poll()) })),
      );
      return steps.filter((s) => s.reset || s.events.length > 0);
    },
  };
}

/** Polls a run every `intervalMs` until the signal is aborted, and hands on what came. */
export async function watchRun(
  runDirectory: string,
  onStep: (step: FollowStep & { readonly fold: number }) => void,
  options: { readonly signal: AbortSignal; readonly intervalMs?: number },
): Promise<void> {
  const follower = followRun(runDirectory);
  while (!options.signal.aborted) {
    for (const step of await follower.poll()) onStep(step);
    await wait(options.intervalMs ?? 250, undefined, { signal: options.signal }).catch(() => undefined);
  }
}
