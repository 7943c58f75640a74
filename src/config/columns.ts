/** Which column of a data file plays which part: globs of the experiment against the names in a header. */
import { resolve } from 'node:path';
import { UserError, type Place } from '../base/errors.js';
import { isTsFile } from './defaults.js';
import { joined } from './finding.js';
import { matchColumns } from './glob.js';
import { resolveDataPath, type LoadedExperiment } from './load.js';
import { compareNatural } from './natural.js';
import { formatPath, type SettingPath } from './path.js';
import { nearest } from './suggest.js';

/** Orders do not depend on the order in the file: by glob as written, within a glob by name (numbers by value). */
export interface ColumnRoles {
  /** Null for .ts files, and for folders whose files have no such column (their names are the ids). */
  readonly sampleId: string | null;
  readonly time: string | null;
  /** Null where the labels stand elsewhere. */
  readonly label: string | null;
  /** Null where there is none in this file. */
  readonly group: string | null;
  readonly continuous: string[];
  readonly categorical: { name: string; size: number }[];
  /** One entry for each continuous column. */
  readonly transform: Record<string, 'none' | 'asinh'>;
  /** Indices into `categorical`: what the time embedding joins. */
  readonly timeAfter: number[];
}

export interface HeaderKind {
  /** Decided from the name of the data file where left out: `.ts`, a name with another ending, a name without. */
  readonly layout?: 'long' | 'folder' | 'ts';
  /** Whether labels are needed; where left out, for the train file only. */
  readonly labelled?: boolean;
}

/**
 * The part of each column.
 * @param header - column names of the data file; channel names for a .ts file
 * @param dataFile - the file the header is from, for messages
 * @throws UserError with all mistakes, placed at the globs in the experiment file
 */
