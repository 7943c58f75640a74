/** Keeps a cache within its limit. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A writer that has not finished its entry after that time was killed. */
const abandonedMs = 3_600_000;

/** Removes the longest unused entries until all together are within `limit` bytes, and what killed writers left. */
export function evict(directory: string, limit: number): void {
  const entries = readdirSync(directory).flatMap((name) => {
    const stats = statSync(join(directory, name), { throwIfNoEntry: false });
    return stats?.isFile() ? [{ name, size: stats.size, used: stats.mtimeMs }] : [];
  });
  const remove = (name: string): void => {
    rmSync(join(directory, name), { force: true });
  };
  for (const { name, used } of entries) {
    if (name.endsWith('.tmp') && Date.now() - used > abandonedMs) remove(name);
  }
  const kept = entries.filter(({ name }) => name.endsWith('.dataset')).sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { name, size } of kept) {
    total += size;
    if (total > limit) remove(name);
  }
}
