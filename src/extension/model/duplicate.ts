/** The text of an experiment as a run had it: the file as it was, with what was set for that run only written into it. Pure. */
import { applyEdits, modify } from 'jsonc-parser';
import { settingsDiff } from '../../config/diff.js';
import { parsePath } from '../../config/path.js';
import type { Experiment } from '../../config/schema.js';

/**
 * @param text the experiment file as it was; comments stay
 * @param written what that text says, with defaults filled in
 * @param ran what the run was given
 */
export function duplicateText(text: string, written: Experiment, ran: Experiment, name: string): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const set = (own: string, path: readonly (string | number)[], value: unknown): string =>
    applyEdits(own, modify(own, [...path], value, { formattingOptions }));
  const changed = settingsDiff(written, ran).reduce((own, { path, b }) => {
    const parts = parsePath(path);
    return parts === null ? own : set(own, parts, b);
  }, text);
  return set(changed, ['name'], name);
}
