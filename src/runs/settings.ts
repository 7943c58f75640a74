/** The settings in which experiments differ, each with its value in every one of them. */
import type { Experiment } from '../config/schema.js';

export interface SettingDifference {
  /** As `--set` takes it: `model.hiddenUnits`. */
  readonly path: string;
  /** One for each experiment; undefined where it has no such setting (a glob of another name). */
  readonly values: readonly unknown[];
}

/** Paths that say nothing about how a model was made. */
const irrelevant = new Set(['name', '$schema']);

/**
 * Leaves (numbers, texts, lists, empty objects) whose values are not the same everywhere, in the order of the first
 * experiment; of what only later ones have, in theirs.
 */
export function differingSettings(experiments: readonly Experiment[]): SettingDifference[] {
  const all = experiments.map((experiment) => new Map(leaves(experiment, '')));
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]));
  return [...paths].flatMap((path) => {
    if (irrelevant.has(path)) return [];
    const values = all.map((settings) => settings.get(path));
    const texts = new Set(values.map((value) => JSON.stringify(value)));
    return texts.size > 1 ? [{ path, values }] : [];
  });
}

function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = /^[\w$]+$/.test(key) ? key : JSON.stringify(key);
    return leaves(inner, path === '' ? name : `${path}.${name}`);
  });
}
