/** `notes.json`: star, note and tags; the only file of a run that the user's tools write. */
import { readTextIfAny, writeJson } from './atomic.js';
import { runPaths } from './paths.js';
import type { RunNotes } from './types.js';

export const noNotes: RunNotes = { star: false, note: '', tags: [] };

/** The notes of a run; empty ones where there are none or the file is damaged. */
export async function readNotes(runDirectory: string): Promise<RunNotes> {
  const text = await readTextIfAny(runPaths(runDirectory).notes);
  if (text === null) return noNotes;
  try {
    const value = JSON.parse(text) as Partial<RunNotes> | null;
    return {
      star: value?.star === true,
      note: typeof value?.note === 'string' ? value.note : '',
      ...(typeof value?.name === 'string' && value.name !== '' ? { name: value.name } : {}),
      tags: Array.isArray(value?.tags) ? value.tags.filter((tag) => typeof tag === 'string') : [],
    };
  } catch {
    return noNotes;
  }
}

export async function writeNotes(runDirectory: string, notes: RunNotes): Promise<void> {
  await writeJson(runPaths(runDirectory).notes, notes);
}
