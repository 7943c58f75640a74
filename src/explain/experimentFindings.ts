/** Everything wrong with an experiment text that the editor can say at once: the settings, and their columns by the header. */
import { existsSync } from 'node:fs';
import { UserError } from '../base/errors.js';
import { checkJsonText } from '../config/check.js';
import { resolveColumns } from '../config/columns.js';
import { readJsonText } from '../config/jsonText.js';
import { parseExperiment, resolveDataPath, type LoadedExperiment } from '../config/load.js';
import type { DataHeader } from './header.js';

export interface ExperimentFindings {
  /** As JSON: editors underline these by themselves. */
  readonly syntax: readonly UserError[];
  readonly settings: readonly UserError[];
  /** Null where there is a mistake: without one, the experiment. */
  readonly loaded: LoadedExperiment | null;
}

/** What the text alone shows. Never throws. */
export function textFindings(text: string, file: string): ExperimentFindings {
  const json = readJsonText(text, file);
  const errors = checkJsonText(json);
  const isSyntax = (error: UserError): boolean =>
    json.syntax.some(
      ({ message, place }) =>
        message === error.message && place.line === error.place?.line && place.column === error.place?.column,
    );
  const loaded = errors.length === 0 ? parseExperiment(text, file) : null;
  return { syntax: errors.filter(isSyntax), settings: errors.filter((error) => !isSyntax(error)), loaded };
}

/** What a header shows: columns that are not there, globs that match nothing, two that claim the same. */
export function headerFindings(loaded: LoadedExperiment, header: DataHeader): UserError[] {
  try {
    resolveColumns(loaded, header.names, header.file, { layout: header.layout, labelled: true });
    return [];
  } catch (error) {
    if (error instanceof UserError) return [error, ...error.others];
    throw error;
  }
}

const paths = ['train', 'labels', 'test', 'testLabels'] as const;

/** Files that are named and are not there. */
export function missingFiles(loaded: LoadedExperiment): UserError[] {
  return paths.flatMap((key) => {
    const path = loaded.experiment.data[key];
    if (path === null || existsSync(resolveDataPath(loaded, path))) return [];
    return [
      new UserError(`data.${key}: there is no ${path}`, {
        place: loaded.locate(['data', key]),
        cure: 'Paths are relative to this file.',
      }),
    ];
  });
}
