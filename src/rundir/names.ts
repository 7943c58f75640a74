/** Names of runs: when and what. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Lower-case ASCII words joined by dashes, at most 40 characters; `run` where nothing is left. */
export function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return words === '' ? 'run' : words;
}

/** `<yyyymmdd-hhmmss>` in UTC, so that names sort by time wherever they were made. */
export function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

/**
 * Creates a directory of its own for a run below `runsDirectory` and returns its path; a second one of the same name in the
 * same second gets `-2` and so on.
 */
export async function createRunDirectory(runsDirectory: string, name: string, date = new Date()): Promise<string> {
  await mkdir(runsDirectory, { recursive: true });
  const base = `${stamp(date)}-${slug(name)}`;
  for (let n = 1; ; n++) {
    const directory = join(runsDirectory, n === 1 ? base : `${base}-${n}`);
    try {
      await mkdir(directory);
      return directory;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
