/** From facts to the settings of an experiment, each with its reason; or to the questions that come first. */
import { basename } from 'node:path';
import { UserError } from '../../base/errors.js';
import { describeClasses, findLabels, type LabelFile, type LabelSource } from './labels.js';
import { partsOf, warningOf, type LeftOut, type Part } from './columns.js';
import { cannotDivide, divisionOf, isDivisible, type Division } from './groups.js';
import { guess, type Answers, type Decision, type Draft } from './decision.js';
import { counted, some } from '../words.js';
import type { Facts } from './facts.js';
import { asGlobs } from './globs.js';
import { soundsLike } from './names.js';
import { findSamples, stepsOfSamples, type SampleKey } from './samples.js';
import { describeSelection, describeStem } from './strategy.js';
import { distinctSorted } from '../read/targets.js';

/** Everything that was read; decisions follow from it and from answers alone. */
export interface Evidence {
  readonly facts: Facts;
  readonly labelFiles: readonly LabelFile[];
  /** Whether the labels file was named by the user. */
  readonly labelsGiven: boolean;
  /** Labels of the samples of a .ts file. */
  readonly archiveLabels: readonly string[] | null;
  /** Test data beside the training data. */
  readonly test: string | null;
}

/** Pure. @throws UserError where the data cannot be used */
export function decide(evidence: Evidence, answers: Answers): Decision {
  const { facts } = evidence;
  const draft: Draft = { guesses: [], questions: [], answers };
  const key = findSamples(facts, draft);
  if (!key) return draft;
  const source = labelsOf(evidence, key, draft);
  if (!source) return draft;

  guess(draft, ['data', 'train'], facts.path, layoutReason(facts, key));
  if (source.file) guess(draft, ['data', 'labels'], source.file.path, source.fileReason);
  if (evidence.test) guess(draft, ['data', 'test'], evidence.test, 'its name is that of the training data with "test"');
  if (evidence.test && source.file?.test)
    guess(draft, ['data', 'testLabels'], source.file.test, 'labels of the test data, by its name');
  if (facts.layout !== 'ts') {
    if (key.id) guess(draft, ['data', 'sampleId'], key.id.name, key.idReason);
    else if (source.idColumn !== null)
      guess(
        draft,
        ['data', 'sampleId'],
        source.idColumn,
        `the ids in ${basename(source.file!.path)}; in the data the file names`,
      );
    guess(draft, ['data', 'time'], key.time?.name ?? null, key.timeReason);
    guess(draft, ['data', 'label'], source.column, source.columnReason);
  }
  const taken = new Set(
    [key.id?.name, key.time?.name, source.file ? null : source.column].filter((name) => typeof name === 'string'),
  );
  const { labels } = source;
  const classes = distinctSorted(labels);
  if (classes.length === 0)
    throw new UserError(`column "${source.column}" holds no label`, {
      place: { file: source.file?.path ?? facts.path },
    });
  const parts = partsOf(facts, key, labels, taken);
  const group = groupOf(draft, key, parts, source);
  guess(
    draft,
    ['data', 'classes'],
    classes,
    `${describeClasses(labels)}. Tables and matrices keep this order`,
    unlabelled(key, labels),
  );
  describeColumns(draft, facts, parts);
  describeMissing(draft, facts, parts);
  describeStem(draft, key);
  const division = group.name === null ? divisionOf([...key.ids.keys()], labels) : group.division;
  describeSelection(draft, labels.length, group.name === null ? null : division, classes.length);
  describeValidation(draft, division, group);
  return draft;
}

function unlabelled({ ids }: SampleKey, labels: readonly string[]): string | null {
  const without = ids.filter((_, sample) => labels[sample] === '');
  if (without.length === 0) return null;
  const [has, each] = without.length === 1 ? ['has', 'it'] : ['have', 'each'];
  return `${counted(without.length, 'sample')} ${has} no label (${some(without, 3)}), which check will refuse: give ${each} one, or remove ${each === 'it' ? 'its' : 'their'} rows`;
}

function labelsOf(evidence: Evidence, key: SampleKey, draft: Draft): LabelSource | null {
  const { archiveLabels } = evidence;
  if (archiveLabels) {
    return { file: null, fileReason: '', column: 'label', columnReason: '', labels: archiveLabels, idColumn: null };
  }
  return findLabels(evidence.facts, key, evidence.labelFiles, evidence.labelsGiven, draft);
}

function layoutReason(facts: Facts, key: SampleKey): string {
  const steps = stepsOfSamples(key);
  const [least, most] = steps.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, 0]);
  const length = least === most ? counted(most, 'step') : `${least} to ${counted(most, 'step')}`;
  const what = {
    long: 'long CSV, a row a time step',
    folder: 'a folder with a CSV file for each sample',
    ts: '.ts file of the UEA/UCR archive',
  };
  return `${what[facts.layout]}: ${counted(key.ids.length, 'sample')} of ${length}`;
}

type Group =
  | { readonly name: string; readonly division: Division }
  | { readonly name: null; /** Why samples that belong together are not kept so. */ readonly warning: string | null };

