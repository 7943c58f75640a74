/** Everything wrong with a suite text that the editor can say: the suite itself, and what its rows make of the base. */
import { existsSync } from 'node:fs';
import { UserError } from '../base/errors.js';
import { readJsonText } from '../config/jsonText.js';
import { resolveDataPath } from '../config/load.js';
import { baseFile, parseSuite, type LoadedSuite } from '../config/suite.js';
import { studyRows, type StudyRow } from '../study/rows.js';
import { headerFindings } from './experimentFindings.js';
import type { DataHeader } from './header.js';

export interface SuiteFindings {
  /** As JSON: editors underline these by themselves. */
  readonly syntax: readonly UserError[];
  readonly errors: readonly UserError[];
  /** Null where there is a mistake: without one, the suite and its rows. */
  readonly suite: { readonly loaded: LoadedSuite; readonly rows: readonly StudyRow[] } | null;
}

/**
 * What the text, its base and the header of the data show.
 * @param headerOf - columns of a data file, null where they are not known
 */
export async function suiteFindings(
  text: string,
  file: string,
  headerOf: (dataFile: string) => Promise<DataHeader | null>,
): Promise<SuiteFindings> {
  const { syntax } = readJsonText(text, file);
  const isSyntax = ({ message, place }: UserError): boolean =>
    syntax.some(
      (one) => one.message === message && one.place.line === place?.line && one.place.column === place?.column,
    );
  try {
    const loaded = parseSuite(text, file);
    const base = baseFile(loaded);
    if (!existsSync(base))
      throw new UserError(`base: there is no ${loaded.suite.base}`, {
        place: loaded.locate(['base']),
        cure: 'Paths are relative to this file.',
      });
    const rows = await studyRows(loaded).catch((error: unknown) => {
      throw atBase(error, loaded);
    });
    const wrong = await columnMistakes(rows, loaded, headerOf);
    return { syntax: [], errors: wrong, suite: wrong.length === 0 ? { loaded, rows } : null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const all = [error, ...error.others];
    return { syntax: all.filter(isSyntax), errors: all.filter((one) => !isSyntax(one)), suite: null };
  }
}

/** Mistakes of the base are said in the base; here one word is enough. */
function atBase(error: unknown, loaded: LoadedSuite): unknown {
  if (!(error instanceof UserError)) return error;
  const all = [error, ...error.others];
  const own = all.filter(({ place }) => place === undefined || place.file === loaded.file);
  const foreign = all.find(({ place }) => place !== undefined && place.file !== loaded.file);
  const base = foreign && baseMistake(foreign, all.length - own.length, loaded);
  const [first, ...others] = [...own, ...(base ? [base] : [])];
  return new UserError(first.message, {
    ...(first.place ? { place: first.place } : {}),
    ...(first.cure === undefined ? {} : { cure: first.cure }),
    others,
  });
}

function baseMistake(first: UserError, count: number, loaded: LoadedSuite): UserError {
  const line = first.place?.line === undefined ? '' : `, line ${first.place.line}`;
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return new UserError(`${loaded.suite.base}${line}: ${first.message}${more}`, {
    place: loaded.locate(['base']),
    ...(first.cure === undefined ? {} : { cure: first.cure }),
  });
}

/** Columns that a row names and the data do not have; each mistake once, however many rows inherit it. */
async function columnMistakes(
  rows: readonly StudyRow[],
  loaded: LoadedSuite,
  headerOf: (dataFile: string) => Promise<DataHeader | null>,
): Promise<UserError[]> {
  const found = new Map<string, UserError>();
  for (const { entries } of rows) {
    const experiment = entries.at(0)?.experiment;
    if (!experiment) continue;
    const header = await headerOf(resolveDataPath(experiment, experiment.experiment.data.train));
    if (!header) continue;
    for (const error of headerFindings(experiment, header)) {
      const own = error.place?.file === loaded.file ? error : baseMistake(error, 1, loaded);
      found.set(JSON.stringify([own.message, own.place]), own);
    }
  }
  return [...found.values()];
}
