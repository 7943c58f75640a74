// Where test set-up keeps what it downloads: outside the checkout, shared by all clones, keyed by content.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** FOLDBOARD_CACHE, or `foldboard` in the user's cache folder. */
export function cacheFolder() {
  if (process.env.FOLDBOARD_CACHE) return process.env.FOLDBOARD_CACHE;
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'foldboard');
}

/**
 * The folder `<cache>/<name>-<hash of keyFile>`, made by `fill(folder)` where it is not there yet.
 * It is filled under another name and renamed at the end, so an interrupted set-up is never taken for a whole one.
 */
export async function cached(name, keyFile, fill) {
  const hash = createHash('sha256').update(readFileSync(keyFile)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await fill(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // another process was faster
  }
  return folder;
}
