/** News of a run gathered, so that a view gets them at most so many times a second, and in the order in which they came. */
import type { RunNews } from '../runs/tracker.js';

export interface NewsCollector {
  add(news: RunNews): void;
  dispose(): void;
}

/** Calls `send` with all that came since the last call, at least `ms` after it and never while it is still busy. */
export function collectNews(
  ms: number,
  send: (news: RunNews) => Promise<void>,
  onError: (error: unknown) => void,
): NewsCollector {
  let waiting: RunNews | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let last = 0;

  function plan(): void {
    if (timer !== undefined || busy || !waiting) return;
    timer = setTimeout(() => void flush(), Math.max(0, last + ms - Date.now()));
  }

  async function flush(): Promise<void> {
    timer = undefined;
    const news = waiting;
    if (!news) return;
    waiting = null;
    busy = true;
    last = Date.now();
    await send(news).catch(onError);
    busy = false;
    plan();
  }

  return {
    add(news) {
      waiting = waiting ? joinNews(waiting, news) : news;
      plan();
    },
    dispose() {
      clearTimeout(timer);
      waiting = null;
    },
  };
}

/** Patches only fit one after the other; of folds and states only the last word counts. */
export function joinNews(first: RunNews, second: RunNews): RunNews {
  return {
    patches: [...first.patches, ...second.patches],
    folds: [...new Set([...first.folds, ...second.folds])],
    statusChanged: first.statusChanged || second.statusChanged,
  };
}
