/** What a rule is: it looks at an experiment of which parts may be missing and reports contradictions. */
import { schemaAt } from './fileSchema.js';
import { valueAt, type SettingPath } from './path.js';
import { type Experiment } from './schema.js';

/** An experiment of which any part may be missing, because it was found wrong. */
export type Partly<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partly<T[K]> }
    : T;
export type Settings = Partly<Experiment>;
/** At the setting to change; `at` says whether its name or its value is marked. */
export type Report = (path: SettingPath, message: string, cure?: string, at?: 'key' | 'value') => void;
export type Rule = (settings: Settings, report: Report) => void;

/** Whether a setting differs from its default: one written out with the default's value changes nothing. */
export function isSet(settings: Settings, path: SettingPath): boolean {
  const value = valueAt(settings, path);
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(schemaAt(path)?.default);
}
