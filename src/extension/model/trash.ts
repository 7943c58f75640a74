/** `.foldboard/trash`: runs that were deleted where the file system has no trash, each with the time in its name. Pure. */
import { join } from 'node:path';

export function trashDirectory(foldboard: string): string {
  return join(foldboard, 'trash');
}

/** What a run is called in there: no two that were ever deleted share a name. */
export function trashName(run: string, now: number): string {
  return `${run}-${now}`;
}

/** Names in the folder with those of their runs, deleted last first; what is called otherwise was put there by somebody else. */
export function trashed(names: readonly string[]): { readonly name: string; readonly run: string }[] {
  return names
    .flatMap((name) => {
      const match = /^(.+)-(\d{13,})$/.exec(name);
      return match ? [{ name, run: match[1], time: Number(match[2]) }] : [];
    })
    .sort((a, b) => b.time - a.time)
    .map(({ name, run }) => ({ name, run }));
}
