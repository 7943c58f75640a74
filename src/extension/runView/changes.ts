/** Whether the experiment file still says what the run was started with. */
import { readFile } from 'node:fs/promises';
import { parse, type ParseError } from 'jsonc-parser';
import { settingsDiff } from '../../config/diff.js';
import type { Experiment } from '../../config/schema.js';
import type { FileChanges } from '../../protocol/run.js';
import { runPaths } from '../../rundir/paths.js';
import { experimentPath, type RunRecord } from '../model/record.js';

/** Compares `experiment.jsonc` of the run with the file now: as text, and where that differs, setting by setting. */
export async function fileChanges(record: RunRecord): Promise<FileChanges> {
  const file = experimentPath(record);
  const [then, now] = await Promise.all([
    read(runPaths(record.directory).experiment),
    file === null ? null : read(file),
  ]);
  if (now === null) return { state: 'gone', places: null };
  // Without its experiment.jsonc (a run made elsewhere) there is nothing to compare with.
  if (then === null || then === now) return { state: 'same', places: null };
  return changed(then, now);
}

/** Comments and spaces are no change of the experiment. */
export function changed(then: string, now: string): FileChanges {
  const [before, after] = [parseSettings(then), parseSettings(now)];
  if (before === null || after === null) return { state: 'changed', places: null };
  const places = settingsDiff(before, after).length;
  return places === 0 ? { state: 'same', places: null } : { state: 'changed', places };
}

function parseSettings(text: string): Experiment | null {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && typeof value === 'object' && value !== null ? (value as Experiment) : null;
}

const read = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);
