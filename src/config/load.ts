/** Experiment files: from text to an experiment with every default, or to an error that names all mistakes. */
import { basename, dirname, resolve as resolvePath } from 'node:path';
import { checkJsonText, resolve } from './check.js';
import { joined } from './finding.js';
import { readJsonText } from './jsonText.js';
import { readConfigText } from './files.js';
import { loadedFrom, type LoadedExperiment } from './loaded.js';

export { type LoadedExperiment } from './loaded.js';
export { withOverrides } from './overrides.js';

/**
 * An experiment from text.
 * @param file - its name, for places and as the base of relative paths
 * @param foresee - called with what is written before it is checked, which takes some 25 ms; must not throw
 * @throws UserError with the first mistake, all further ones in `.others`
 */
export function parseExperiment(text: string, file: string, foresee?: (value: unknown) => void): LoadedExperiment {
  const json = readJsonText(text, file);
  foresee?.(json.value);
  const errors = checkJsonText(json);
  if (errors.length > 0) throw joined(errors);
  return loadedFrom(json, { file, text, experiment: resolve(json.value), overrides: [] });
}

/** An experiment from a file (UTF-8, JSON with comments). @throws UserError, also where the file cannot be read */
export async function loadExperiment(file: string, foresee?: (value: unknown) => void): Promise<LoadedExperiment> {
  return parseExperiment(await readConfigText(file), file, foresee);
}

/** A path of the experiment (`data.train` and so on), relative to its file, as the system names it. */
export function resolveDataPath(loaded: Pick<LoadedExperiment, 'file'>, path: string): string {
  return resolvePath(dirname(loaded.file), path);
}

/** What lists show: the experiment's name, else its file's without the ending. */
export function experimentName(loaded: Pick<LoadedExperiment, 'file' | 'experiment'>): string {
  return loaded.experiment.name ?? basename(loaded.file).replace(/(\.experiment)?\.jsonc?$/i, '');
}
