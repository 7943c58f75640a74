/** How long an epoch takes from the file to the chart; measured, never asserted. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

async function written(folds: string): Promise<number> {
  const names = await readdir(folds).catch(() => []);
  const logs = await Promise.all(
    names.map((name) => readFile(join(folds, name, 'events.jsonl'), 'utf8').catch(() => '')),
  );
  return logs.reduce((sum, log) => sum + (log.match(/"type":"epoch"/g)?.length ?? 0), 0);
}

/** Watches for `ms`; for each count of epochs seen in the files, the milliseconds until the chart had as many. */
export async function measureLag(folds: string, shown: () => Promise<number>, ms: number): Promise<number[]> {
  const since = new Map<number, number>();
  const lags: number[] = [];
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((done) => setTimeout(done, 10))) {
    const count = await written(folds);
    if (!since.has(count)) since.set(count, Date.now());
    const onChart = await shown();
    for (const [epochs, time] of since)
      if (epochs <= onChart) {
        if (time > 0) lags.push(Date.now() - time);
        since.set(epochs, 0);
      }
  }
  return lags;
}