/** The group of each sample: a column of the data, or of the labels file. */
function groupOf(draft: Draft, key: SampleKey, parts: readonly Part[], source: LabelSource): Group {
  const { file, column, idColumn, labels } = source;
  const inData = parts.find((part) => part.as === 'group');
  if (inData) {
    guess(draft, ['data', 'group'], inData.name, inData.reason);
    return inData;
  }
  const name = file?.header.find((other) => other !== column && other !== idColumn && soundsLike('group', other));
  if (!file || name === undefined) return { name: null, warning: null };
  const [idField, field] = [idColumn!, name].map((other) => file.header.indexOf(other));
  const byId = new Map(file.records.map((record) => [record[idField], record[field]]));
  const texts = key.ids.map((id) => byId.get(id) ?? '');
  const division = divisionOf(texts, labels);
  if (division.units < 2 || division.units === texts.length) return { name: null, warning: null };
  if (!isDivisible(division)) return { name: null, warning: cannotDivide(name, division).warning };
  const values = counted(division.units, 'value');
  const reason = `${values} in ${basename(file.path)}: none of them stands on two sides of a split`;
  guess(draft, ['data', 'group'], name, reason);
  return { name, division };
}

function describeColumns(draft: Draft, facts: Facts, parts: readonly Part[]): void {
  const all = facts.columns.map(({ name }) => name);
  const ignored = parts.filter((part) => part.as === 'ignore');
  const ignoredNames = new Set(ignored.map(({ name }) => name));
  const continuous = parts.filter((part) => part.as === 'continuous');
  const names = continuous.map(({ name }) => name);
  if (ignored.length === parts.filter(({ as }) => as !== 'group').length) throw nothingLeft(facts, ignored);
  const globs = asGlobs(names, all, ignoredNames);
  const listed = globs.length <= 12 ? globs.map(({ pattern }) => pattern) : ['*'];
  guess(draft, ['data', 'continuous'], listed, `${counted(names.length, 'column')} of numbers`);
  const categorical = parts.filter((part) => part.as === 'categorical');
  const bySize = new Map<number, typeof categorical>();
  for (const part of categorical) bySize.set(part.size, [...(bySize.get(part.size) ?? []), part]);
  const entries = [...bySize].flatMap(([size, own]) =>
    asGlobs(
      own.map(({ name }) => name),
      all,
      ignoredNames,
    ).map((glob) => ({ ...glob, size })),
  );
  const place = (name: string): number => all.indexOf(name);
  for (const { pattern, names: own, size } of entries.sort((a, b) => place(a.names[0]) - place(b.names[0]))) {
    const { reason } = categorical.find(({ name }) => name === own[0])!;
    guess(
      draft,
      ['data', 'categorical', pattern],
      { embedding: size },
      own.length > 1 ? `${counted(own.length, 'column')}, ${reason}` : reason,
    );
  }
  ignored.forEach((part, i) => guess(draft, ['data', 'ignore', i], part.name, part.reason, warningOf(part, ignored)));
  const heavy = continuous.filter(({ tail }) => tail !== null);
  for (const { pattern, names: own } of asGlobs(
    heavy.map(({ name }) => name),
    all,
    ignoredNames,
  )) {
    const { tail } = heavy.find(({ name }) => name === own[0])!;
    guess(
      draft,
      ['preprocessing', 'transform', pattern],
      'asinh',
      `heavy tails: ${own.length > 1 ? `in ${own[0]} ` : ''}${tail}`,
    );
  }
}

function nothingLeft({ path }: Facts, ignored: readonly LeftOut[]): UserError {
  const list = ignored.map(({ name, reason }) => `${name} (${reason})`);
  const cures = ignored.flatMap(({ cure }) => (cure === undefined ? [] : [`${cure}.`]));
  return new UserError(`no column is left as input${list.length === 0 ? '' : `: ${some(list, 3)}`}`, {
    place: { file: path },
    cure: [...new Set(cures)].join(' ') || 'Add columns with measurements.',
  });
}

function describeMissing(draft: Draft, facts: Facts, parts: readonly Part[]): void {
  const used = new Set(parts.filter(({ as }) => as === 'continuous' || as === 'categorical').map(({ name }) => name));
  const holes = facts.columns.filter(({ name, missing }) => used.has(name) && missing > 0);
  if (holes.length === 0) return;
  const cells = holes.reduce((sum, { missing }) => sum + missing, 0);
  const where = holes.length === 1 ? holes[0].name : counted(holes.length, 'column');
  guess(
    draft,
    ['preprocessing', 'missing'],
    'interpolate',
    `${counted(cells, 'cell')} of ${where} ${cells === 1 ? 'is' : 'are'} missing`,
  );
}

/** Five stratified folds, where every class has as many samples, or as many groups; else as many as it has. */
function describeValidation(draft: Draft, { folds, stratified, smallest }: Division, group: Group): void {
  const set = (reason: string): void => {
    const warning = group.name === null ? group.warning : null;
    guess(draft, ['validation', 'folds'], folds, reason, warning);
  };
  const kept = `no ${group.name} stands on two sides of a split`;
  const unit = group.name === null ? 'sample' : 'group';
  if (!stratified) {
    set(group.name === null ? 'the default, where there are samples enough' : kept);
    const reason = `class ${smallest.name} has one ${unit}: it cannot be in every fold`;
    guess(draft, ['validation', 'stratified'], false, reason);
  } else if (smallest.count >= 5) {
    set(group.name === null ? 'each class has enough samples for five folds' : kept);
  } else {
    const each = `class ${smallest.name} has ${counted(smallest.count, unit)}: one for each fold`;
    set(group.name === null ? each : `${kept}; ${each}`);
  }
}
