/** Rows as experiments that can be run: checked, with places, and all scored on the same folds. */
import { UserError, type Place } from '../base/errors.js';
import { checkValue, resolve } from '../config/check.js';
import { inTextOrder, joined, located, type Locator } from '../config/finding.js';
import { loadExperiment, type LoadedExperiment } from '../config/load.js';
import { loadedFrom, sourceOf } from '../config/loaded.js';
import { formatPath, isWithin, valueAt, type SettingPath } from '../config/path.js';
import { nearest } from '../config/suggest.js';
import { baseFile, type LoadedSuite } from '../config/suite.js';
import { expandSuite, type ExpandedRow, type ExpandOptions } from './expand.js';
import { assignAt } from './patch.js';

/** One row: its experiment for each seed. */
export interface StudyRow {
  readonly name: string;
  readonly heading: string | null;
  readonly baseline: boolean;
  readonly point: ExpandedRow['point'];
  readonly entries: readonly { readonly seed: number; readonly experiment: LoadedExperiment }[];
}

/** What all rows must share, or they would be scored on other samples or other folds. */
const shared: readonly SettingPath[] = [
  ...['train', 'labels', 'label', 'test', 'testLabels', 'sampleId', 'time', 'group', 'classes'].map((key) => [
    'data',
    key,
  ]),
  ...['scheme', 'folds', 'fraction', 'stratified', 'repeats'].map((key) => ['validation', key]),
];

/**
 * The rows of a suite, the base read from its file.
 * @throws UserError with every mistake: of the base, of what a row makes of it, of a row that would be scored elsewhere
 */
export async function studyRows(loaded: LoadedSuite, options: ExpandOptions = {}): Promise<StudyRow[]> {
  const { suite } = loaded;
  if (options.quick && suite.quick === null)
    throw new UserError('the suite does not say what --quick changes', {
      kind: 'usage',
      place: { file: loaded.file },
      cure: 'Give it "quick", a merge patch such as { "training": { "epochs": 5 } }.',
    });
  const base = await loadExperiment(baseFile(loaded));
  const source = sourceOf(base);
  const expanded = expandSuite(suite, source.value, options);
  const baseline = baselineOf(expanded, loaded);
  const errors: UserError[] = [];
  const sane = expandSuite(
    { ...suite, rows: [{ name: 'base', change: {}, set: {} }], grid: {}, search: null },
    source.value,
    options,
  )[0];
  const reference = checkValue(sane.value).length === 0 ? resolve(sane.value) : null;
  const seeds = suite.seeds === null || reference === null ? [reference?.seed ?? 0] : suite.seeds;
  const rows = expanded.map((row): StudyRow => {
    const locator = locatorOf(row, loaded, base);
    const findings = checkValue(row.value);
    errors.push(...findings.map((finding) => located(finding, locator)));
    if (findings.length === 0 && reference !== null) errors.push(...elsewhere(row, reference, locator));
    const entries =
      errors.length > 0
        ? []
        : seeds.slice(0, options.quick ? 1 : undefined).map((seed) => ({
            seed,
            experiment: experimentOf(row, seed, seeds.length > 1, loaded, base, locator),
          }));
    return { name: row.name, heading: row.heading, baseline: row === baseline, point: row.point, entries };
  });
  if (errors.length > 0) throw joined(withoutTwins(inTextOrder(errors)));
  return rows;
}

function baselineOf(rows: readonly ExpandedRow[], { suite, locate }: LoadedSuite): ExpandedRow {
  if (suite.baseline === null) return rows[0];
  const found = rows.find(({ name }) => name === suite.baseline);
  if (found) return found;
  const names = rows.map(({ name }) => name);
  const near = nearest(suite.baseline, names);
  throw new UserError(`no row is called ${JSON.stringify(suite.baseline)}`, {
    place: locate(['baseline']),
    cure: near === null ? `Rows: ${names.slice(0, 5).join('; ')}.` : `Did you mean ${near}?`,
  });
}

/** Mistakes of a row that changes what all rows share. */
function elsewhere(row: ExpandedRow, reference: unknown, locator: Locator): UserError[] {
  const own = resolve(row.value);
  const wrong = (path: SettingPath, cure: string): UserError =>
    located({ path, at: 'value', message: `${row.name}: a row cannot change ${formatPath(path)}`, cure }, locator);
  return [
    ...shared
      .filter((path) => JSON.stringify(valueAt(own, path)) !== JSON.stringify(valueAt(reference, path)))
      .map((path) => wrong(path, 'Every row is scored on the same folds: change it for all rows, under "change".')),
    ...(own.seed === valueAt(reference, ['seed'])
      ? []
      : [wrong(['seed'], 'The folds follow from it: write "seeds" for the whole suite.')]),
  ];
}

/** Where a setting of a row stands: in the last step that makes it, else in the base. */
function locatorOf(row: ExpandedRow, suite: LoadedSuite, base: Locator): Locator {
  const within = (path: SettingPath): SettingPath | null => {
    const step = row.steps.findLast(
      (each) =>
        isWithin(path, each.path) && valueAt({ v: each.value }, ['v', ...path.slice(each.path.length)]) !== undefined,
    );
    return step ? [...step.at, ...path.slice(step.path.length)] : null;
  };
  const either = (
    path: SettingPath,
    inSuite: (path: SettingPath) => Place,
    inBase: (path: SettingPath) => Place,
  ): Place => {
    const found = path.length === 0 ? null : within(path);
    return found ? inSuite(found) : inBase(path);
  };
  return {
    locate: (path) => either(path, suite.locate, (other) => base.locate(other)),
    locateKey: (path) => either(path, suite.locateKey, (other) => base.locateKey(other)),
  };
}

function experimentOf(
  row: ExpandedRow,
  seed: number,
  several: boolean,
  suite: LoadedSuite,
  base: LoadedExperiment,
  locator: Locator,
): LoadedExperiment {
  const name = (several ? `${row.name}, seed ${seed}` : row.name).slice(0, 200);
  const value = assignAt(assignAt(row.value, ['name'], name), ['seed'], seed);
  // What the run keeps as its experiment.jsonc: the row written out, so that the run stands without the suite.
  const text = `// Row ${JSON.stringify(row.name)} of ${suite.suite.name ?? 'a suite'}.\n${JSON.stringify(value, null, 2)}\n`;
  return loadedFrom(sourceOf(base), { file: base.file, text, experiment: resolve(value), overrides: [] }, locator);
}

/** A mistake that rows inherit is said once. */
function withoutTwins(errors: readonly UserError[]): UserError[] {
  const key = ({ message, place }: UserError): string => JSON.stringify([message, place]);
  return errors.filter((error, i) => errors.findIndex((other) => key(other) === key(error)) === i);
}
