/** In which settings two experiments differ. */
import { isObject } from './defaults.js';
import { formatPath } from './path.js';
import { type Experiment } from './schema.js';

export interface SettingDifference {
  /** As `--set` takes it: `training.optimizer.name`. */
  readonly path: string;
  /** Undefined where only the other has it (a column, a class weight). */
  readonly a: unknown;
  readonly b: unknown;
}

/** One entry for each setting, in the order of the schema; lists are compared as a whole. */
export function settingsDiff(a: Experiment, b: Experiment): SettingDifference[] {
  const found: SettingDifference[] = [];
  compare(a, b, [], found);
  return found;
}

function compare(a: unknown, b: unknown, path: string[], found: SettingDifference[]): void {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      if (path.length > 0 || key !== '$schema') compare(own(a, key), own(b, key), [...path, key], found);
  } else if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ path: formatPath(path), a, b });
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
