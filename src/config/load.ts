/** Experiment files: from text to an experiment with every default, or to an error that names all mistakes. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve as resolvePath } from 'node:path';
import { type Place } from '../base/errors.js';
import { checkJsonText, resolve } from './check.js';
import { joined } from './finding.js';
import { readJsonText, type JsonText } from './jsonText.js';
import { fileProblem } from './files.js';
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

/** What overriding needs of a loaded file; kept out of the public type. */
const sources = new WeakMap<LoadedExperiment, JsonText>();

/** The text behind a loaded experiment. */
export function sourceOf(loaded: LoadedExperiment): JsonText {
  return sources.get(loaded) ?? readJsonText(loaded.text, loaded.file);
}

/** Joins a text, its experiment and the ways to places in it. */
export function loadedFrom(
  json: JsonText,
  parts: Omit<LoadedExperiment, 'locate' | 'locateKey'>,
  locator: { locate(path: SettingPath): Place; locateKey(path: SettingPath): Place } = json,
): LoadedExperiment {
  const loaded: LoadedExperiment = {
    ...parts,
    locate: (path) => locator.locate(path),
    locateKey: (path) => locator.locateKey(path),
  };
  sources.set(loaded, json);
  return loaded;
}

/**
 * An experiment from text.
 * @param file - its name, for places and as the base of relative paths
 * @throws UserError with the first mistake, all further ones in `.others`
 */
export function parseExperiment(text: string, file: string): LoadedExperiment {
  const json = readJsonText(text.replace(/^\uFEFF/, ''), file);
  const errors = checkJsonText(json);
  if (errors.length > 0) throw joined(errors);
  return loadedFrom(json, { file, text, experiment: resolve(json.value), overrides: [] });
}

/** An experiment from a file (UTF-8, JSON with comments). @throws UserError, also where the file cannot be read */
export async function loadExperiment(file: string): Promise<LoadedExperiment> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw await fileProblem(file, error);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw await fileProblem(file, null);
  }
  return parseExperiment(text, file);
}

/** A path of the experiment (`data.train` and so on), relative to its file, as the system names it. */
export function resolveDataPath(loaded: Pick<LoadedExperiment, 'file'>, path: string): string {
  return resolvePath(dirname(loaded.file), path);
}

/** What lists show: the experiment's name, else its file's without the ending. */
export function experimentName(loaded: Pick<LoadedExperiment, 'file' | 'experiment'>): string {
  return loaded.experiment.name ?? basename(loaded.file).replace(/(\.experiment)?\.jsonc?$/i, '');
}

export { withOverrides } from './overrides.js';
