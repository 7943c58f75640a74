/** Which column of a data file plays which part: globs of the experiment against the names in a header. */
import { dirname, resolve } from 'node:path';
import { UserError, type Place } from '../base/errors.js';
import { claimInputs, claimTransforms, joinTime } from './columnClaims.js';
import { isTsFile } from './defaults.js';
import { schemaAt } from './fileSchema.js';
import { inTextOrder, joined } from './finding.js';
import { resolveDataPath, type LoadedExperiment } from './load.js';
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
  /** Where left out: `ts` for `.ts`; `folder` for a file in the folder `data.train`, or a name without ending; else `long`. */
  readonly layout?: 'long' | 'folder' | 'ts';
  /** Whether labels are needed; where left out, for the train file only. */
  readonly labelled?: boolean;
}

/** What the steps of `resolveColumns` share. */
export interface ColumnCheck {
  readonly loaded: LoadedExperiment;
  readonly names: readonly string[];
  readonly dataFile: string;
  /** Columns that name samples, times, labels or groups, with the setting that says so. */
  readonly reserved: ReadonlyMap<string, string>;
  readonly errors: UserError[];
  report(place: Place, message: string, cure?: string): void;
}

const roleSettings = ['sampleId', 'time', 'label', 'group'] as const;
type RoleSetting = (typeof roleSettings)[number];

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
  const { data } = loaded.experiment;
  const train = resolveDataPath(loaded, data.train);
  const inFolder = dirname(resolve(dataFile)) === train || !/\.\w+$/.test(dataFile);
  const layout = kind.layout ?? (isTsFile(dataFile) ? 'ts' : inFolder ? 'folder' : 'long');
  const labelled = kind.labelled ?? [resolve(dataFile), dirname(resolve(dataFile))].includes(train);
  const roles = layout === 'ts' ? [] : roleSettings.filter((key) => data[key] !== null);
  const errors: UserError[] = [];
  const check: ColumnCheck = {
    loaded,
    names: [...new Set(header)],
    dataFile,
    reserved: new Map(roles.map((key) => [data[key]!, key])),
    errors,
    report: (place, message, cure) =>
      void errors.push(new UserError(message, { place, ...(cure === undefined ? {} : { cure }) })),
  };
  for (const name of repeated(header))
    check.report({ file: dataFile, line: 1 }, `two columns are named "${name}"`, 'Rename one of them.');

  const { continuous, categorical, ignored } = claimInputs(check);
  const inputs = new Set([...continuous, ...categorical.map(({ name }) => name)]);
  const role = (key: RoleSetting, required: boolean): string | null => {
    const column = data[key];
    if (column === null || layout === 'ts') return null;
    if (check.names.includes(column)) return column;
    if (required) missingRole(check, key, column, inputs);
    return null;
  };
  const result: ColumnRoles = {
    sampleId: role('sampleId', layout === 'long'),
    // In a folder with a CSV a sample the default name need not be there: then rows are in order.
    time: role('time', layout === 'long' || data.time !== schemaAt(['data', 'time'])?.default),
    label: data.labels === null ? role('label', labelled) : null,
    group: role('group', data.labels === null && labelled),
    continuous,
    categorical,
    transform: claimTransforms(check, continuous, ignored),
    timeAfter: joinTime(check, categorical),
  };
  if (errors.length > 0) throw joined(inTextOrder(errors));
  return result;
}

function missingRole(check: ColumnCheck, key: RoleSetting, column: string, inputs: ReadonlySet<string>): void {
  const named = check.loaded.experiment.data.continuous.includes('*');
  // A column some glob already takes as an input is not what was meant, unless "*" took it for want of another part.
  const near = nearest(
    column,
    check.names.filter((name) => named || !inputs.has(name)),
  );
  check.report(
    check.loaded.locate(['data', key]),
    `data.${key} is "${column}", but ${check.dataFile} has no such column${near === null ? '' : `: did you mean ${near}?`}`,
    cures[key],
  );
}

const cures: Readonly<Record<RoleSetting, string>> = {
  sampleId: 'Name the column that says which sample a row belongs to.',
  time: 'Name the column that orders the rows, or write "time": null for the order in the file.',
  label: 'Name the column with the class, or the file with the labels in data.labels.',
  group: 'Name a column, or write "group": null.',
};

function repeated(header: readonly string[]): string[] {
  return [...new Set(header.filter((name, i) => header.indexOf(name) !== i))];
}
