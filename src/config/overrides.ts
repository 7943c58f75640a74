/** Settings from the command line over a file: `training.epochs=3`. */
import { UserError, type Place } from '../base/errors.js';
import { checkValue, locatedAll, resolve } from './check.js';
import { isObject } from './defaults.js';
import { schemaAt } from './fileSchema.js';
import { joined, located, type Locator } from './finding.js';
import { loadedFrom, sourceOf, type LoadedExperiment } from './loaded.js';
import { isWithin, parsePath, valueAt, type SettingPath } from './path.js';
import { unknownSetting } from './validate.js';

interface Assignment {
  readonly source: string;
  readonly path: SettingPath;
  readonly value: unknown;
}

/**
 * A loaded experiment with settings changed. Values are JSON or bare words; text with dots in a path stands in double
 * quotes (`preprocessing.transform."a.b"=asinh`). Places of changed settings are the assignments themselves.
 * @throws UserError (usage) with all mistakes
 */
export function withOverrides(loaded: LoadedExperiment, assignments: readonly string[]): LoadedExperiment {
  if (assignments.length === 0) return loaded;
  const json = sourceOf(loaded);
  const all = [...loaded.overrides, ...assignments];
  const value = structuredClone(json.value);
  const parsed: Assignment[] = [];
  const errors: UserError[] = [];
  for (const source of all) {
    try {
      const assignment = parse(source, value);
      parsed.push(assignment);
      assign(value, assignment.path, assignment.value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
    }
  }
  const locator: Locator = {
    locate: (path) => placeOf(path) ?? json.locate(path),
    locateKey: (path) => placeOf(path) ?? json.locateKey(path),
  };
  /** The assignment that made a setting; of a part that is missing, the one that made the object around it. */
  function placeOf(path: SettingPath): Place | undefined {
    const around = json.has(path) || json.has(path.slice(0, -1)) ? path : path.slice(0, -1);
    const made =
      parsed.findLast((each) => isWithin(path, each.path)) ?? parsed.findLast((each) => isWithin(each.path, around));
    return made && placeOfAssignment(made.source);
  }
  errors.push(...locatedAll(checkValue(value), locator, 'usage'));
  if (errors.length > 0) throw joined(errors);
  return loadedFrom(
    json,
    { file: loaded.file, text: loaded.text, experiment: resolve(value), overrides: all },
    locator,
  );
}

function placeOfAssignment(source: string): Place {
  return { file: `--set ${source}` };
}

function parse(source: string, root: unknown): Assignment {
  const place = placeOfAssignment(source);
  const match = /^((?:"(?:[^"\\]|\\.)*"|[^"=])*)=([^]*)$/.exec(source);
  const names = match ? parsePath(match[1].trim()) : null;
  if (!match || !names)
    throw new UserError('this is not an assignment', {
      kind: 'usage',
      place,
      cure: 'Write path=value, for example --set training.epochs=3.',
    });
  const path = pathIn(root, names, place);
  return { source, path, value: valueOf(match[2].trim(), path, place) };
}

/** The path with list positions as numbers. @throws UserError where the schema has no such setting */
function pathIn(root: unknown, names: readonly string[], place: Place): SettingPath {
  const path: (string | number)[] = [];
  for (const name of names) {
    const list = valueAt(root, path);
    const index = Array.isArray(list) && /^\d+$/.test(name) && Number(name) < list.length;
    path.push(index ? Number(name) : name);
    if (schemaAt(path) !== undefined) continue;
    throw located(unknownSetting(path, undefined), { locate: () => place, locateKey: () => place }, 'usage');
  }
  return path;
}

function valueOf(text: string, path: SettingPath, place: Place): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const { type } = schemaAt(path) ?? {};
    const takesText = type === 'string' || (Array.isArray(type) && type.includes('string'));
    return takesText && typeof value !== 'string' && value !== null ? text : value;
  } catch {
    if (!/^[[{"]/.test(text)) return text;
    throw new UserError('the value is not JSON', {
      kind: 'usage',
      place,
      cure: 'Quote it for your shell, for example --set \'data.ignore=["joint_30"]\'.',
    });
  }
}

/** Sets a value, making objects on the way where there are none. */
function assign(root: unknown, path: SettingPath, value: unknown): void {
  let parent = root as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) {
    const inner = Object.hasOwn(parent, part) ? parent[part] : undefined;
    if (!isObject(inner) && !Array.isArray(inner)) define(parent, part, {});
    parent = parent[part] as Record<string | number, unknown>;
  }
  define(parent, path.at(-1)!, value);
}

function define(object: object, key: string | number, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
