/** All checks of an experiment in their order: text, schema, contradictions. Nothing here throws. */
import { UserError, type ErrorKind } from '../base/errors.js';
import { isObject, withDefaults } from './defaults.js';
import { inTextOrder, located, type Finding, type Locator } from './finding.js';
import { readJsonText, type JsonText } from './jsonText.js';
import { isWithin, valueAt, type SettingPath } from './path.js';
import { contradictions } from './rules.js';
import { type Experiment } from './schema.js';
import { validate } from './validate.js';

/** Every mistake of an experiment file, one error each, in the order of the text; empty where it is right. */
export function checkExperimentText(text: string, file: string): UserError[] {
  return checkJsonText(readJsonText(text, file));
}

/** The same, for a text that is read. */
export function checkJsonText(json: JsonText): UserError[] {
  const errors = json.syntax.map(
    ({ message, cure, place }) => new UserError(message, { place, ...(cure === undefined ? {} : { cure }) }),
  );
  if (!json.structureLost) {
    // Beside text that could not be read, only what is certainly wrong counts: what seems missing may be in it.
    const findings = json.partsLost
      ? validate(json.value).filter(({ path }) => json.has(path))
      : checkValue(json.value, json.unreadable);
    errors.push(...findings.map((finding) => located(finding, json)));
  }
  return inTextOrder(errors);
}

/**
 * Findings about a value, whatever it is.
 * @param unreadable - settings that are known to be there, of which nothing else is known
 */
export function checkValue(value: unknown, unreadable: readonly SettingPath[] = []): Finding[] {
  const wrong = validate(value).filter(({ path }) => !unreadable.some((other) => isWithin(path, other)));
  if (!isObject(value)) return wrong;
  const doubtful = [...wrong.map(({ path }) => path), ...unreadable];
  const settings = without(withDefaults(without(value, doubtful)), doubtful) as Partial<Experiment>;
  return [...wrong, ...contradictions(settings)];
}

/** As an experiment, where there is nothing to find. */
export function resolve(value: unknown): Experiment {
  return withDefaults(value) as Experiment;
}

/** Findings as errors with places. */
export function locatedAll(findings: readonly Finding[], locator: Locator, kind: ErrorKind): UserError[] {
  return findings.map((finding) => located(finding, locator, kind));
}

/**
 * A copy in which the settings at some paths are undefined: their names still count. A list with a wrong item is left out
 * as a whole.
 */
function without(root: unknown, paths: readonly SettingPath[]): unknown {
  const copy = structuredClone(root);
  for (const path of paths) {
    const index = path.findIndex((part) => typeof part === 'number');
    const whole = index < 0 ? path : path.slice(0, index);
    const parent = valueAt(copy, whole.slice(0, -1));
    if (isObject(parent) && whole.length > 0) Object.assign(parent, Object.fromEntries([[whole.at(-1)!, undefined]]));
  }
  return copy;
}
