/** Suite files: from text to a suite with every default, or to an error that names all mistakes. */
import { basename, dirname, join } from 'node:path';
import { type Place, UserError } from '../base/errors.js';
import { readConfigText } from './files.js';
import { inTextOrder, joined, located } from './finding.js';
import { readJsonText } from './jsonText.js';
import { type SettingPath } from './path.js';
import { checkSuite, resolveSuite } from './suiteCheck.js';
import { type Suite } from './suiteSchema.js';

export interface LoadedSuite {
  readonly file: string;
  readonly text: string;
  readonly suite: Suite;
  /** Where a setting's value stands. */
  locate(path: SettingPath): Place;
  /** Where a setting's name stands. */
  locateKey(path: SettingPath): Place;
}

/** A suite from text. @throws UserError with the first mistake, all further ones in `.others` */
export function parseSuite(text: string, file: string): LoadedSuite {
  const json = readJsonText(text, file);
  const errors = json.syntax.map(
    ({ message, cure, place }) => new UserError(message, { place, ...(cure === undefined ? {} : { cure }) }),
  );
  if (errors.length === 0) errors.push(...checkSuite(json.value).map((finding) => located(finding, json)));
  if (errors.length > 0) throw joined(inTextOrder(errors));
  return {
    file,
    text,
    suite: resolveSuite(json.value),
    locate: (path) => json.locate(path),
    locateKey: (path) => json.locateKey(path),
  };
}

/** A suite from a file (UTF-8, JSON with comments). @throws UserError, also where the file cannot be read */
export async function loadSuite(file: string): Promise<LoadedSuite> {
  return parseSuite(await readConfigText(file), file);
}

/** The path of the base experiment, as the system names it. */
export function baseFile({ file, suite }: Pick<LoadedSuite, 'file' | 'suite'>): string {
  return join(dirname(file), suite.base);
}

/** What tables are headed with: the suite's name, else its file's without the ending. */
export function suiteName({ file, suite }: Pick<LoadedSuite, 'file' | 'suite'>): string {
  return suite.name ?? basename(file).replace(/\.suite\.jsonc?$/i, '');
}
