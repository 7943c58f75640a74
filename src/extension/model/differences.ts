/** What differs between the experiment of a run and its file now, for tooltips. */
import { readFile } from 'node:fs/promises';
import { parse, type ParseError } from 'jsonc-parser';
import { settingsDiff } from '../../config/diff.js';
import type { Experiment } from '../../config/schema.js';
import { runPaths } from '../../rundir/paths.js';
import { experimentPath, type RunRecord } from './record.js';

/** One sentence; null where nothing differs, or nothing can be said. */
export async function differenceText(record: RunRecord): Promise<string | null> {
  const file = experimentPath(record);
  if (file === null) return null;
  const [then, now] = await Promise.all([read(runPaths(record.directory).experiment), read(file)]);
  if (now === null) return 'Its experiment file is gone.';
  return then === null || then === now ? null : textDifference(then, now);
}

const most = 4;

/** As `differenceText`, from the two texts. Comments and spaces are no difference. */
export function textDifference(then: string, now: string): string | null {
  const [before, after] = [settingsIn(then), settingsIn(now)];
  if (before === null || after === null) return 'The experiment file cannot be read now.';
  const found = settingsDiff(before, after);
  if (found.length === 0) return null;
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
