/** An experiment that is read: the settings, the text they come from, and where in it each stands. */
import { type Place } from '../base/errors.js';
import { type Locator } from './finding.js';
import { readJsonText, type JsonText } from './jsonText.js';
import { type SettingPath } from './path.js';
import { type Experiment } from './schema.js';

export interface LoadedExperiment {
  /** As given to the loader. */
  readonly file: string;
  /** The file as written; overrides are not in it. */
  readonly text: string;
  readonly experiment: Experiment;
  /** Assignments that were made over the file (`training.epochs=3`). */
  readonly overrides: readonly string[];
  /** Where a setting's value stands; for one the file leaves out, the nearest setting around it. */
  locate(path: SettingPath): Place;
  /** Where a setting's name stands. */
  locateKey(path: SettingPath): Place;
}

// The parsed text is what overriding starts from; it is no part of the public type.
const sources = new WeakMap<LoadedExperiment, JsonText>();

/** The text behind a loaded experiment. */
export function sourceOf(loaded: LoadedExperiment): JsonText {
  return sources.get(loaded) ?? readJsonText(loaded.text, loaded.file);
}

/** Joins an experiment, its text and the ways to places. */
export function loadedFrom(
  json: JsonText,
  parts: Omit<LoadedExperiment, 'locate' | 'locateKey'>,
  locator: Locator = json,
): LoadedExperiment {
  const loaded: LoadedExperiment = {
    ...parts,
    locate: (path) => locator.locate(path),
    locateKey: (path) => locator.locateKey(path),
  };
  sources.set(loaded, json);
  return loaded;
}
