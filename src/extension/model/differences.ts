/** What differs between the experiment of a run and its file now, for tooltips and the run view. */
import { readFile } from 'node:fs/promises';
import { parse, type ParseError } from 'jsonc-parser';
import { settingsDiff, type SettingDifference } from '../../config/diff.js';
import type { Experiment } from '../../config/schema.js';
import { runPaths } from '../../rundir/paths.js';
import { experimentPath, type RunRecord } from './record.js';

/** Settings that differ; or the file is the same, is gone, or cannot be read now. */
export type Differences = 'same' | 'gone' | 'unreadable' | readonly SettingDifference[];

/** The run's `experiment.jsonc` against the file as it is now. */
export async function differences(record: RunRecord): Promise<Differences> {
  const file = experimentPath(record);
  const [then, now] = await Promise.all([
    read(runPaths(record.directory).experiment),
    file === null ? null : read(file),
  ]);
  if (now === null) return 'gone';
  // Without its experiment.jsonc (a run made elsewhere) there is nothing to compare with.
  return then === null || then === now ? 'same' : differencesOf(then, now);
}

/** As `differences`, from the two texts. Comments and spaces are no difference. */
export function differencesOf(then: string, now: string): Differences {
  const [before, after] = [settingsIn(then), settingsIn(now)];
  if (before === null || after === null) return 'unreadable';
  const found = settingsDiff(before, after);
  return found.length === 0 ? 'same' : found;
}

/** One sentence; null where nothing differs, or nothing can be said. */
export async function differenceText(record: RunRecord): Promise<string | null> {
  return record.plan === null ? null : inWords(await differences(record));
}

/** As `differenceText`, from the two texts. */
export function textDifference(then: string, now: string): string | null {
  return inWords(differencesOf(then, now));
}

const most = 4;

function inWords(found: Differences): string | null {
  if (found === 'same') return null;
  if (found === 'gone') return 'Its experiment file is gone.';
  if (found === 'unreadable') return 'The experiment file cannot be read now.';
  const said = found.slice(0, most).map(({ path, a, b }) => `${path} ${value(a)} → ${value(b)}`);
  const more = found.length > most ? ` and ${found.length - most} more` : '';
  return `The file differs now: ${said.join(', ')}${more}.`;
}

function value(of: unknown): string {
  if (of === undefined) return '(not set)';
  const text = JSON.stringify(of);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function settingsIn(text: string): Experiment | null {
  const errors: ParseError[] = [];
  const found: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && typeof found === 'object' && found !== null ? (found as Experiment) : null;
}

const read = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);