export function resolveColumns(
  loaded: LoadedExperiment,
  header: readonly string[],
  dataFile: string,
  kind: HeaderKind = {},
): ColumnRoles {
  const { data, preprocessing, model } = loaded.experiment;
  const layout = kind.layout ?? (isTsFile(dataFile) ? 'ts' : /\.\w+$/.test(dataFile) ? 'long' : 'folder');
  const isTrain = resolve(dataFile) === resolveDataPath(loaded, data.train) || dataFile === data.train;
  const labelled = kind.labelled ?? isTrain;
  const errors: UserError[] = [];
  const report = (place: Place, message: string, cure?: string): void =>
    void errors.push(new UserError(message, { place, ...(cure === undefined ? {} : { cure }) }));

  const names = [...new Set(header)];
  for (const name of names)
    if (header.indexOf(name) !== header.lastIndexOf(name))
      report({ file: dataFile, line: 1 }, `two columns are named "${name}"`, 'Rename one of them.');

  const role = (key: 'sampleId' | 'time' | 'label' | 'group', required: boolean): string | null => {
    const column = data[key];
    if (column === null || layout === 'ts') return null;
    if (names.includes(column)) return column;
    if (required) {
      const others = names.filter((name) => !inputs.has(name));
      report(
        loaded.locate(['data', key]),
        `data.${key} is "${column}", but ${dataFile} has no such column${guess(column, others)}`,
        cures[key],
      );
    }
    return null;
  };

  // What is claimed by name, before roles: a role that is missing is not guessed among inputs.
  const reserved = new Map<string, string>();
  if (layout !== 'ts')
    for (const key of ['sampleId', 'time', 'label', 'group'] as const) {
      const column = data[key];
      if (column !== null) reserved.set(column, key);
    }
  const ignored = new Set<string>();
  data.ignore.forEach((pattern, i) => {
    const found = matchColumns(pattern, names);
    if (found.length === 0) matchesNothing(['data', 'ignore', i], pattern, loaded.locate(['data', 'ignore', i]));
    for (const name of found) ignored.add(name);
  });

  const inputs = new Map<string, { pattern: string; setting: SettingPath }>();
  const claim = (pattern: string, setting: SettingPath, place: Place): string[] => {
    const found = matchColumns(pattern, names).sort(compareNatural);
    if (found.length === 0) matchesNothing(setting, pattern, place);
    const kept: string[] = [];
    for (const name of found) {
      const part = reserved.get(name);
      const other = inputs.get(name);
      if (ignored.has(name)) continue;
      if (part !== undefined)
        report(
          place,
          `"${pattern}" makes an input of ${name}, which is data.${part}`,
          part === 'label'
            ? 'A model that reads the label learns nothing else. Choose a narrower glob.'
            : 'Choose a narrower glob, or name it in data.ignore.',
        );
      else if (other)
        report(
          place,
          `${name} is claimed twice: by "${other.pattern}" in ${formatPath(other.setting.slice(0, 2))} and by "${pattern}" in ${formatPath(setting.slice(0, 2))}`,
          'A column is one input. Choose narrower globs.',
        );
      else {
        inputs.set(name, { pattern, setting });
        kept.push(name);
      }
    }
    return kept;
  };

  const categorical = Object.entries(data.categorical).flatMap(([pattern, { embedding }]) => {
    const setting = ['data', 'categorical', pattern];
    return claim(pattern, setting, loaded.locateKey(setting)).map((name) => ({ name, size: embedding }));
  });
  const continuous = data.continuous.flatMap((pattern, i) => {
    const setting = ['data', 'continuous', i];
    return pattern === '*' ? [] : claim(pattern, setting, loaded.locate(setting));
  });
  if (data.continuous.includes('*'))
    for (const name of names.toSorted(compareNatural))
      if (!reserved.has(name) && !ignored.has(name) && !inputs.has(name)) {
        inputs.set(name, { pattern: '*', setting: ['data', 'continuous'] });
        continuous.push(name);
      }
  if (errors.length === 0 && inputs.size === 0)
    report(
      loaded.locate(['data', 'continuous']),
      `no column of ${dataFile} is left as an input`,
      `Its columns: ${listed(names)}.`,
    );

  const transform = Object.fromEntries(continuous.map((name) => [name, 'none' as 'none' | 'asinh']));
  const transformed = new Map<string, string>();
  for (const [pattern, how] of Object.entries(preprocessing.transform)) {
    const setting = ['preprocessing', 'transform', pattern];
    const place = loaded.locateKey(setting);
    const found = matchColumns(pattern, names);
    if (found.length === 0) matchesNothing(setting, pattern, place);
    else if (!found.some((name) => Object.hasOwn(transform, name) || ignored.has(name)) && errors.length === 0)
      report(
        place,
        `"${pattern}" transforms no continuous column: ${listed(found)}`,
        'Only continuous columns are transformed.',
      );
    for (const name of found) {
      if (!Object.hasOwn(transform, name)) continue;
      const other = transformed.get(name);
      if (other !== undefined)
        report(place, `${name} is transformed twice: by "${other}" and by "${pattern}"`, 'Choose narrower globs.');
      transformed.set(name, pattern);
      transform[name] = how;
    }
  }

  const time = model.timeEmbedding;
  const timeAfter: number[] = [];
  if (time?.after != null) {
    const found = new Set(
      matchColumns(
        time.after,
        categorical.map(({ name }) => name),
      ),
    );
    const place = loaded.locate(['model', 'timeEmbedding', 'after']);
    if (found.size === 0 && errors.length === 0)
      report(
        place,
        `model.timeEmbedding.after "${time.after}" matches no categorical column${guess(
          time.after,
          categorical.map(({ name }) => name),
        )}`,
        categorical.length > 0 ? `Categorical are: ${listed(categorical.map(({ name }) => name))}.` : 'There are none.',
      );
    categorical.forEach(({ name, size }, i) => {
      if (!found.has(name)) return;
      timeAfter.push(i);
      if (time.combine === 'add' && size !== time.size)
        report(
          place,
          `a time embedding of size ${time.size} cannot be added to ${name}, whose embedding has size ${size}`,
          'Give both the same size, or write "combine": "concat".',
        );
    });
  }

  function matchesNothing(setting: SettingPath, pattern: string, place: Place): void {
    report(
      place,
      `"${pattern}" in ${formatPath(setting.slice(0, 2))} matches no column of ${dataFile}${guess(pattern, names)}`,
      `Its columns: ${listed(names)}.`,
    );
  }

  const roles: ColumnRoles = {
    sampleId: role('sampleId', layout === 'long'),
    time: role('time', layout === 'long'),
    label: data.labels === null ? role('label', labelled) : null,
    group: role('group', data.labels === null && labelled),
    continuous,
    categorical,
    transform,
    timeAfter,
  };
  if (errors.length > 0) throw joined(errors);
  return roles;
}

const cures = {
  sampleId: 'Name the column that says which sample a row belongs to.',
  time: 'Name the column that orders the rows, or write "time": null for the order in the file.',
  label: 'Name the column with the class, or the file with the labels in data.labels.',
  group: 'Name a column, or write "group": null.',
} as const;

function guess(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === null ? '' : `: did you mean ${near}?`;
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 11).join(', ')} and ${names.length - 11} more` : names.join(', ');
}
